import { Inventory } from "./inventory";

/** How the private instances get out. */
export interface WayOut {
  readonly natInstances: number;
  readonly natGateways: number;
}

export interface Variant {
  readonly wayOut: WayOut;
  readonly endpoints: boolean;
  /** Whether it is the network as described, and not an alternative to it. */
  readonly asIs: boolean;
  readonly inventory: Inventory;
}

/** The same network with one NAT and with one in each zone, as instances and as gateways, with endpoints and without. */
export function variantsOf(inventory: Inventory): Variant[] {
  const { zones } = inventory;
  const current = { natInstances: inventory.natInstances.length, natGateways: inventory.natGateways };
  const ways = [
    current,
    // Which instance a network without a NAT instance would take for one is not to be guessed.
    ...(current.natInstances > 0 ? [1, zones].map((natInstances) => ({ natInstances, natGateways: 0 })) : []),
    ...[1, zones].map((natGateways) => ({ natInstances: 0, natGateways })),
  ];
  const endpoints = inventory.endpoints.length > 0 ? [true, false] : [false];
  return distinct(ways).flatMap((wayOut) =>
    endpoints.map((withEndpoints) => ({
      wayOut,
      endpoints: withEndpoints,
      asIs: wayOut === current && withEndpoints === endpoints[0],
      inventory: { ...withWayOut(inventory, wayOut), ...(withEndpoints ? {} : { endpoints: [] }) },
    })),
  );
}

/** The network stretched over so many zones: a NAT or an endpoint that is in each zone now is in each then. */
export function inZones(inventory: Inventory, zones: number): Inventory {
  const stretch = (count: number) => (inventory.zones > 1 && count === inventory.zones ? zones : count);
  const wayOut = {
    natInstances: stretch(inventory.natInstances.length),
    natGateways: stretch(inventory.natGateways),
  };
  const endpoints = inventory.endpoints.map((endpoint) => ({
    ...endpoint,
    zones: endpoint.zones === inventory.zones ? zones : endpoint.zones,
  }));
  return { ...withWayOut(inventory, wayOut), endpoints, zones };
}

export function describeWayOut({ natInstances, natGateways }: WayOut): string {
  const parts = [counted(natInstances, "NAT instance"), counted(natGateways, "NAT gateway")];
  return parts.filter(Boolean).join(" and ") || "no NAT";
}

export function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** More NAT instances are like the first. */
function withWayOut(inventory: Inventory, { natInstances, natGateways }: WayOut): Inventory {
  const hosts = inventory.natInstances;
  const wanted = Array.from({ length: natInstances }, (_, index) => hosts[index] ?? hosts[0]!);
  return { ...inventory, natInstances: wanted, natGateways };
}

function distinct(ways: readonly WayOut[]): WayOut[] {
  return ways.filter(
    (way, index) => ways.findIndex((other) => describeWayOut(other) === describeWayOut(way)) === index,
  );
}
