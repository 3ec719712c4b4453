import { z } from "zod";
import { bucket, instanceType, keyPrefix, networkRange, region, zoneName } from "./field-types";
import { POLICY_IDS } from "./policy-ids";

/** Reasons are printed, in terminals and in pull requests. */
const prints = (text: string) => !/\p{C}/u.test(text);
const UNPRINTABLE = "has signs that do not print; write why on one line";

const zoneFields = z.strictObject(
  {
    /** The zone's name, such as `eu-central-1b`; it must be of the environment's region. */
    name: zoneName,

    /**
     * The public subnet's range.
     *
     * @default - derived from the VPC's range
     */
    publicCidr: networkRange.optional(),

    /**
     * The private subnet's range.
     *
     * @default - derived from the VPC's range
     */
    privateCidr: networkRange.optional(),
  },
  {
    error: ({ code }) =>
      code === "invalid_type"
        ? 'must be a zone\'s name, such as "eu-central-1a", or an object with it'
        : undefined,
  },
);

const zone = z.preprocess(
  (given) => (typeof given === "string" ? { name: given } : given),
  zoneFields,
) as unknown as z.ZodType<z.output<typeof zoneFields>, string | z.input<typeof zoneFields>>;

const nat = z.strictObject({
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

const ssh = z.strictObject({
  /**
   * The public key that may log in, in OpenSSH's one-line form. Give this or `publicKeyFile`.
   *
   * @default - read from publicKeyFile
   */
  publicKey: z.string().optional(),

  /**
   * A file that holds the public key, such as `~/.ssh/id_ed25519.pub`; a relative path starts at the environment
   * file's folder. The key, not the path, is written to the stack.
   *
   * @default - publicKey is used
   */
  publicKeyFile: z.string().optional(),

  /** The IPv4 ranges that may connect to port 22. The whole internet is refused, and ranges inside the VPC are. */
  allowedCidrs: z.array(z.string()).min(1, 'is empty; name at least one range, like "203.0.113.7/32"'),
});

const privateInstances = z.strictObject({
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

const ami = z.strictObject({
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
const backend = z.discriminatedUnion("type", [localBackend, s3Backend]);

const expectation = z.strictObject({
  /** The end that opens the connection, such as `private-0` or `internet`. */
  from: z.string(),

  /** The other end. */
  to: z.string(),

  /** Whether it must succeed, or must fail. */
  reachable: z.boolean(),

  /**
   * The protocol.
   *
   * @default - TCP
   */
  protocol: z.enum(["tcp", "udp", "icmp"]).default("tcp"),

  /**
   * The destination's port.
   *
   * @default - 443; none for icmp
   */
  port: z
    .int("is not a whole number")
    .min(1, "is no port; write 1 to 65535")
    .max(65535, "is no port; write 1 to 65535")
    .optional(),
});

const policyException = z.strictObject({
  /** The rule that is broken on purpose, by its id, such as `no-open-ingress`. */
  rule: z.enum(POLICY_IDS),

  /** What breaks it, by its stack and address, such as `private-instances/aws_instance.private_0`. */
  resource: z
    .string()
    .regex(
      /^[\w-]+\/[\w-]+\.\S+$/,
      'is no resource; write its stack and address, like "private-instances/aws_instance.private_0"',
    ),

  /** Why it may. */
  reason: z.string().regex(/\S/, "is empty; write why").refine(prints, UNPRINTABLE),
});

/** The fields of an environment, each with its meaning and default. */
export const environmentSchema = z.strictObject({
  /**
   * The project's name, in names that are unique in an account (roles, profiles, key pairs) and in the tags.
   *
   * @default "nat-instance"
   */
  project: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,19}$/,
      "is no project name; write up to 20 lower-case letters, digits and hyphens, a letter first",
    )
    .default("nat-instance"),

  /** The AWS region, such as `eu-central-1`. */
  region,

  /** The VPC's range, /16 to /28, such as `10.8.0.0/16`. */
  vpcCidr: networkRange,

  /** One to six availability zones, each by its name, or with its subnets' ranges too. Append new ones at the end. */
  zones: z
    .array(zone)
    .min(1, "is empty; name at least one availability zone")
    .max(6, "has more than six zones; name one to six"),

  /**
   * The NAT hosts: how many, how large.
   *
   * @default - one t4g.nano in the first zone
   */
  nat: nat.prefault({}),

  /**
   * SSH to the NAT hosts from outside.
   *
   * @default - no SSH; Systems Manager instead
   */
  ssh: ssh.optional(),

  /**
   * The private instances.
   *
   * @default - two t4g.nano
   */
  privateInstances: privateInstances.prefault({}),

  /**
   * Whether Systems Manager is reached through three interface endpoints in the private subnets. On: $0.01 an hour
   * for each endpoint and zone, about three times the NAT host's own price, and sessions work while the NAT host is
   * down. Off: no cost, and no session to a private instance while the NAT host is down.
   *
   * @default true
   */
  endpoints: z.boolean().default(true),

  /**
   * The machine image of every instance.
   *
   * @default - the newest Amazon Linux 2023 for arm64 with kernel 6.1
   */
  ami: ami.prefault({}),

  /**
   * The size of each instance's disk in GiB; Amazon Linux 2023 needs 8.
   *
   * @default 8
   */
  diskGib: z
    .int("must be a whole number")
    .min(8, "is too small for Amazon Linux 2023; give 8 or more")
    .max(16384, "is more than a gp3 volume holds; give at most 16384")
    .default(8),

  /**
   * Whether the instances' disks are encrypted.
   *
   * @default true
   */
  encryptDisks: z.boolean().default(true),

  /**
   * Whether the instances' metadata service answers IMDSv2 requests alone.
   *
   * @default true
   */
  requireImdsv2: z.boolean().default(true),

  /**
   * Where Terraform keeps its state.
   *
   * @default - local files
   */
  backend: backend.default({ type: "local" }),

  /**
   * Tags for every resource, at most 46, beside Project, Environment, Stack and Name, which the stacks set.
   *
   * @default - none
   */
  tags: z.record(z.string(), z.string()).default({}),

  /**
   * What must and must not be able to open a connection, checked by `npm run synth` and `npm test`:
   * `{ from: "internet", to: "private-0", reachable: false }`. The ends are those of `npm run explain`.
   *
   * @default - nothing is expected
   */
  expect: z.array(expectation).default([]),

  /**
   * What this environment does against advice, by the field's path, each with the reason: a safeguard switched off
   * (`{ encryptDisks: "the shared AMI's key is not ours" }`), a region, zone or instance type that is newer than the lists
   * here, more SSH ranges than AWS's default quota. Without a reason it is refused.
   *
   * @default - none
   */
  exceptions: z
    .record(z.string(), z.string().regex(/\S/, "has no reason; write why").refine(prints, UNPRINTABLE))
    .default({}),

  /**
   * What may break a rule that `npm run plan` holds every plan to, each with the reason:
   * `[{ rule: "no-open-ingress", resource: "web/aws_vpc_security_group_ingress_rule.https", reason: "a public site" }]`.
   *
   * @default - nothing may
   */
  policyExceptions: z.array(policyException).default([]),
});

/** What an environment file says. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** The same with its defaults filled in, before what several fields say together is checked. */
export type EnvironmentFields = z.output<typeof environmentSchema>;
