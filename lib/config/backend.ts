import { z } from "zod";
import { region } from "./field-types";

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

const localBackend = z.strictObject({
  /** State files in the project's folder, at `state/<environment>/<stack>.tfstate`. For one person, not a team. */
  type: z.literal("local"),
});

const s3Backend = z.strictObject({
  /** State in an S3 bucket that exists already. Needs Terraform 1.10 or newer for its native lock. */
  type: z.literal("s3"),

  /** The bucket's name. */
  bucket,

  /** The bucket's region, such as `eu-central-1`. */
  region,

  /**
   * The folder of the state objects: `<keyPrefix>/<stack>.tfstate`.
   *
   * @default - "<project>/<environment>"
   */
  keyPrefix: keyPrefix.optional(),

  /**
   * Whether the state objects are encrypted at rest.
   *
   * @default true
   */
  encrypt: z.boolean().default(true),

  /**
   * Whether a lock object beside the state keeps two runs apart (S3's conditional writes, no DynamoDB table).
   *
   * @default true
   */
  useLockfile: z.boolean().default(true),
});

/** Where Terraform keeps its state. */
export const backend = z.discriminatedUnion("type", [localBackend, s3Backend]);
