import { z } from "zod";
import { instanceType } from "./field-types";

export const nat = z.strictObject({
  /**
   * `single`: one NAT host, in the first zone, serves every zone (cheapest; traffic of other zones crosses zones, at
   * $0.01 per GB each way, and all zones lose their way out with that host). `per-zone`: a NAT host in each zone.
   *
   * @default "single"
   */
  placement: z.enum(["single", "per-zone"]).default("single"),

  /**
   * The NAT hosts' instance type, of the same architecture as `ami.architecture`.
   *
   * @default "t4g.nano"
   */
  instanceType: instanceType.default("t4g.nano"),

  /**
   * What a burstable (T family) host does when its CPU credits are used up: `unlimited` goes on and is billed for
   * the surplus ($0.04 per vCPU-hour on T4g), `standard` is slowed down to its baseline. Without meaning, and not
   * written, for other families.
   *
   * @default "unlimited"
   */
  creditMode: z.enum(["standard", "unlimited"]).default("unlimited"),
});

export const privateInstances = z.strictObject({
  /**
   * How many private instances there are, at most 1,000, spread over the zones in turn.
   *
   * @default 2
   */
  count: z
    .int("must be a whole number")
    .min(0, "is negative; give 0 or more")
    .max(1000, "is more than this is made and measured for; give at most 1000")
    .default(2),

  /**
   * The private instances' type, of the same architecture as `ami.architecture`.
   *
   * @default "t4g.nano"
   */
  instanceType: instanceType.default("t4g.nano"),
});

export const ami = z.strictObject({
  /**
   * The processor architecture of the image and so of every instance type.
   *
   * @default "arm64"
   */
  architecture: z.enum(["arm64", "x86_64"]).default("arm64"),

  /**
   * The image name's pattern; the newest match is used. Name one kernel series, or a new series arrives unasked.
   *
   * @default "al2023-ami-2023.*-kernel-6.1-" + architecture
   */
  pattern: z
    .string()
    .regex(
      /^[\w()[\]./'@*? -]{3,128}$/,
      "is no image name; write 3 to 128 letters, digits, spaces and ()[]./-'@_, with * and ? as wildcards",
    )
    .optional(),

  /**
   * The account that owns the image: `amazon`, `self`, or a 12-digit account id.
   *
   * @default "amazon"
   */
  owner: z
    .string()
    .regex(/^(amazon|self|\d{12})$/, 'is no owner; write "amazon", "self" or a 12-digit account id')
    .default("amazon"),

  /**
   * One fixed image instead of the newest match, of the architecture above. Another id replaces the instances.
   *
   * @default - looked up by pattern and owner
   */
  id: z
    .string()
    .regex(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, 'is no image id; write one like "ami-0123456789abcdef0"')
    .optional(),
});
