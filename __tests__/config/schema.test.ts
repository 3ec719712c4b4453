import { environmentSchema } from "../../lib/config/schema";
import { testEnvironment } from "../support/synthesize";
import { documentedFields } from "./documented-fields";
import { FULL } from "./full";
import { GOOD, linesWith, refuses } from "./lines";

describe("what the doc comments say", () => {
  const documented = documentedFields();

  it("covers every field", () => {
    expect([...documented.keys()].sort()).toEqual(pathsOf(FULL).sort());
    documented.forEach(({ text }, path) =>
      expect({ path, text }).toEqual({ path, text: expect.stringMatching(/\w/) }),
    );
  });

  test.each([...documented])(
    "holds for %s: without @default it is needed, with one it is not",
    (path, field) => {
      const without = structuredClone(FULL);
      const steps = path.split(".");
      Reflect.deleteProperty(at(without, steps.slice(0, -1).join(".")) as object, steps.at(-1)!);
      expect(environmentSchema.safeParse(without).success).toBe(field.default !== undefined);
    },
  );

  const literal = [...documented].flatMap(([path, field]) => {
    try {
      return [[path, JSON.parse(field.default ?? "") as unknown] as const];
    } catch {
      return [];
    }
  });

  it("has literal defaults to compare", () => {
    expect(literal.map(([path]) => path)).toEqual(
      expect.arrayContaining(["nat.placement", "diskGib", "encryptDisks"]),
    );
  });

  test.each(literal)("gives the default of %s: %j", (path, value) => {
    const backend = { type: "s3", bucket: "states", region: "eu-west-1" };
    const network = { ...FULL.network, leave: undefined };
    expect(at(environmentSchema.parse({ ...GOOD, backend, network }), path)).toEqual(value);
  });
});

describe("defaults that depend on other fields", () => {
  it("are local state, no SSH, no tags and no exceptions", () => {
    const { backend, ssh, tags, exceptions } = testEnvironment();
    expect({ backend, ssh, tags, exceptions }).toEqual({
      backend: { type: "local" },
      ssh: undefined,
      tags: {},
      exceptions: {},
    });
  });

  test.each(["arm64", "x86_64"] as const)("name the %s image of Amazon Linux 2023", (architecture) => {
    const instanceType = architecture === "arm64" ? "t4g.nano" : "t3.nano";
    const { ami } = testEnvironment({
      ami: { architecture },
      nat: { instanceType },
      privateInstances: { instanceType },
    });
    expect(ami.pattern).toBe(`al2023-ami-2023.*-kernel-6.18-${architecture}`);
  });

  it("leave a given pattern as it is", () => {
    expect(testEnvironment({ ami: { pattern: "mine-*" } }).ami.pattern).toBe("mine-*");
  });
});

describe("a value is refused that is out of bounds:", () => {
  refuses([
    ["privateInstances.count: -1 is negative; give 0 or more", { privateInstances: { count: -1 } }],
    [
      "privateInstances.count: 1001 is more than this is made and measured for; give at most 1000",
      { privateInstances: { count: 1001 } },
    ],
    ["privateInstances.count: 2.5 must be a whole number", { privateInstances: { count: 2.5 } }],
    ["privateInstances.count: NaN must be a whole number", { privateInstances: { count: NaN } }],
    ["privateInstances.count: Infinity must be a whole number", { privateInstances: { count: Infinity } }],
    ['privateInstances.count: "2" must be a whole number', { privateInstances: { count: "2" } }],
    ["diskGib: 7 is too small for Amazon Linux 2023; give 8 or more", { diskGib: 7 }],
    ["diskGib: 16385 is more than a gp3 volume holds; give at most 16384", { diskGib: 16385 }],
    ["zones: [] is empty; name at least one availability zone", { zones: [] }],
    [
      'project: "Shop" is no project name; write up to 20 lower-case letters, digits and hyphens, a letter first',
      { project: "Shop" },
    ],
    [
      'project: "a-name-of-21-letters-x" is no project name; write up to 20 lower-case letters, digits and hyphens, a letter first',
      { project: "a-name-of-21-letters-x" },
    ],
    [
      'ami.owner: "anyone" is no owner; write "amazon", "self" or a 12-digit account id',
      { ami: { owner: "anyone" } },
    ],
    ['ami.id: "ami-1" is no image id; write one like "ami-0123456789abcdef0"', { ami: { id: "ami-1" } }],
    [
      `ami.pattern: "\${x}" is no image name; write 3 to 128 letters, digits, spaces and ()[]./-'@_, with * and ? as wildcards`,
      { ami: { pattern: "${x}" } },
    ],
  ]);

  it("more than six zones", () => {
    const zones = [..."abcdefg"].map((letter) => `us-east-1${letter}`);
    expect(linesWith({ region: "us-east-1", zones })).toEqual([
      "zones: a list of 7 has more than six zones; name one to six",
    ]);
  });
});

