import { z } from "zod";

/** What is paid for: each key of a price list, with the unit that its price is for. */
const UNITS = {
  "public-ipv4": "hour",
  "endpoint-hour": "hour",
  "endpoint-gb": "GB",
  "nat-gateway-hour": "hour",
  "nat-gateway-gb": "GB",
  "cross-zone-gb": "GB",
  "load-balancer-hour": "hour",
  "load-balancer-lcu": "LCU-hour",
  alarm: "month",
  "own-metric": "month",
} as const;

/** Keys that end in a type, such as `instance.t4g.nano`, `disk.gp3` and `cpu-credit.t4g`. */
const UNITS_BY_TYPE = { instance: "hour", disk: "GB-month", "cpu-credit": "vCPU-hour" } as const;

export type Unit = (typeof UNITS)[keyof typeof UNITS] | (typeof UNITS_BY_TYPE)[keyof typeof UNITS_BY_TYPE];
export type PriceKey = keyof typeof UNITS | `${keyof typeof UNITS_BY_TYPE}.${string}`;

export function unitOf(key: PriceKey): Unit {
  return { ...UNITS, ...UNITS_BY_TYPE }[key.split(".")[0]!] as Unit;
}

const priceKey = z.custom<PriceKey>(
  (key) => typeof key === "string" && (key in UNITS || /^(instance|disk|cpu-credit)\.[a-z0-9.-]+$/.test(key)),
  "is none of the keys that cost knows",
);

const price = z.strictObject({
  /** US dollars for one unit, before taxes. */
  usd: z.number().positive(),
  /** Where it is said, or can be checked. */
  source: z.url(),
  /** The day on which the source says that it held, or else on which the source was read. */
  date: z.iso.date(),
  note: z.string().optional(),
  /** False when no source says it of this region. */
  confirmed: z.literal(false).optional(),
});

export const priceList = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  prices: z.record(priceKey, price),
});

export type Price = z.infer<typeof price>;

/** A region's prices. */
export interface PriceList {
  readonly region: string;
  readonly prices: Readonly<Partial<Record<PriceKey, Price>>>;
}

/** Why something cannot be priced, in words for the person who asked. */
export class CostError extends Error {}
