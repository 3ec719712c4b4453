import { z } from "zod";
import { cidrFault, prefixLength } from "../net/ranges";
import { LARGEST_PREFIX, SMALLEST_PREFIX } from "./subnets";

/** The range of a VPC or a subnet: IPv4, without host bits, of a size that AWS allows. */
export const networkRange = z.string().superRefine((text, context) => {
  const message = cidrFault(text) ?? sizeFault(text);
  if (message) context.addIssue({ code: "custom", message, input: text });
});

function sizeFault(cidr: string): string | undefined {
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

export const zoneName = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'is not an availability zone; write one like "eu-central-1b"');

export const instanceType = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/,
    'is not an instance type; write one like "t4g.nano"',
  );
