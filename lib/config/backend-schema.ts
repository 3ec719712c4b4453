import { z } from "zod";
import { region } from "./field-types";

const localBackend = z.strictObject({
  /** State files in the project's folder, at `state/<environment>/<stack>.tfstate`. For one person, not a team. */
  type: z.literal("local"),
});

const s3Backend = z.strictObject({
  /** State in an S3 bucket that exists already. Needs Terraform 1.10 or newer for its native lock. */
  type: z.literal("s3"),

  /** The bucket's name. */
  bucket: z
    .string()
    .regex(
      /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "is no bucket name; 3 to 63 lower-case letters, digits, single dots and hyphens",
    ),

  /** The bucket's region, such as `eu-central-1`. */
  region,

  /**
   * The folder of the state objects: `<keyPrefix>/<stack>.tfstate`.
   *
   * @default - "<project>/<environment>"
   */
  keyPrefix: z
    .string()
    .regex(
      /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/,
      "is no folder of a bucket; write names of letters, digits and !-_.*'() with single slashes between them",
    )
    .optional(),

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
