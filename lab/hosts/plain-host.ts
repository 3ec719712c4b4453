import { join } from "node:path";
import { Anchor } from "../anchor";
import { FabricInterface, Host, prefixLength, routerOf } from "../fabric/fabric";
import { MTU } from "../fabric/vpc-names";
import { Namespace, ROUTER_SETTINGS } from "../namespace";

/** A host that the lab sets up by itself: it has its addresses and answers, and boots nothing. */
export class PlainHost {
  private readonly namespace: Namespace;

  constructor(
    anchor: Anchor,
    private readonly host: Host,
  ) {
    this.namespace = new Namespace(anchor, host.name);
  }

  async create(): Promise<void> {
    await this.namespace.create(this.host.translates ? ROUTER_SETTINGS : []);
    if (this.host.translates) await this.translate();
  }

  /** Sets a network interface up, once it is there. */
  async addInterface({ index, privateIp, subnet }: FabricInterface): Promise<void> {
    const device = deviceName(index);
    await this.namespace.ip([
      `addr add ${privateIp}/${prefixLength(subnet)} dev ${device}`,
      `link set ${device} mtu ${MTU} up`,
      ...(index === 0 ? [`route add default via ${routerOf(subnet)} dev ${device}`] : []),
    ]);
  }

  async serve(): Promise<void> {
    await this.namespace.serve(join(__dirname, "server.cjs"), this.host.name);
  }

  async remove(): Promise<void> {
    await this.namespace.remove();
  }

  /** To interface #0's address, as `explain` takes any instance to do that a route leads to. */
  private async translate(): Promise<void> {
    const masquerade = `add table ip nat
      add chain ip nat postrouting { type nat hook postrouting priority srcnat; }
      add rule ip nat postrouting oifname "${deviceName(0)}" masquerade`;
    await this.namespace.run("nft", ["--file", "-"], { input: masquerade });
  }
}

/** The name that EC2's instances of the Nitro kind give their network interfaces. */
export function deviceName(index: number): string {
  return `ens${5 + index}`;
}
