import { nearest } from "../tools/nearest";
import families from "./instance-types.json";
import regions from "./regions.json";

/**
 * What AWS had when the lists were made: instance types as in the EC2 API of @aws-sdk/client-ec2 3.1169.0, regions as in
 * botocore 1.43's partition `aws`, and every letter that a region's zones have had in any account ("AWS Availability
 * Zones" in AWS's guide to regions). What came later is let through by `exceptions`, and checked by EC2 at plan.
 */
const FAMILIES: Readonly<Record<string, string>> = families;
const REGIONS: Readonly<Record<string, string>> = regions;

/** What is wrong with a region by the list; undefined when nothing is. */
export function unknownRegion(region: string): string | undefined {
  if (Object.hasOwn(REGIONS, region)) return undefined;
  return `is no region that is known here${didYouMean(region, Object.keys(REGIONS))}`;
}

/** What is wrong with a zone of a region by the list; undefined when nothing is, or the region is not on it. */
export function unknownZone(zone: string, region: string): string | undefined {
  const letters = Object.hasOwn(REGIONS, region) ? REGIONS[region]! : undefined;
  if (letters === undefined || letters.includes(zone.slice(region.length))) return undefined;
  return `is no zone of ${region} that is known here; there are ${[...letters].join(", ")}`;
}

/** What is wrong with a well-formed instance type by the list; undefined when nothing is. */
export function unknownInstanceType(type: string): string | undefined {
  const [family, size] = type.split(".") as [string, string];
  if (!Object.hasOwn(FAMILIES, family)) {
    return `is of no family that is known here${didYouMean(family, Object.keys(FAMILIES))}`;
  }
  const sizes = FAMILIES[family]!.split(" ");
  return sizes.includes(size) ? undefined : `is no size of ${family}; there are ${sizes.join(", ")}`;
}

function didYouMean(given: string, known: readonly string[]): string {
  const meant = nearest(given, known);
  return meant === undefined ? "" : ` (did you mean "${meant}"?)`;
}

/**
 * The architecture of an instance type: Graviton families have a `g` after their generation (t4g, c7gn, im4gn), and the
 * first was a1. Macs aside, that holds for all 1,263 types that EC2's DescribeInstanceTypes listed in 2026.
 */
export function architectureOf(instanceType: string): "arm64" | "x86_64" {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}
