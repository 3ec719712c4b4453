import { Topology } from "../topology/model";
import { mayHaveUnreadNat } from "../topology/roles";
import { Bill, Traffic, billOf, priceKeys } from "./bill";
import { Comparison, CostLine, compare } from "./break-even";
import { priceFile } from "./files";
import { Inventory, inventoryOf } from "./inventory";
import { CostError, PriceKey, PriceList } from "./price-list";
import { Variant, WayOut, describeWayOut, inZones, variantsOf } from "./variants";

export interface Options extends Traffic {
  /** Prices the network stretched over so many zones. @default the zones of its subnets */
  readonly zones?: number;
}

export interface PricedVariant extends Omit<Variant, "inventory"> {
  /** `1 NAT gateway without endpoints` */
  readonly name: string;
  readonly bill: Bill;
  readonly costLine: CostLine;
}

export interface Estimate extends Traffic {
  /** Where the network is, as far as the files say. */
  readonly region?: string;
  /** Whose prices these are. */
  readonly pricesOf: string;
  readonly zones: number;
  /** The network as it is, and then the alternatives. */
  readonly variants: readonly [PricedVariant, ...PricedVariant[]];
  /** The network as it is (the first) against each alternative of NAT gateways with the same endpoints (the second). */
  readonly breakEven: readonly { readonly against: string; readonly comparison: Comparison }[];
  /** What the interface endpoints and the NAT instances cost before any traffic, in US dollars a month. */
  readonly fixedCost: { readonly endpoints: Part; readonly natInstances: Part };
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
  const found = inventoryOf(topology);
  const inventory = inZones(found, options.zones ?? found.zones);
  const variants = variantsOf(inventory);
  refuseMissing(neededPrices(variants), prices);
  const named = found.endpoints.length > 0;
  const priced = variants.map((variant) => pricedVariant(variant, nameOf(variant, named), options, prices));
  const [asIs, ...others] = priced as [PricedVariant, ...PricedVariant[]];
  const isUndecided = isWithoutNat(asIs.wayOut) && mayHaveUnreadNat(topology);
  const gateways = others.filter(
    (other) => !isUndecided && isGatewaysAlone(other.wayOut) && other.endpoints === asIs.endpoints,
  );
  return {
    region: topology.region,
    pricesOf: prices.region,
    zones: inventory.zones,
    gb: options.gb,
    endpointGb: options.endpointGb,
    variants: [asIs, ...others],
    breakEven: gateways.map(({ name, costLine }) => ({
      against: name,
      comparison: compare(asIs.costLine, costLine),
    })),
    fixedCost: {
      endpoints: partOf(inventory, "endpoints", prices),
      natInstances: partOf(inventory, "natInstances", prices),
    },
    unpriced: unpriced(topology, inventory),
    notes: notesOn(inventory, isUndecided),
  };
}

/** Every price that a network and its alternatives take, however many zones it has. */
export function pricesFor(topology: Topology): PriceKey[] {
  const found = inventoryOf(topology);
  return neededPrices([found.zones, found.zones + 1].flatMap((zones) => variantsOf(inZones(found, zones))));
}

function neededPrices(variants: readonly Variant[]): PriceKey[] {
  return [...new Set(variants.flatMap(({ inventory }) => priceKeys(inventory)))];
}

function nameOf({ wayOut, endpoints }: Variant, sayEndpoints: boolean): string {
  const suffix = endpoints ? " with endpoints" : " without endpoints";
  return `${describeWayOut(wayOut)}${sayEndpoints ? suffix : ""}`;
}

function pricedVariant(
  { inventory, ...variant }: Variant,
  name: string,
  traffic: Traffic,
  prices: PriceList,
): PricedVariant {
  const at = (gb: number) => billOf(inventory, { ...traffic, gb }, prices).total;
  return {
    ...variant,
    name,
    bill: billOf(inventory, traffic, prices),
    costLine: { fixed: at(0), perGb: at(1) - at(0) },
  };
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

function isGatewaysAlone({ natInstances, natGateways }: WayOut): boolean {
  return natInstances === 0 && natGateways > 0;
}

function isWithoutNat({ natInstances, natGateways }: WayOut): boolean {
  return natInstances + natGateways === 0;
}

function notesOn({ natInstances, otherMachines }: Inventory, isUndecided: boolean): string[] {
  const spot = new Set(
    [...natInstances, ...otherMachines].filter((each) => each.spot).map(({ name }) => name),
  );
  return [
    ...(spot.size > 0
      ? [`Spot instances are counted at the price on demand, an upper bound: ${[...spot].join(", ")}.`]
      : []),
    ...(isUndecided
      ? [
          "A route leads to something that was not read and may be a NAT: there is no comparison with NAT gateways.",
        ]
      : []),
  ];
}

function partOf(inventory: Inventory, part: "endpoints" | "natInstances", prices: PriceList): Part {
  const nothing = {
    natInstances: [],
    natGateways: 0,
    otherMachines: [],
    otherAddresses: 0,
    endpoints: [],
    alarms: 0,
  };
  const alone: Inventory = { zones: inventory.zones, ...nothing, [part]: inventory[part] };
  return {
    count: inventory[part].length,
    usd: billOf(alone, { gb: 0, endpointGb: 0 }, prices).total,
  };
}

function unpriced({ notUnderstood }: Topology, { natInstances, otherMachines }: Inventory): string[] {
  const machines = [...new Set([...natInstances, ...otherMachines])];
  return [
    ...machines.filter(({ type }) => !type).map(({ name }) => `${name}, whose instance type is not known`),
    ...machines.filter(({ disk }) => !disk).map(({ name }) => `the disk of ${name}, which is the image's`),
    ...notUnderstood
      .filter(({ address }) => mayCost(address))
      .map(({ stack, address, why }) => `${address} of ${stack}: ${why}`),
  ];
}

/** Rules, routes, associations and what only looks something up cost nothing. */
function mayCost(address: string): boolean {
  return !/(^|\.)(data|aws_(iam_\w+|\w*security_group\w*|\w*network_acl\w*|\w*route|\w*route_table\w*|\w*association|\w*attachment|vpc|subnet|internet_gateway|egress_only_internet_gateway|launch_template|vpc_block_public_access_\w+))\./.test(
    address,
  );
}
