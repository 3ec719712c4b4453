import { Anchor } from "./anchor";
import { Card, Fabric, Host } from "./fabric/fabric";
import { deviceName } from "./hosts/plain-host";
import { Internet } from "./internet";
import { Router } from "./router";

/** The routers of the VPCs, and the cables from them to the hosts' cards. */
export class Cabling {
  private readonly routers = new Map<string, Router>();
  /** The cards whose cables lie, by id. */
  private readonly attached = new Map<string, Card>();

  /** @param machineDeviceName what machines call their cards, by the card's number */
  constructor(
    private readonly anchor: Anchor,
    private readonly internet: Internet,
    private readonly machineDeviceName = deviceName,
  ) {}

  /** The router of a VPC, by the VPC's id. */
  router(vpcId: string): Router {
    return this.routers.get(vpcId)!;
  }

  isAttached({ id }: Card): boolean {
    return this.attached.has(id);
  }

  /** Makes the routers that are not there yet. */
  async createRouters(fabric: Fabric): Promise<void> {
    for (const fabricVpc of fabric.vpcs) {
      if (this.routers.has(fabricVpc.vpc.id)) continue;
      const router = new Router(this.anchor, fabricVpc.router);
      await router.create(fabricVpc);
      await this.internet.connect(fabricVpc);
      this.routers.set(fabricVpc.vpc.id, router);
    }
  }

  async attach(card: Card, { kind, name }: Host): Promise<void> {
    const naming = kind === "machine" ? this.machineDeviceName : deviceName;
    await this.router(card.subnet.vpcId).attach(card, name, naming(card.index));
    this.attached.set(card.id, card);
  }

  /** Detaches the cards that `which` says. */
  async detach(which: (card: Card) => boolean): Promise<void> {
    for (const card of [...this.attached.values()].filter(which)) {
      await this.router(card.subnet.vpcId).detach(card);
      this.attached.delete(card.id);
    }
  }

  /** Lets the routers and the internet know of the network; cards whose cables do not lie get no route. */
  async program(fabric: Fabric): Promise<void> {
    for (const fabricVpc of fabric.vpcs) {
      const cards = fabricVpc.cards.filter((card) => this.isAttached(card));
      await this.router(fabricVpc.vpc.id).program(fabric, { ...fabricVpc, cards });
      await this.internet.program(fabricVpc);
    }
  }
}
