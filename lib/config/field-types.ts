import { z } from "zod";
import { cidrProblem, prefixLength } from "../net/ranges";
import { LARGEST_PREFIX, SMALLEST_PREFIX } from "./subnets";

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

/** S3 user guide, "General purpose bucket naming rules". */
const RESERVED_STARTS = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

export const bucket = z.string().superRefine((text, context) => {
  const message = bucketProblem(text);
  if (message) context.addIssue({ code: "custom", message, input: text });
});

function bucketProblem(text: string): string | undefined {
  if (!/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)) {
    return "is no bucket name; 3 to 63 lower-case letters, digits, single dots and hyphens";
  }
  // S3 is reached under the name as a host's.
  if (/\.-|-\./.test(text)) return "has a dot beside a hyphen, which no host's name may have; choose another";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text))
    return "is an IP address to S3, which takes no such name; choose another";
  const start = RESERVED_STARTS.find((each) => text.startsWith(each));
  const end = RESERVED_ENDS.find((each) => text.endsWith(each));
  if (start) return `starts with "${start}", which S3 keeps for itself; choose another name`;
  return end && `ends with "${end}", which S3 keeps for itself; choose another name`;
}

/** What follows the prefix in the longest object's name: the lock beside the state of the stack with the longest name. */
export const LONGEST_STATE_FILE = "/private-instances.tfstate.tflock";

/** S3 user guide, "Naming Amazon S3 objects": 1,024 bytes, and no part of a path that is `.` or `..`. */
const LONGEST_PREFIX = 1024 - LONGEST_STATE_FILE.length;

export const keyPrefix = z
  .string()
  .regex(
    /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/,
    "is no folder of a bucket; write names of letters, digits and !-_.*'() with single slashes between them",
  )
  .refine(
    (text) => !/(^|\/)\.{1,2}(\/|$)/.test(text),
    "has a part that is . or .., which S3 refuses; leave it out",
  )
  .max(LONGEST_PREFIX, `is too long; S3 takes names of 1024 bytes, so write at most ${LONGEST_PREFIX}`);
