import { Anchor } from "./anchor";
import { FabricInterface, Fabric, Host } from "./fabric/fabric";
import { deviceName } from "./hosts/roles";
import { Internet } from "./internet";
import { Router } from "./router";

/** The routers of the VPCs, and the cables from them to the hosts' network interfaces. */
export class Cabling {
  private readonly routers = new Map<string, Router>();
  /** The network interfaces whose cables lie, by id. */
  private readonly attached = new Map<string, FabricInterface>();

  /** @param machineDeviceName what machines call their network interfaces, by the network interface's number */
  constructor(
    private readonly anchor: Anchor,
    private readonly internet: Internet,
    private readonly machineDeviceName = deviceName,
  ) {}

  /** The router of a VPC, by the VPC's id. */
  router(vpcId: string): Router {
    return this.routers.get(vpcId)!;
  }

  isAttached({ id }: FabricInterface): boolean {
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

  async attach(networkInterface: FabricInterface, { kind, name }: Host): Promise<void> {
    const naming = kind === "machine" ? this.machineDeviceName : deviceName;
    await this.router(networkInterface.subnet.vpcId).attach(
      networkInterface,
      name,
      naming(networkInterface.index),
    );
    this.attached.set(networkInterface.id, networkInterface);
  }

  /** Detaches the network interfaces that `which` says. */
  async detach(which: (networkInterface: FabricInterface) => boolean): Promise<void> {
    for (const networkInterface of [...this.attached.values()].filter(which)) {
      await this.router(networkInterface.subnet.vpcId).detach(networkInterface);
      this.attached.delete(networkInterface.id);
    }
  }

  /** Lets the routers and the internet know of the network; network interfaces whose cables do not lie get no route. */
  async program(fabric: Fabric): Promise<void> {
    for (const fabricVpc of fabric.vpcs) {
      const networkInterfaces = fabricVpc.networkInterfaces.filter((networkInterface) =>
        this.isAttached(networkInterface),
      );
      await this.router(fabricVpc.vpc.id).program(fabric, { ...fabricVpc, networkInterfaces });
      await this.internet.program(fabricVpc);
    }
  }
}
