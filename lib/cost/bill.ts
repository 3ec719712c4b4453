import { Inventory, Machine } from "./inventory";
import { PriceKey, PriceList, Unit, unitOf } from "./price-list";

/** AWS's own month, in hours. */
export const HOURS = 730;

/** How many alarms an account has for nothing, at any time (CloudWatch's price page, "Free tier"). */
const FREE_ALARMS = 10;

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
}

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

function itemsOf(inventory: Inventory, { gb, endpointGb }: Traffic): Item[] {
  const { zones, natInstances, natGateways, otherMachines, endpoints, alarms } = inventory;
  const nats = natInstances.length + natGateways;
  const throughNat = endpoints.length > 0 ? gb : gb + endpointGb;
  // The private instances are taken to be spread evenly over the zones. A gigabyte that crosses is billed twice: where
  // it leaves and where it enters.
  const crossing = nats > 0 ? 2 * (Math.max(0, zones - nats) / zones) * throughNat : 0;
  const gatewayHours = natGateways * HOURS;
  const addresses = sum([...natInstances, ...otherMachines], (machine) => machine.addresses);
  const addressHours = (addresses + natGateways + inventory.otherAddresses) * HOURS;
  const endpointHours = sum(endpoints, (endpoint) => endpoint.zones) * HOURS;
  const items: (Item | false)[] = [
    ...machineItems("NAT instances", natInstances),
    natGateways > 0 && item("NAT gateways", gatewayHours, "nat-gateway-hour"),
    natGateways > 0 && item("NAT gateways, traffic", (natGateways / nats) * throughNat, "nat-gateway-gb"),
    nats > 0 && nats < zones && item("traffic to a NAT in another zone", crossing, "cross-zone-gb"),
    ...machineItems("other instances", otherMachines),
    addressHours > 0 && item("public IPv4 addresses", addressHours, "public-ipv4"),
    endpoints.length > 0 && item("interface endpoints", endpointHours, "endpoint-hour"),
    endpoints.length > 0 && item("interface endpoints, traffic", endpointGb, "endpoint-gb"),
    alarms > FREE_ALARMS && item("alarms beyond the free ones", alarms - FREE_ALARMS, "alarm"),
  ];
  return items.filter((each) => each !== false);
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
