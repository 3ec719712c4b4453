import { readFileSync } from "node:fs";
import { join } from "node:path";
import { planFabric } from "../../lab/fabric/plan";
import { Lab } from "../../lab/lab";
import { Namespace } from "../../lab/namespace";
import { Topology } from "../../lib/topology";
import { Contestant, Layer } from "./contestants";
import { takeStreams } from "./stream";

/** The server's address, that of the lab's host on the internet. */
export const SERVER = "192.0.2.1";

const HTTP_SERVER = join(__dirname, "../../lab/hosts/server.cjs");

/** As on our NAT host (lib/nat-host/root/etc/sysctl.d/90-nat.conf), the same for all, so that rules alone differ. */
const HOST_SETTINGS = ["all", "default"].flatMap((networkInterface) => [
  `net.ipv4.conf.${networkInterface}.rp_filter=2`,
  `net.ipv4.conf.${networkInterface}.send_redirects=0`,
]);

/**
 * A client, a host that forwards and a server, with two cables between them and nothing else, inside a lab. The host
 * has the addresses and network interface names of the lab's NAT host, and gets the rules that are measured; the VPC's
 * router, with its security groups and a connection table of its own, would cost more than those do.
 */
export class BenchNetwork {
  readonly client: Namespace;
  readonly host: Namespace;
  readonly server: Namespace;

  private constructor(
    private readonly lab: Lab,
    private readonly natHost: string,
    private readonly layers: Readonly<Record<Layer, string>>,
    private readonly addresses: {
      readonly client: string;
      readonly interface0: string;
      readonly interface1: string;
    },
  ) {
    [this.client, this.host, this.server] = ["client", "host", "server"].map((name) =>
      lab.namespace(`bench-${name}`),
    ) as [Namespace, Namespace, Namespace];
  }

  /**
   * Builds it.
   *
   * @param lab of the article's topology, with its NAT host booted and both layers at work
   */
  static async create(lab: Lab, topology: Topology): Promise<BenchNetwork> {
    const { hosts } = planFabric(topology);
    const natHost = hosts.find(({ kind }) => kind === "machine")!;
    const [interface0, interface1] = natHost.networkInterfaces;
    const client = hosts.find(
      ({ kind, networkInterfaces }) =>
        kind === "plain" && networkInterfaces[0]?.subnet.id === interface1!.subnet.id,
    )!;
    const network = new BenchNetwork(lab, natHost.name, await layersOf(lab, natHost.name), {
      client: client.networkInterfaces[0]!.privateIp,
      interface0: interface0!.privateIp,
      interface1: interface1!.privateIp,
    });
    await network.build();
    return network;
  }

  /** Makes the host forward by a contestant's rules and no others, with an empty connection table. */
  async load({ rules }: Contestant): Promise<void> {
    await this.host.run("nft", ["flush", "ruleset"]);
    await this.host.run("sysctl", ["-qw", "net.ipv4.ip_forward=1"]);
    for (const rule of rules) {
      if (rule === "networkd" || rule === "nftables") await this.loadNft(this.layers[rule]);
      else await this.loadFile(join(__dirname, "rules", rule));
    }
    await this.host.run("conntrack", ["--flush"]);
  }

  /**
   * Sees to it that the host does what the contestant claims: the server is asked from the host's address, or from the
   * client's own where nothing is translated.
   *
   * @throws Error that says what was seen instead
   */
  async prove({ name, rules }: Contestant): Promise<void> {
    const answers = await this.lab.ask(
      this.client.name,
      [
        { protocol: "tcp", address: SERVER, port: 80 },
        { protocol: "udp", address: SERVER, port: 7 },
        { protocol: "icmp", address: SERVER },
      ],
      5,
    );
    if (answers.some(({ answered }) => !answered)) throw new Error(`${name}: the server does not answer`);
    const expected = rules.length === 0 ? this.addresses.client : this.addresses.interface0;
    for (const { seenAs } of answers) {
      const seen = seenAs?.split(":")[0] ?? expected;
      if (seen !== expected)
        throw new Error(`${name}: the server was asked from ${seen}, not from ${expected}`);
    }
  }

  private async build(): Promise<void> {
    const { client, interface0, interface1 } = this.addresses;
    await this.client.create();
    await this.host.create(HOST_SETTINGS);
    await this.server.create();
    // Jumbo frames inside, as in a VPC, and 1500 bytes on the way to the internet.
    await this.host.ip([
      `link add ens5 mtu 1500 type veth peer name eth0 mtu 1500 netns ${this.server.name}`,
      `link add ens6 mtu 9001 type veth peer name eth0 mtu 9001 netns ${this.client.name}`,
      `addr add ${interface0}/32 dev ens5`,
      `addr add ${interface1}/32 dev ens6`,
      "link set ens5 up",
      "link set ens6 up",
      `route add ${SERVER}/32 dev ens5 src ${interface0}`,
      `route add ${client}/32 dev ens6 src ${interface1}`,
    ]);
    await this.client.ip(endOf(client, interface1));
    // The way back to the client as well: without translation the server answers its address.
    await this.server.ip(endOf(SERVER, interface0));
    await this.server.serve(HTTP_SERVER, this.server.name);
    await takeStreams(this.server);
  }

  private async loadFile(path: string): Promise<void> {
    const rules = readFileSync(path, "utf8");
    if (path.endsWith(".nft")) return this.loadNft(rules);
    // By the NAT host's own iptables, but in the network of the host here: what is named before --all stays.
    const onMachine = this.lab.machine(this.natHost).inside("sh", ["-s"]);
    await this.lab.anchor.run("nsenter", [`--net=/run/netns/${this.host.name}`, ...onMachine], {
      input: rules,
    });
  }

  private async loadNft(rules: string): Promise<void> {
    await this.host.run("nft", ["--file", "-"], { input: rules });
  }
}

/** What the two layers have loaded on the NAT host; networkd's it has made up itself. */
async function layersOf(lab: Lab, natHost: string): Promise<Record<Layer, string>> {
  const networkd = await lab.run(natHost, "nft", ["list", "table", "ip", "io.systemd.nat"]);
  const nftables = await lab.machine(natHost).run("cat", ["/etc/nftables/nat-host.nft"]);
  return { networkd: networkd.stdout, nftables: nftables.stdout };
}

function endOf(address: string, router: string): string[] {
  return [
    `addr add ${address}/32 dev eth0`,
    "link set eth0 up",
    `route add default via ${router} dev eth0 onlink`,
  ];
}
