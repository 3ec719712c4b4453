import { join } from "node:path";
import { Anchor } from "./anchor";
import { EGRESS_ONLY_GATEWAY, FabricVpc, INTERNET_GATEWAY } from "./fabric/fabric";
import {
  INTERNET_ADDRESS,
  INTERNET_HOSTS,
  INTERNET_ROUTER,
  IPV6_LINK,
  gatewayLink,
  ipv6RoutesToVpc,
  routesNumber,
  routesToVpc,
} from "./fabric/internet";
import { IPV6_ROUTER_SETTINGS, Namespace, ROUTER_SETTINGS } from "./namespace";

/** What the internet carries in one packet. */
const MTU = 1500;

/** The internet: a router with two hosts, and a cable to each VPC. */
export class Internet {
  readonly namespace: Namespace;

  constructor(private readonly anchor: Anchor) {
    this.namespace = new Namespace(anchor, INTERNET_ROUTER);
  }

  async create(): Promise<void> {
    await this.namespace.create([...ROUTER_SETTINGS, ...IPV6_ROUTER_SETTINGS]);
    await Promise.all(
      INTERNET_HOSTS.map(async ({ name, address, probedAddress, ipv6Address }) => {
        const host = new Namespace(this.anchor, name);
        await host.create();
        await this.namespace.ip([
          `link add ${name} mtu ${MTU} type veth peer name eth0 mtu ${MTU} netns ${name}`,
          `addr add ${INTERNET_ADDRESS}/32 dev ${name}`,
          `link set ${name} up`,
          ...[address, probedAddress].map((own) => `route add ${own}/32 dev ${name}`),
        ]);
        await host.ip([
          ...[address, probedAddress].map((own) => `addr add ${own}/32 dev eth0`),
          "link set eth0 up",
          `route add default via ${INTERNET_ADDRESS} dev eth0 onlink`,
        ]);
        await this.namespace.setIpv6([[name, true]]);
        await this.namespace.ip(
          [
            `addr add ${IPV6_LINK.internet}/64 dev ${name} nodad`,
            `route add ${ipv6Address} via ${IPV6_LINK.other} dev ${name}`,
          ],
          "ip6",
        );
        await host.setIpv6([["eth0", true]]);
        await host.ip(
          [
            ...[`${IPV6_LINK.other}/64`, `${ipv6Address}/128`].map((own) => `addr add ${own} dev eth0 nodad`),
            `route add default via ${IPV6_LINK.internet} dev eth0`,
          ],
          "ip6",
        );
        await host.serve(join(__dirname, "hosts/server.cjs"), name);
      }),
    );
  }

  /** Lays the cables to a VPC's router, one for each kind of gateway. */
  async connect({ router, index }: FabricVpc): Promise<void> {
    const vpc = new Namespace(this.anchor, router);
    for (const device of [INTERNET_GATEWAY, EGRESS_ONLY_GATEWAY]) {
      const own = `${device}${index}`;
      await this.namespace.ip([
        `link add ${own} mtu ${MTU} type veth peer name ${device} mtu ${MTU} netns ${router}`,
        `link set ${own} up`,
      ]);
      await vpc.ip([`link set ${device} up`]);
      await this.namespace.setIpv6([[own, true]]);
      await vpc.setIpv6([[device, true]]);
      await this.namespace.ip([`addr add ${IPV6_LINK.internet}/64 dev ${own} nodad`], "ip6");
      await vpc.ip([`addr add ${IPV6_LINK.other}/64 dev ${device} nodad`], "ip6");
    }
    const link = gatewayLink(index);
    await this.namespace.ip([`addr add ${link.internet}/30 dev ${INTERNET_GATEWAY}${index}`]);
    await vpc.ip([`addr add ${link.vpc}/30 dev ${INTERNET_GATEWAY}`]);
  }

  /** Lets it know where the public addresses are. */
  async program(fabricVpc: FabricVpc): Promise<void> {
    await this.namespace.ip(routesToVpc(fabricVpc));
    const routes = ipv6RoutesToVpc(fabricVpc);
    await this.namespace.ip([`route flush proto ${routesNumber(fabricVpc)}`, ...routes], "ip6");
  }
}
