import { join } from "node:path";
import { Anchor } from "./anchor";
import { FabricVpc } from "./fabric/fabric";
import {
  INTERNET_ADDRESS,
  INTERNET_HOSTS,
  INTERNET_ROUTER,
  gatewayLink,
  routesToVpc,
} from "./fabric/internet";
import { Namespace, ROUTER_SETTINGS } from "./namespace";
import { gatewayDevices } from "./router";

/** What the internet carries in one packet. */
const MTU = 1500;

/** The internet: a router with two hosts, and a cable to each VPC. */
export class Internet {
  readonly namespace: Namespace;

  constructor(private readonly anchor: Anchor) {
    this.namespace = new Namespace(anchor, INTERNET_ROUTER);
  }

  async create(): Promise<void> {
    await this.namespace.create(ROUTER_SETTINGS);
    await Promise.all(
      INTERNET_HOSTS.map(async ({ name, address }) => {
        const host = new Namespace(this.anchor, name);
        await host.create();
        await this.namespace.ip([
          `link add ${name} mtu ${MTU} type veth peer name eth0 mtu ${MTU} netns ${name}`,
          `addr add ${INTERNET_ADDRESS}/32 dev ${name}`,
          `link set ${name} up`,
          `route add ${address}/32 dev ${name}`,
        ]);
        await host.ip([
          `addr add ${address}/32 dev eth0`,
          "link set eth0 up",
          `route add default via ${INTERNET_ADDRESS} dev eth0 onlink`,
        ]);
        await host.serve(join(__dirname, "hosts/server.cjs"), name);
      }),
    );
  }

  /** Lays the cable to a VPC's router. */
  async connect(fabricVpc: FabricVpc): Promise<void> {
    const link = gatewayLink(fabricVpc.index);
    const devices = gatewayDevices(fabricVpc);
    const router = new Namespace(this.anchor, fabricVpc.router);
    await this.namespace.ip([
      `link add ${devices.internet} mtu ${MTU} type veth peer name ${devices.vpc} mtu ${MTU} netns ${router.name}`,
      `addr add ${link.internet}/30 dev ${devices.internet}`,
      `link set ${devices.internet} up`,
    ]);
    await router.ip([`addr add ${link.vpc}/30 dev ${devices.vpc}`, `link set ${devices.vpc} up`]);
  }

  /** Lets it know where the public addresses are. */
  async program(fabricVpc: FabricVpc): Promise<void> {
    await this.namespace.ip(routesToVpc(fabricVpc));
  }
}
