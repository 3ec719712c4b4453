import { z } from "zod";
import { cidrProblem, prefixLength } from "../net/ranges";
import { nearest } from "../tools/messages";
import families from "./instance-types.json";
import { Known, Problem } from "./problems";
import regions from "./regions.json";

/** AWS allows a VPC and a subnet from /16 to /28 (VPC user guide, "VPC CIDR blocks" and "Subnet sizing"). */
const LARGEST_PREFIX = 16;
export const SMALLEST_PREFIX = 28;

/** The range of a VPC or a subnet: IPv4, without host bits, of a size that AWS allows. */
export const networkRange = z.string().superRefine((text, context) => {
  const message = cidrProblem(text) ?? sizeProblem(text);
  if (message) context.addIssue({ code: "custom", message, input: text });
});

function sizeProblem(cidr: string): string | undefined {
  const length = prefixLength(cidr);
  if (length >= LARGEST_PREFIX && length <= SMALLEST_PREFIX) return undefined;
  return `is /${length}; AWS allows /${LARGEST_PREFIX} to /${SMALLEST_PREFIX}`;
}

/** The policies and principals that the stacks name are those of the partition `aws`. */
const OTHER_PARTITION = /^(cn|us-gov|us-iso[a-z]?|eu-iso[a-z]?|eusc)-/;

export const region = z
  .string()
  .refine(
    (text) => !OTHER_PARTITION.test(text),
    'is of another AWS partition, which these stacks do not fit; use one like "eu-central-1"',
  )
  .regex(
    /^[a-z]{2}-(north|south|central|(north|south)?(east|west))-\d$/,
    'is not a region; write one like "eu-central-1"',
  );

/** Refuses what a list has twice. */
export function eachOnce(list: readonly string[], context: z.RefinementCtx): void {
  list.forEach((input, index) => {
    if (list.indexOf(input) < index) {
      context.addIssue({ code: "custom", message: "is listed twice; name each once", input, path: [index] });
    }
  });
}

export const zoneName = z.string().superRefine((text, context) => {
  const message = zoneNameProblem(text);
  if (message) context.addIssue({ code: "custom", message, input: text });
});

function zoneNameProblem(text: string): string | undefined {
  if (/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(text)) return undefined;
  const instead = 'name an availability zone like "eu-central-1b"';
  if (/^[a-z]{3,4}\d-az\d$/.test(text)) return `is a zone's id, which differs from its name; ${instead}`;
  // `us-west-2-lax-1a`, `us-east-1-wl1-bos-wlz-1`: their Elastic IPs come from a network border group of their own.
  if (/^[a-z]{2}(-[a-z]+)+-\d-\w+(-\w+)+$/.test(text)) {
    return `is a Local or Wavelength Zone, which these stacks do not fit; ${instead}`;
  }
  return 'is not an availability zone; write one like "eu-central-1b"';
}

export const instanceType = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,20}\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    'is not an instance type; write one like "t4g.nano"',
  )
  .refine(
    (text) => !text.startsWith("mac"),
    'is a Mac, which runs macOS alone, on a dedicated host; write one like "t4g.nano"',
  );

/** Why something may be; reasons are printed, in terminals and in pull requests. */
export const reasonOf = (missing: string) =>
  z
    .string()
    .regex(/\S/, missing)
    .refine((text) => !/\p{C}/u.test(text), "has signs that do not print; write why on one line");

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

/** What the stacks tag every resource with (`stacks/base-stack.ts`). */
const OWN_KEYS = ["Project", "Environment", "Stack", "Name"];

/** AWS takes 50 tags a resource (AWS tagging guide, "Tag naming limits and requirements"). */
const MOST = 50 - OWN_KEYS.length;

/** Problems of the tags by IAM's rules, the strictest of the services whose resources get them (IAM API, "Tag"). */
export function tagProblems({ tags }: Known<{ tags: Record<string, string> }>): Problem[] {
  const keys = Object.keys(tags ?? {});
  const problems = keys.flatMap((key, index): Problem[] => {
    const value = tags?.[key];
    const message =
      textProblem("key", key, 128) ??
      sameKeyProblem(key, keys.slice(0, index)) ??
      textProblem("value", value ?? "", 256);
    return message ? [{ path: ["tags", key], value, message }] : [];
  });
  if (keys.length <= MOST) return problems;
  const message = `has ${keys.length} tags; AWS takes 50 a resource and the stacks set ${OWN_KEYS.length}, so name at most ${MOST}`;
  return [...problems, { path: ["tags"], message }];
}

function textProblem(part: "key" | "value", text: string, longest: number): string | undefined {
  if (part === "key" && text === "") return "has an empty key; give it one";
  if (text.length > longest) return `has a ${part} of ${text.length} characters; AWS takes ${longest}`;
  if (/^aws:/i.test(text)) return `has a ${part} that starts with aws:, which is AWS's own; choose another`;
  if (/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text)) return undefined;
  return `has a ${part} that AWS refuses; write letters, digits, spaces and _.:/=+-@`;
}

/** IAM does not tell `Owner` from `owner`, so a role cannot have both. */
function sameKeyProblem(key: string, earlier: readonly string[]): string | undefined {
  const same = (other: string) => other.toLowerCase() === key.toLowerCase();
  if (OWN_KEYS.some(same)) return "is a tag that the stacks set themselves; choose another key";
  const other = earlier.find(same);
  return other && `is the same key as "${other}" to IAM, which ignores case; keep one`;
}
