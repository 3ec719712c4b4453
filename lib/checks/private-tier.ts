import { Environment } from "../config/environment";
import { Element, NetworkInterface, Route, RouteTable, Source, Subnet, Topology } from "../topology";
import { natHosts, privateSubnets } from "../topology/roles";
import { isOf } from "./flows";

/** The network that a plan leads to, asked for its private part: by what it is and what the environment says, not by names. */
export class PrivateTier {
  /** Those without a way in from the internet, and those that the environment says are private. */
  readonly subnets: readonly Subnet[];

  constructor(
    private readonly topology: Topology,
    private readonly environment: Pick<Environment, "zones" | "nat" | "network">,
  ) {
    const declared = [
      ...environment.zones.map(({ privateCidr }) => privateCidr),
      ...(environment.network?.zones ?? []).flatMap(({ privateSubnets: all }) => all.map(({ cidr }) => cidr)),
    ];
    const byRole = privateSubnets(topology);
    this.subnets = topology.subnets.filter(
      (subnet) => byRole.includes(subnet) || declared.includes(subnet.cidr),
    );
  }

  /** Whether an instance, a network interface or a subnet is, or stands in, a private subnet. */
  has(resource: Source): boolean {
    const { instances, networkInterfaces } = this.topology;
    const own = instances.filter((instance) => isOf(instance, resource));
    const interfaces = networkInterfaces.filter(
      (each) => isOf(each, resource) || own.some(({ networkInterfaceIds: [first] }) => first === each.id),
    );
    return (
      this.subnets.some((subnet) => isOf(subnet, resource)) || interfaces.some((each) => this.holds(each))
    );
  }

  /** The Elastic IPs of network interfaces in it. */
  elasticIps(): readonly Source[] {
    const { elasticIps, networkInterfaces } = this.topology;
    const inside = networkInterfaces.filter((each) => this.holds(each)).map(({ id }) => id);
    return elasticIps.filter(({ networkInterfaceId: id }) => id !== undefined && inside.includes(id));
  }

  /**
   * The network interfaces of NAT hosts to which routes lead, and of those that stand by where the environment wants that:
   * they take what is not for them.
   */
  natInterfaces(): readonly NetworkInterface[] {
    const { networkInterfaces } = this.topology;
    const hosts = natHosts(this.topology).map(({ id }) => id);
    const targets = this.routes().map(({ target }) => target.id);
    return networkInterfaces.filter(
      (each) =>
        each.instanceId !== undefined &&
        ((hosts.includes(each.instanceId) && targets.includes(each.id)) || this.mayStandBy(each)),
    );
  }

  /** Whether it is the private side of a host that has a public one too, and no route needs to lead there. */
  private mayStandBy({ instanceId, subnetId }: NetworkInterface): boolean {
    const { nat, network } = this.environment;
    const isStandby = "standby" in nat && nat.standby === "instance";
    // Beside what an existing network has, until its routes are taken over.
    if (!isStandby && network?.takeOver !== false) return false;
    const isPrivate = (id: string) => this.subnets.some((subnet) => subnet.id === id);
    const first = this.topology.networkInterfaces.find(
      (each) => each.instanceId === instanceId && each.deviceIndex === 0,
    );
    return first !== undefined && !isPrivate(first.subnetId) && isPrivate(subnetId);
  }

  /**
   * The tables that rule it and have no default route, unless the environment wants none by IPv4, and default routes of
   * theirs that lead past every NAT, but for what led there before us.
   */
  withoutWayToNat(): readonly Source[] {
    const { routeTables } = this.topology;
    const mayHaveNone = this.environment.nat.kind === "none";
    const ruling = routeTables.filter(({ id }) =>
      this.subnets.some(({ routeTableId }) => routeTableId === id),
    );
    const hosts = this.natInterfaces().map(({ id }) => id);
    return ruling.flatMap((table): Source[] => {
      const defaults = table.routes.filter(({ destination }) => destination in OUTWARD);
      const today = this.ledToday(table);
      const astray = defaults.filter((route) => !leadsToNat(route, hosts) && !today?.isThat(route));
      const isLed =
        mayHaveNone || today?.mayHaveNone || defaults.some(({ destination }) => destination === "0.0.0.0/0");
      return isLed ? astray : [...astray, table];
    });
  }

  /** Where an existing table leads while it is not taken over; an internet gateway is no NAT, whoever led there. */
  private ledToday({ id }: RouteTable) {
    const { network } = this.environment;
    if (!network || network.takeOver) return undefined;
    const table = network.zones.flatMap(({ routeTables }) => routeTables).find((each) => each.id === id);
    const wayOut = table?.wayOutToday;
    return {
      mayHaveNone: network.leave || wayOut === undefined,
      isThat: ({ destination, target }: Route) =>
        destination === "0.0.0.0/0" && target.id === wayOut && !target.id.startsWith("igw-"),
    };
  }

  private holds({ subnetId }: NetworkInterface): boolean {
    return this.subnets.some(({ id }) => id === subnetId);
  }

  private routes(): readonly Route[] {
    return this.topology.routeTables.flatMap(({ routes }) => routes);
  }
}

/** Default routes, and what they may lead to besides a NAT host. An egress-only gateway lets nobody in either. */
const OUTWARD: Readonly<Record<string, Route["target"]["kind"]>> = {
  "0.0.0.0/0": "nat-gateway",
  "::/0": "egress-only-gateway",
};

function leadsToNat({ destination, target }: Route, hosts: readonly Element["id"][]): boolean {
  return target.kind === OUTWARD[destination] || hosts.includes(target.id);
}
