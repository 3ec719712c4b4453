import { z } from "zod";
import { instanceType } from "./field-types";
import { Nat } from "./nat";
import { Known, Path, Problem } from "./problems";

/** The private instances: how many, how large. */
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

/** The machine image of every instance. */
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
   * @default "al2023-ami-2023.*-kernel-6.18-" + architecture
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

/** The fields that say which image runs on what. */
type Fields = Known<{
  ami: z.output<typeof ami>;
  nat: Nat;
  privateInstances: { instanceType: string };
}>;

/** Problems of the instance types with the image: of another architecture, or too old for it. */
export function imageProblems({ ami, nat, privateInstances }: Fields): Problem[] {
  const image = ami?.architecture;
  if (!ami || !image) return [];
  const types: [Path, string | null | undefined][] = [
    [["nat", "instanceType"], nat && "instanceType" in nat ? nat.instanceType : undefined],
    [["privateInstances", "instanceType"], privateInstances?.instanceType],
  ];
  const problems = types.flatMap(([path, value]): Problem[] => {
    const message = value && typeProblem(value, image, ami.id === undefined && ami.pattern === undefined);
    return message ? [{ path, value, message }] : [];
  });
  const named = /x86_64|amd64/i.test(ami.pattern ?? "")
    ? "x86_64"
    : /arm64|aarch64/i.test(ami.pattern ?? "") && "arm64";
  if (!named || named === image) return problems;
  const message = `finds ${named} images alone and ami.architecture is "${image}"; change one of the two`;
  return [...problems, { path: ["ami", "pattern"], value: ami.pattern, message }];
}

function typeProblem(type: string, image: string, isDefaultImage: boolean): string | undefined {
  const own = architectureOf(type);
  if (own !== image) {
    return `is an ${own} type and the image is ${image}; change the type or set ami.architecture to "${own}"`;
  }
  // AL2023 user guide, "System requirements".
  const isTooOld = isDefaultImage && type.startsWith("a1.");
  return isTooOld
    ? "is an A1, which Amazon Linux 2023 does not run on; take a Graviton2 or newer"
    : undefined;
}

/**
 * The architecture of an instance type: Graviton families have a `g` after their generation (t4g, c7gn, im4gn), and the
 * first was a1. Macs aside, that holds for all 1,263 types that EC2's DescribeInstanceTypes listed in 2026.
 */
function architectureOf(instanceType: string): "arm64" | "x86_64" {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}

/**
 * Amazon Linux 2023's newest kernel with long support, until 2029-06-30; images with 6.1 stop in 2027 (AL2023 user guide,
 * "Kernel lifecycle"). The emulator's images (lib/emulator/images.json) are of this series too.
 */
const KERNEL = "kernel-6.18";

/** The image name's pattern that stands for none given. */
export function defaultPattern(architecture: string): string {
  return `al2023-ami-2023.*-${KERNEL}-${architecture}`;
}

/** A name as AWS gives to the images without a Systems Manager agent. */
const MINIMAL_IMAGE = `al2023-ami-minimal-2023.12.20260930.0-${KERNEL}-`;

/** Whether the newest match of an image's pattern may be one of those. */
export function findsMinimalImages({ architecture, pattern = "", owner, id }: z.output<typeof ami>): boolean {
  if (id !== undefined) return false;
  return (
    pattern.includes("minimal") || (owner === "amazon" && matches(pattern, MINIMAL_IMAGE + architecture))
  );
}

/** Whether EC2's filter finds a name: `*` is any text and `?` any sign (EC2 API, "Filter"). */
function matches(pattern: string, name: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  const fits = (part: string, at: number) =>
    [...part].every((sign, n) => sign === "?" || sign === name[at + n]);
  const end = rest.pop();
  if (end === undefined) return start.length === name.length && fits(start, 0);
  let from = start.length;
  for (const part of rest) {
    while (from + part.length <= name.length && !fits(part, from)) from += 1;
    from += part.length;
  }
  return fits(start, 0) && name.length - end.length >= from && fits(end, name.length - end.length);
}
