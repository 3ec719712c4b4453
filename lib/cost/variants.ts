import { Inventory, Machine, NatGateway, ofKind } from "./inventory";

/** How the private instances get out. */
export interface WayOut {
  readonly natInstances: number;
  /** Zonal ones. */
  readonly natGateways: number;
  /** The zones of a regional NAT gateway. */
  readonly regionalZones: number;
  /** What is there for the day that a route leads to it. */
  readonly standby: { readonly natInstances: number; readonly natGateways: number };
  /** Whether what speaks IPv6 goes out by an egress-only internet gateway, past every NAT. */
  readonly ipv6: boolean;
}

export interface Variant {
  readonly wayOut: WayOut;
  readonly endpoints: boolean;
  /** Whether it is the network as described, and not an alternative to it. */
  readonly asIs: boolean;
  readonly inventory: Inventory;
}

const NOTHING: WayOut = {
  natInstances: 0,
  natGateways: 0,
  regionalZones: 0,
  standby: { natInstances: 0, natGateways: 0 },
  ipv6: false,
};

/**
 * The same network with one NAT and with one in each zone, as instances and as gateways, with a regional gateway, and
 * with IPv6 beside a single NAT; all but the last with endpoints and without.
 */
export function variantsOf(inventory: Inventory): Variant[] {
  const { zones } = inventory;
  const current = wayOutOf(inventory);
  const single = [{ natInstances: 1 }, { natGateways: 1 }];
  const alternatives = [
    ...[1, zones].map((natInstances) => ({ natInstances })),
    ...[1, zones].map((natGateways) => ({ natGateways })),
    { regionalZones: zones },
    ...single.map((way) => ({ ...way, ipv6: true })),
  ];
  const ways = distinct([current, ...alternatives.map((way) => ({ ...NOTHING, ...way }))]);
  const endpoints = inventory.endpoints.length > 0;
  return ways.flatMap((wayOut) =>
    (endpoints && (wayOut === current || !wayOut.ipv6) ? [true, false] : [endpoints]).map(
      (withEndpoints) => ({
        wayOut,
        endpoints: withEndpoints,
        asIs: wayOut === current && withEndpoints === endpoints,
        inventory: { ...withWayOut(inventory, wayOut), ...(withEndpoints ? {} : { endpoints: [] }) },
      }),
    ),
  );
}

/** The network stretched over so many zones: what is in each zone now is in each then. */
export function inZones(inventory: Inventory, zones: number): Inventory {
  const all = inventory.zones;
  const stretch = (count: number) => (all > 1 && count === all ? zones : count);
  const current = wayOutOf(inventory);
  const wayOut = {
    ...current,
    natInstances: stretch(current.natInstances),
    natGateways: stretch(current.natGateways),
    regionalZones: current.regionalZones === all ? zones : current.regionalZones,
    standby: {
      natInstances: stretch(current.standby.natInstances),
      natGateways: stretch(current.standby.natGateways),
    },
  };
  const endpoints = inventory.endpoints.map((endpoint) => ({
    ...endpoint,
    zones: endpoint.zones === all ? zones : endpoint.zones,
  }));
  const loadBalancers = inventory.loadBalancers.map((balancer) =>
    balancer.zones === all ? { ...balancer, zones, addresses: (balancer.addresses / all) * zones } : balancer,
  );
  return { ...withWayOut(inventory, wayOut), endpoints, loadBalancers, zones };
}

/** The same network with no way out at all. */
export function withoutWayOut(inventory: Inventory): Inventory {
  return withWayOut(inventory, NOTHING);
}

/** @param ipv6Share from 0 to 1 */
export function describeWayOut(wayOut: WayOut, ipv6Share: number): string {
  const { natInstances, natGateways, regionalZones, standby, ipv6 } = wayOut;
  const nats = [
    counted(natInstances, "NAT instance"),
    counted(natGateways, "NAT gateway"),
    regionalZones > 0 && `regional NAT gateway in ${counted(regionalZones, "zone")}`,
  ].filter(Boolean);
  const idle = [counted(standby.natInstances, "NAT instance"), counted(standby.natGateways, "NAT gateway")];
  const percent = nats.length > 0 ? `${Number((100 * ipv6Share).toFixed(2))}%` : "all";
  return [
    nats.join(" and ") || "no NAT",
    ...idle.filter(Boolean).map((what) => `${what} standing by`),
    ...(ipv6 ? [`${percent} over IPv6`] : []),
  ].join(", ");
}

export function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function wayOutOf(inventory: Inventory): WayOut {
  const { natInstances, natGateways, standbyInstances, standbyGateways, ipv6 } = inventory;
  return {
    natInstances: natInstances.length,
    natGateways: ofKind(natGateways, "zonal").length,
    regionalZones: ofKind(natGateways, "regional").reduce((sum, { zones }) => sum + zones, 0),
    standby: { natInstances: standbyInstances.length, natGateways: standbyGateways.length },
    ipv6,
  };
}

/** A NAT instance where there is none to go by: what this project makes unless it is told otherwise. */
export const DEFAULT_HOST: Machine = {
  name: "nat",
  type: "t4g.nano",
  disk: { type: "gp3", gib: 8 },
  surplusCredits: true,
  addresses: 1,
};

/** More NAT instances and gateways are like the first of them that there is. */
function withWayOut(inventory: Inventory, wayOut: WayOut): Inventory {
  const { natInstances, standbyInstances, natGateways, standbyGateways } = inventory;
  const host = natInstances[0] ?? standbyInstances[0] ?? DEFAULT_HOST;
  const zonal = ofKind(natGateways, "zonal");
  const gateway: NatGateway = { regional: false, zones: 1, addresses: 1 };
  const { regionalZones } = wayOut;
  const sameRegional = regionalZones === wayOutOf(inventory).regionalZones;
  const regional = { regional: true, zones: regionalZones, addresses: regionalZones };
  return {
    ...inventory,
    natInstances: fill(wayOut.natInstances, natInstances, host),
    standbyInstances: fill(wayOut.standby.natInstances, standbyInstances, host),
    natGateways: [
      ...fill(wayOut.natGateways, zonal, zonal[0] ?? gateway),
      ...(sameRegional ? ofKind(natGateways, "regional") : [regional]).filter(({ zones }) => zones > 0),
    ],
    standbyGateways: fill(wayOut.standby.natGateways, standbyGateways, gateway),
    ipv6: wayOut.ipv6,
  };
}

function fill<T>(count: number, some: readonly T[], more: T): T[] {
  return Array.from({ length: count }, (_, index) => some[index] ?? more);
}

function distinct(ways: readonly WayOut[]): WayOut[] {
  return ways.filter(
    (way, index) => ways.findIndex((other) => describeWayOut(other, 0) === describeWayOut(way, 0)) === index,
  );
}
