import { join } from "node:path";
import { prefixLength } from "../../lib/net/ranges";
import { Anchor } from "../anchor";
import { FabricInterface, Host, ROUTER_IPV6, routerOf } from "../fabric/fabric";
import { MTU } from "../fabric/vpc-names";
import { Namespace } from "../namespace";
import { deviceName, roleOf } from "./roles";

/** A host that the lab sets up by itself: it has its addresses and its role, and boots nothing. */
export class PlainHost {
  private readonly namespace: Namespace;
  /** The rules that are loaded. */
  private rules?: string;

  constructor(anchor: Anchor, name: string) {
    this.namespace = new Namespace(anchor, name);
  }

  async create(host: Host): Promise<void> {
    await this.namespace.create(roleOf(host).settings);
  }

  /** Lets it do with packets what the host does now; connections that it knows go on. */
  async setRules(host: Host): Promise<void> {
    const { rules } = roleOf(host);
    if (rules === undefined || rules === this.rules) return;
    await this.namespace.run("nft", ["--file", "-"], { input: rules });
    this.rules = rules;
  }

  /** Sets a network interface up, once it is there. */
  async addInterface({ index, privateIp, subnet }: FabricInterface): Promise<void> {
    const device = deviceName(index);
    await this.namespace.ip([
      `addr add ${privateIp}/${prefixLength(subnet.cidr)} dev ${device}`,
      `link set ${device} mtu ${MTU} up`,
      ...(index === 0 ? [`route add default via ${routerOf(subnet)} dev ${device}`] : []),
    ]);
  }

  /** Gives a network interface the IPv6 addresses that it has now, and takes away those that it had. */
  async setIpv6({ index, ipv6Addresses = [] }: FabricInterface): Promise<void> {
    const device = deviceName(index);
    await this.namespace.setIpv6([[device, ipv6Addresses.length > 0]]);
    if (ipv6Addresses.length === 0) return;
    await this.namespace.ip(
      [
        `addr flush dev ${device} scope global`,
        ...ipv6Addresses.map((address) => `addr add ${address}/128 dev ${device} nodad`),
        ...(index === 0 ? [`route replace default via ${ROUTER_IPV6} dev ${device}`] : []),
      ],
      "ip6",
    );
  }

  /** Lets it answer, if it is one that does: at the ports that the lab asks for, and where it is a target. */
  async serve(host: Host): Promise<void> {
    if (roleOf(host).answers)
      await this.namespace.serve(join(__dirname, "server.cjs"), this.namespace.name, ...(host.serves ?? []));
  }
}