describe("an S3 backend is refused that is", () => {
  const good = { type: "s3", bucket: "states", region: "eu-west-1" };
  refuses([
    [
      'backend.bucket: is missing; write one, such as "example-terraform-state"',
      { backend: { type: "s3", region: "eu-west-1" } },
    ],
    [
      'backend.region: is missing; write one, such as "eu-central-1"',
      { backend: { type: "s3", bucket: "states" } },
    ],
    ...["My-States", "ab", "-states", "a..b", "a".repeat(64)].map(
      (bucket) =>
        [
          `backend.bucket: ${abbreviated(bucket)} is no bucket name; 3 to 63 lower-case letters, digits, single dots and hyphens`,
          { backend: { ...good, bucket } },
        ] as const,
    ),
    ...["xn--a", "sthree-a", "amzn-s3-demo-a"].map(
      (bucket) =>
        [
          `backend.bucket: "${bucket}" starts with "${bucket.slice(0, -1)}", which S3 keeps for itself; choose another name`,
          { backend: { ...good, bucket } },
        ] as const,
    ),
    ...["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"].map(
      (end) =>
        [
          `backend.bucket: "aa${end}" ends with "${end}", which S3 keeps for itself; choose another name`,
          { backend: { ...good, bucket: `aa${end}` } },
        ] as const,
    ),
    ...["a.-b", "a-.b"].map(
      (bucket) =>
        [
          `backend.bucket: "${bucket}" has a dot beside a hyphen, which no host's name may have; choose another`,
          { backend: { ...good, bucket } },
        ] as const,
    ),
    [
      'backend.bucket: "192.168.5.4" is an IP address to S3, which takes no such name; choose another',
      { backend: { ...good, bucket: "192.168.5.4" } },
    ],
    ...["..", "a/..", "./a", "a/../b"].map(
      (keyPrefix) =>
        [
          `backend.keyPrefix: "${keyPrefix}" has a part that is . or .., which S3 refuses; leave it out`,
          { backend: { ...good, keyPrefix } },
        ] as const,
    ),
    [
      `backend.keyPrefix: "${"a".repeat(56)}…" (992 characters) is too long; S3 takes names of 1024 bytes, so write at most 991`,
      { backend: { ...good, keyPrefix: "a".repeat(992) } },
    ],
    ...["/states", "states/", "a//b", "${name}", ""].map(
      (keyPrefix) =>
        [
          `backend.keyPrefix: "${keyPrefix}" is no folder of a bucket; write names of letters, digits and !-_.*'() with single slashes between them`,
          { backend: { ...good, keyPrefix } },
        ] as const,
    ),
  ]);

  test.each(["a", "a/b", "nat-instance/production", "team_1/v1.0", "a..b", "a".repeat(991)])(
    "not so: with the folder %s",
    (keyPrefix) => expect(linesWith({ backend: { ...good, keyPrefix } })).toEqual([]),
  );
});

function abbreviated(text: string): string {
  const quoted = JSON.stringify(text);
  return text.length > 60 ? `${quoted.slice(0, 57)}…" (${text.length} characters)` : quoted;
}

/** The part of a value at a path such as `zones.0.name`. */
function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((part, step) => {
    return step === "" ? part : (part as Record<string, unknown>)[step];
  }, value);
}

/** The paths of an environment's fields; what is in a list of texts or a record has no doc comment of its own. */
function pathsOf(value: unknown, prefix = ""): string[] {
  if (Array.isArray(value)) return pathsOf(value[0], `${prefix}0.`);
  if (typeof value !== "object" || value === null || /^(tags|exceptions)/.test(prefix)) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    prefix + name,
    ...pathsOf(part, `${prefix}${name}.`),
  ]);
}
