import { Inventory, Machine, NatGateway, ofKind } from "./inventory";
import { PriceKey, PriceList, Unit, unitOf } from "./price-list";

/** AWS's own month, in hours. */
export const HOURS = 730;

/** How many alarms an account has for nothing, at any time (CloudWatch's price page, "Free tier"). */
const FREE_ALARMS = 10;

/** And how many metrics that AWS does not send itself (the same). */
const FREE_METRICS = 10;

export interface Line {
  readonly what: string;
  readonly quantity: number;
  readonly unit: Unit;
  /** US dollars. */
  readonly unitPrice: number;
  /** The key of the price in the region's list, where its source is. */
  readonly price: PriceKey;
  /** US dollars a month. */
  readonly amount: number;
}

export interface Bill {
  readonly lines: readonly Line[];
  /** US dollars a month. */
  readonly total: number;
}

/** Gigabytes a month, both ways together. */
export interface Traffic {
  /** Between the private instances and the internet. */
  readonly gb: number;
  /** Between the private instances and AWS services, through endpoints where there are any and else through the NAT. */
  readonly endpointGb: number;
  /**
   * How much of `gb` goes over IPv6 where the network is dual stack, from 0 to 1.
   *
   * @default 0.5
   */
  readonly ipv6Share?: number;
  /**
   * Through load balancers.
   *
   * @default 100
   */
  readonly publishedGb?: number;
}

export const IPV6_SHARE = 0.5;
export const PUBLISHED_GB = 100;

/** An amount of something that has a price. */
interface Item {
  readonly what: string;
  readonly quantity: number;
  readonly price: PriceKey;
}

/** A month's bill; prices that are not in the list count as nothing; `price` refuses a list that lacks one. */
export function billOf(inventory: Inventory, traffic: Traffic, prices: PriceList): Bill {
  const lines = itemsOf(inventory, traffic).map(({ what, quantity, price }) => {
    const unitPrice = prices.prices[price]?.usd ?? 0;
    return { what, quantity, unit: unitOf(price), unitPrice, price, amount: quantity * unitPrice };
  });
  return { lines, total: lines.reduce((sum, { amount }) => sum + amount, 0) };
}

/** The prices that a network's bill needs. */
export function priceKeys(inventory: Inventory): PriceKey[] {
  return [...new Set(itemsOf(inventory, { gb: 0, endpointGb: 0 }).map(({ price }) => price))];
}

function itemsOf(inventory: Inventory, traffic: Traffic): Item[] {
  const { otherMachines, endpoints, alarms, ownMetrics } = inventory;
  const addressHours = addressesOf(inventory) * HOURS;
  const endpointHours = sum(endpoints, (endpoint) => endpoint.zones) * HOURS;
  const items: (Item | false)[] = [
    ...wayOutItems(inventory, traffic),
    ...machineItems("other instances", otherMachines),
    addressHours > 0 && item("public IPv4 addresses", addressHours, "public-ipv4"),
    endpoints.length > 0 && item("interface endpoints", endpointHours, "endpoint-hour"),
    endpoints.length > 0 && item("interface endpoints, traffic", traffic.endpointGb, "endpoint-gb"),
    ...loadBalancerItems(inventory, traffic),
    alarms > FREE_ALARMS && item("alarms beyond the free ones", alarms - FREE_ALARMS, "alarm"),
    ownMetrics > FREE_METRICS &&
      item("heartbeat metrics beyond the free ones", ownMetrics - FREE_METRICS, "own-metric"),
  ];
  return items.filter((each) => each !== false);
}

function wayOutItems(inventory: Inventory, { gb, endpointGb, ipv6Share = IPV6_SHARE }: Traffic): Item[] {
  const { zones, natInstances, natGateways, standbyInstances, standbyGateways, endpoints, ipv6 } = inventory;
  const gateways = sum(natGateways, (gateway) => gateway.zones);
  const nats = natInstances.length + gateways;
  const byIpv4 = ipv6 ? (1 - ipv6Share) * gb : gb;
  const throughNat = endpoints.length > 0 ? byIpv4 : byIpv4 + endpointGb;
  // The private instances are taken to be spread evenly over the zones. A gigabyte that crosses is billed twice: where
  // it leaves and where it enters.
  const crossing = 2 * (Math.max(0, zones - nats) / zones) * throughNat;
  return [
    ...machineItems("NAT instances", natInstances),
    ...machineItems("NAT instances standing by", standbyInstances),
    ...gatewayHours("NAT gateways", ofKind(natGateways, "zonal")),
    ...gatewayHours("regional NAT gateway, each zone", ofKind(natGateways, "regional")),
    ...gatewayHours("NAT gateways standing by", standbyGateways),
    ...(gateways > 0
      ? [item("NAT gateways, traffic", (gateways / nats) * throughNat, "nat-gateway-gb")]
      : []),
    ...(nats > 0 && nats < zones
      ? [item("traffic to a NAT in another zone", crossing, "cross-zone-gb")]
      : []),
  ];
}

function gatewayHours(what: string, gateways: readonly NatGateway[]): Item[] {
  if (gateways.length === 0) return [];
  return [item(what, sum(gateways, ({ zones }) => zones) * HOURS, "nat-gateway-hour")];
}

/** A gigabyte in an hour is one LCU (Elastic Load Balancing's price page); few connections are taken to need no more. */
function loadBalancerItems(
  { loadBalancers }: Inventory,
  { publishedGb = PUBLISHED_GB }: Pick<Traffic, "publishedGb">,
): Item[] {
  if (loadBalancers.length === 0) return [];
  return [
    item("network load balancers", loadBalancers.length * HOURS, "load-balancer-hour"),
    item("network load balancers, traffic", publishedGb, "load-balancer-lcu"),
  ];
}

function addressesOf(inventory: Inventory): number {
  const { natInstances, standbyInstances, natGateways, standbyGateways } = inventory;
  const holders = [natInstances, standbyInstances, natGateways, standbyGateways];
  const others = [inventory.otherMachines, inventory.loadBalancers];
  return sum([...holders, ...others].flat(), ({ addresses }) => addresses) + inventory.otherAddresses;
}

function machineItems(what: string, machines: readonly Machine[]): Item[] {
  const types = machines.flatMap(({ type }) => type ?? []);
  const disks = machines.flatMap(({ disk }) => disk ?? []);
  const bursting = machines.filter(({ surplusCredits }) => surplusCredits).flatMap(({ type }) => type ?? []);
  return [
    ...unique(types).map((type) =>
      item(`${what}, ${type}`, types.filter((each) => each === type).length * HOURS, `instance.${type}`),
    ),
    ...unique(disks.map(({ type }) => type)).map((type) =>
      item(
        `${what}, ${type} disks`,
        sum(
          disks.filter((disk) => disk.type === type),
          ({ gib }) => gib,
        ),
        `disk.${type}`,
      ),
    ),
    // How long the CPU is above its baseline is nothing that a plan knows, and a NAT that is not short of CPU has none.
    ...unique(bursting.map((type) => type.split(".")[0]!)).map((family) =>
      item(`${what}, ${family} CPU above the baseline`, 0, `cpu-credit.${family}`),
    ),
  ];
}

function item(what: string, quantity: number, price: PriceKey): Item {
  return { what, quantity, price };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
