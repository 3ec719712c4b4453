import { Address4 } from "ip-address";
import {
  Element,
  Gateway,
  Instance,
  NetworkInterface,
  Route,
  RouteTable,
  SecurityGroup,
  Subnet,
  Topology,
  Vpc,
} from "../topology";

/** A topology with the look-ups that a packet needs. */
export class Network {
  private readonly elements: ReadonlyMap<string, Element>;

  constructor(readonly topology: Topology) {
    const { vpcs, subnets, routeTables, securityGroups, networkInterfaces, instances, gateways } = topology;
    const all: Element[] = [
      vpcs,
      subnets,
      routeTables,
      securityGroups,
      networkInterfaces,
      instances,
      gateways,
    ].flat();
    this.elements = new Map(all.map((element) => [element.id, element]));
  }

  card(id: string): NetworkInterface {
    return this.get<NetworkInterface>(id);
  }

  gateway(id: string): Gateway {
    return this.get<Gateway>(id);
  }

  instanceOf({ instanceId }: NetworkInterface): Instance | undefined {
    return instanceId === undefined ? undefined : this.get<Instance>(instanceId);
  }

  /** Whether something answers behind a card: an instance, or AWS for an endpoint. */
  isAttached({ id, instanceId }: NetworkInterface): boolean {
    const { endpoints } = this.topology;
    return (
      instanceId !== undefined ||
      endpoints.some(({ networkInterfaceIds }) => networkInterfaceIds.includes(id))
    );
  }

  subnetOf({ subnetId }: { readonly subnetId: string }): Subnet {
    return this.get<Subnet>(subnetId);
  }

  vpcOf({ vpcId }: { readonly vpcId: string }): Vpc {
    return this.get<Vpc>(vpcId);
  }

  groupsOf({ securityGroupIds }: NetworkInterface): SecurityGroup[] {
    return securityGroupIds.map((id) => this.get<SecurityGroup>(id));
  }

  tableOf({ routeTableId }: Subnet): RouteTable {
    return this.get<RouteTable>(routeTableId);
  }

  /** The card that holds an address in the VPC of `subnet`. */
  cardAt(address: string, { vpcId }: Subnet): NetworkInterface | undefined {
    return this.topology.networkInterfaces.find(
      (card) => card.privateIp === address && this.subnetOf(card).vpcId === vpcId,
    );
  }

  /** The route that a subnet's table has for an address: `local` inside the VPC, else the longest prefix. */
  route(subnet: Subnet, address: string): Route | "local" | undefined {
    if (this.vpcOf(subnet).cidrs.some((cidr) => isInside(address, cidr))) return "local";
    const route = this.tableOf(subnet)
      .routes.filter(({ destination }) => isInside(address, destination))
      .sort((a, b) => prefixLength(b.destination) - prefixLength(a.destination))[0];
    return route?.target.kind === "local" ? "local" : route;
  }

  private get<T extends Element>(id: string): T {
    const element = this.elements.get(id);
    if (!element) throw new Error(`Nothing in the topology has the id ${id}`);
    return element as T;
  }
}

export function isInside(address: string, cidr: string): boolean {
  if (!Address4.isValid(cidr)) return false;
  return new Address4(address).isInSubnet(new Address4(cidr));
}

function prefixLength(cidr: string): number {
  return new Address4(cidr).subnetMask;
}
