import { join } from "node:path";
import { ExecaChildProcess } from "execa";
import { addressAt, prefixLength } from "../lib/net/ranges";
import { Anchor } from "./anchor";
import { FabricInterface, Fabric, FabricVpc, ROUTER_IPV6, resolverOf, routerOf } from "./fabric/fabric";
import { FAMILIES } from "./fabric/families";
import { vpcFirewall } from "./fabric/vpc-firewall";
import { MTU, dhcpHosts, dnsmasqConfiguration } from "./fabric/vpc-names";
import { vpcRoutes } from "./fabric/vpc-routes";
import { servedIn } from "./metadata/instance-metadata";
import { IPV6_ROUTER_SETTINGS, Namespace, ROUTER_SETTINGS } from "./namespace";
import { until } from "./until";

/** Amazon's resolver and the metadata service, the same in every VPC (VPC user guide, "Amazon DNS"). */
const LINK_LOCAL = { resolver: "169.254.169.253", metadata: "169.254.169.254" };

/** A VPC at work: what is between its network interfaces, and between them and the internet. */
export class Router {
  readonly namespace: Namespace;
  private dnsmasq?: ExecaChildProcess;

  constructor(
    private readonly anchor: Anchor,
    name: string,
  ) {
    this.namespace = new Namespace(anchor, name);
  }

  async create({ vpc }: FabricVpc): Promise<void> {
    await this.namespace.create([
      ...[...ROUTER_SETTINGS, ...IPV6_ROUTER_SETTINGS],
      // It answers for every address in the subnet, as AWS's mapping service does.
      "net.ipv4.conf.default.proxy_arp=1",
      // What it says to a host that translates, it sees again on the way to the one that is meant.
      "net.ipv4.conf.all.accept_local=1",
      // Whether a packet is in its window is for its receiver to judge.
      "net.netfilter.nf_conntrack_tcp_be_liberal=1",
    ]);
    const own = [resolverOf(vpc), ...Object.values(LINK_LOCAL)];
    await this.namespace.ip(own.map((address) => `addr add ${address}/32 dev lo`));
  }

  /**
   * Lays a cable to a network interface, which appears in `host` under `device`. Like any new Ethernet network
   * interface it has an MTU of 1500 until its host sets another.
   */
  async attach(networkInterface: FabricInterface, host: string, device: string): Promise<void> {
    const { link, macAddress, subnet } = networkInterface;
    await this.namespace.ip([
      `link add ${link} mtu ${MTU} type veth peer name ${device} address ${macAddress} netns ${host}`,
      `addr add ${routerOf(subnet)}/${prefixLength(subnet.cidr)} dev ${link} noprefixroute`,
      `link set ${link} up`,
    ]);
    await this.namespace.run("sysctl", ["-qw", `net.ipv4.neigh.${link}.proxy_delay=0`]);
  }

  async detach({ link }: FabricInterface): Promise<void> {
    await this.namespace.run("ip", ["link", "delete", link], { reject: false });
  }

  /** Makes it do what the topology says now; connections that it knows go on. */
  async program(fabric: Fabric, fabricVpc: FabricVpc): Promise<void> {
    const configuration = dnsmasqConfiguration(fabric.topology, fabricVpc, this.file(""));
    await this.anchor.write(this.file("metadata.json"), JSON.stringify(servedIn(fabric, fabricVpc)));
    await this.anchor.write(this.file("hosts"), dhcpHosts(fabricVpc));
    await this.anchor.write(this.file("dnsmasq.conf"), configuration);
    await this.namespace.run("nft", ["--file", "-"], { input: vpcFirewall(fabric, fabricVpc) });
    await this.carryIpv6(fabricVpc);
    for (const family of FAMILIES) await this.namespace.ip(vpcRoutes(fabric, fabricVpc, family), family);
    await this.serve();
  }

  private async carryIpv6({ networkInterfaces }: FabricVpc): Promise<void> {
    await this.namespace.setIpv6(
      networkInterfaces.map(({ link, subnet }) => [link, subnet.ipv6Cidr !== undefined]),
    );
    const addresses = networkInterfaces.flatMap(({ link, subnet: { ipv6Cidr } }) =>
      ipv6Cidr === undefined
        ? []
        : [ROUTER_IPV6, addressAt(ipv6Cidr, 1n)].map(
            (own) => `addr replace ${own}/64 dev ${link} noprefixroute nodad`,
          ),
    );
    await this.namespace.ip(addresses, "ip6");
  }

  /** What its nft counters have counted, by name, of IPv4 and IPv6 together. */
  async counters(): Promise<Record<string, number>> {
    const { stdout } = await this.namespace.run("nft", ["--json", "list", "counters"]);
    const { nftables } = JSON.parse(stdout) as {
      nftables: { counter?: { name: string; packets: number } }[];
    };
    const counted: Record<string, number> = {};
    for (const { counter } of nftables)
      if (counter) counted[counter.name] = (counted[counter.name] ?? 0) + counter.packets;
    return counted;
  }

  private async serve(): Promise<void> {
    if (this.dnsmasq) {
      // Not by ending nsenter: the ports have to be free again.
      await this.anchor.run("pkill", ["--pidfile", this.file("dnsmasq.pid")]);
      await this.dnsmasq;
    } else {
      await this.namespace.serve(join(__dirname, "metadata/server.cjs"), this.file("metadata.json"));
    }
    this.dnsmasq = this.namespace.start("dnsmasq", [`--conf-file=${this.file("dnsmasq.conf")}`], {
      reject: false,
    });
    await until("dnsmasq", 10, () => this.isServing());
  }

  private async isServing(): Promise<boolean> {
    const { exitCode } = await this.anchor.run("pgrep", ["--pidfile", this.file("dnsmasq.pid")], {
      reject: false,
    });
    return exitCode === 0;
  }

  private file(name: string): string {
    return join("/run/lab", this.namespace.name, name);
  }
}
