import { Topology } from "../topology/model";
import { mayHaveUnreadNat } from "../topology/roles";
import { Bill, IPV6_SHARE, PUBLISHED_GB, Traffic, billOf, priceKeys } from "./bill";
import { Comparison, CostLine, compare } from "./break-even";
import { priceFile } from "./files";
import { Inventory, inventoryOf } from "./inventory";
import { freeParts, gatewaysOfOthers, notesOn, unpriced } from "./notes";
import { CostError, PriceKey, PriceList } from "./price-list";
import { Variant, WayOut, describeWayOut, inZones, variantsOf, withoutWayOut } from "./variants";

export interface Options extends Traffic {
  /** Prices the network stretched over so many zones. @default the zones of its subnets */
  readonly zones?: number;
}

export interface PricedVariant extends Omit<Variant, "inventory"> {
  /** `1 NAT gateway without endpoints` */
  readonly name: string;
  readonly bill: Bill;
  readonly costLine: CostLine;
  /** What is paid for the way out alone, in US dollars a month. */
  readonly wayOutUsd: number;
}

export interface Estimate extends Required<Traffic> {
  /** Where the network is, as far as the files say. */
  readonly region?: string;
  /** Whose prices these are. */
  readonly pricesOf: string;
  readonly zones: number;
  /** The network as it is, and then the alternatives. */
  readonly variants: readonly [PricedVariant, ...PricedVariant[]];
  /** The network as it is (the first) against alternatives of another kind with the same endpoints (the second). */
  readonly breakEven: readonly { readonly against: string; readonly comparison: Comparison }[];
  /** What the interface endpoints and the NAT instances cost before any traffic, in US dollars a month. */
  readonly fixedCost: { readonly endpoints: Part; readonly natInstances: Part };
  /** What is there and costs nothing. */
  readonly free: readonly string[];
  /** Prices of the bills that no source says of this region. */
  readonly unconfirmed: readonly PriceKey[];
  /** What the files do not say and the estimate leaves out. */
  readonly unpriced: readonly string[];
  /** Sentences on what the estimate counts as something else, or does not conclude. */
  readonly notes: readonly string[];
}

export interface Part {
  readonly count: number;
  readonly usd: number;
}

/**
 * What a network costs a month, and what it would cost with other ways out.
 *
 * @throws CostError that names every price that is missing
 */
export function price(topology: Topology, prices: PriceList, options: Options): Estimate {
  const traffic = { ipv6Share: IPV6_SHARE, publishedGb: PUBLISHED_GB, ...withoutUndefined(options) };
  const found = inventoryOf(topology);
  const inventory = inZones(found, options.zones ?? found.zones);
  const variants = variantsOf(inventory);
  refuseMissing(neededPrices(variants), prices);
  const priced = variants.map((variant) =>
    pricedVariant(variant, found.endpoints.length > 0, traffic, prices),
  );
  const [asIs, ...others] = priced as [PricedVariant, ...PricedVariant[]];
  const hasOthers = mayHaveUnreadNat(topology) || gatewaysOfOthers(topology).length > 0;
  const isUndecided = isWithoutNat(asIs.wayOut) && hasOthers;
  const { gb, endpointGb, ipv6Share, publishedGb } = traffic;
  return {
    region: topology.region,
    pricesOf: prices.region,
    zones: inventory.zones,
    ...{ gb, endpointGb, ipv6Share, publishedGb },
    variants: [asIs, ...others],
    breakEven: isUndecided ? [] : breakEven(asIs, others),
    fixedCost: {
      endpoints: partOf(inventory, "endpoints", prices),
      natInstances: partOf(inventory, "natInstances", prices),
    },
    free: freeParts(topology),
    unconfirmed: pricesIn(priced).filter((key) => prices.prices[key]?.confirmed === false),
    unpriced: unpriced(topology, inventory),
    notes: notesOn(inventory, isUndecided),
  };
}

/** With gateways, against NAT instances too. A regional gateway costs what zonal ones in its zones do. */
function breakEven(asIs: PricedVariant, others: readonly PricedVariant[]): Estimate["breakEven"] {
  return others
    .filter(({ endpoints }) => endpoints === asIs.endpoints)
    .filter(({ wayOut }) => asIs.wayOut.ipv6 || !wayOut.ipv6)
    .filter(({ wayOut }) => wayOut.regionalZones === 0)
    .filter(({ wayOut }) => isGatewaysAlone(wayOut) || isGatewaysAlone(asIs.wayOut))
    .map(({ name, costLine }) => ({ against: name, comparison: compare(asIs.costLine, costLine) }));
}

/** Every price that a network and its alternatives take, however many zones it has. */
export function pricesFor(topology: Topology): PriceKey[] {
  const found = inventoryOf(topology);
  return neededPrices([found.zones, found.zones + 1].flatMap((zones) => variantsOf(inZones(found, zones))));
}

function neededPrices(variants: readonly Variant[]): PriceKey[] {
  return [...new Set(variants.flatMap(({ inventory }) => priceKeys(inventory)))];
}

function pricedVariant(
  { inventory, ...variant }: Variant,
  sayEndpoints: boolean,
  traffic: Required<Traffic>,
  prices: PriceList,
): PricedVariant {
  const totalOf = (what: Inventory, gb = traffic.gb) => billOf(what, { ...traffic, gb }, prices).total;
  const suffix = variant.endpoints ? " with endpoints" : " without endpoints";
  const bill = billOf(inventory, traffic, prices);
  return {
    ...variant,
    name: describeWayOut(variant.wayOut, traffic.ipv6Share) + (sayEndpoints ? suffix : ""),
    bill,
    costLine: { fixed: totalOf(inventory, 0), perGb: totalOf(inventory, 1) - totalOf(inventory, 0) },
    wayOutUsd: bill.total - totalOf(withoutWayOut(inventory)),
  };
}

/** The prices that make up the bills. */
function pricesIn(variants: readonly PricedVariant[]): PriceKey[] {
  const lines = variants.flatMap(({ bill }) => bill.lines).filter(({ quantity }) => quantity > 0);
  return [...new Set(lines.map(({ price }) => price))];
}

function refuseMissing(keys: readonly PriceKey[], prices: PriceList): void {
  const missing = keys.filter((key) => prices.prices[key] === undefined);
  if (missing.length === 0) return;
  throw new CostError(
    `${prices.region} has no price for ${missing.join(", ")}. To add what is missing, with AWS credentials: ` +
      `npm run cost -- --refresh --region ${prices.region}; or write it with its source and date into ` +
      `${priceFile(prices.region)}`,
  );
}

function isGatewaysAlone({ natInstances, natGateways, regionalZones }: WayOut): boolean {
  return natInstances === 0 && natGateways + regionalZones > 0;
}

function isWithoutNat({ natInstances, natGateways, regionalZones }: WayOut): boolean {
  return natInstances + natGateways + regionalZones === 0;
}

function partOf(inventory: Inventory, part: "endpoints" | "natInstances", prices: PriceList): Part {
  const nothing = {
    natInstances: [],
    standbyInstances: [],
    natGateways: [],
    standbyGateways: [],
    ipv6: false,
    otherMachines: [],
    otherAddresses: 0,
    endpoints: [],
    loadBalancers: [],
    alarms: 0,
    ownMetrics: 0,
  };
  const alone: Inventory = { zones: inventory.zones, ...nothing, [part]: inventory[part] };
  return {
    count: inventory[part].length,
    usd: billOf(alone, { gb: 0, endpointGb: 0 }, prices).total,
  };
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
