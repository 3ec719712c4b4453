import fc from "fast-check";
import { EnvironmentInput } from "../../lib/config/schema";
import { PUBLIC_KEY } from "./lines";

/** The one region with six zones. */
const REGION = "us-east-1";

/** The range that number `index` of the parts of `length` bits has in a range; both in CIDR form. */
function part(cidr: string, length: number, index: number): string {
  const [address, ownLength] = cidr.split("/") as [string, string];
  const first = address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
  const mask = 2 ** (32 - Number(ownLength));
  const start = first - (first % mask) + index * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".")}/${length}`;
}

/** A VPC's range, of every size that AWS allows, mostly private. */
const vpcCidr = fc
  .tuple(
    fc.constantFrom("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "11.0.0.0/8"),
    fc.integer({ min: 16, max: 28 }),
    fc.nat(),
  )
  .map(([space, length, index]) => part(space, length, index % 2 ** (length - Number(space.split("/")[1]))));

/** As many zones as two subnets each may have room for in a VPC of this size, up to six. */
function namesFor(vpcLength: number): fc.Arbitrary<string[]> {
  const maxLength = Math.min(6, Math.max(1, 2 ** (27 - vpcLength)));
  return fc
    .shuffledSubarray([..."abcdef"], { minLength: 1, maxLength })
    .map((letters) => letters.map((letter) => `${REGION}${letter}`));
}

/** Zones in a VPC: with derived subnets, with named ones that share the VPC, or with any mixture of the two. */
function zonesIn(vpc: string): fc.Arbitrary<EnvironmentInput["zones"]> {
  const vpcLength = Number(vpc.split("/")[1]);
  const names = namesFor(vpcLength);
  const shared = fc.tuple(names, fc.integer({ min: 0, max: 3 })).chain(([zones, spare]) => {
    const length = Math.min(vpcLength + Math.ceil(Math.log2(2 * zones.length)) + spare, 28);
    const blocks = fc.uniqueArray(fc.nat(2 ** (length - vpcLength) - 1), {
      minLength: Math.min(2 * zones.length, 2 ** (length - vpcLength)),
      maxLength: 2 * zones.length,
    });
    return blocks.map((indices) =>
      zones.map((name, index) => ({
        name,
        publicCidr: part(vpc, length, indices[2 * index] ?? 0),
        privateCidr: part(vpc, length, indices[2 * index + 1] ?? 0),
      })),
    );
  });
  // Now and then behind the VPC's end.
  const anywhere = fc
    .tuple(fc.integer({ min: Math.min(vpcLength + 2, 28), max: 28 }), fc.nat(), fc.nat(9))
    .map(([length, index, behind]) => {
      const blocks = 2 ** (length - vpcLength);
      return part(vpc, length, (index % blocks) + (behind === 0 ? blocks : 0));
    });
  const mixed = names.chain((zones) =>
    fc.tuple(
      ...zones.map((name) =>
        fc.oneof(
          fc.constant(name),
          fc.record(
            { name: fc.constant(name), publicCidr: anywhere, privateCidr: anywhere },
            { requiredKeys: ["name"] },
          ),
        ),
      ),
    ),
  );
  return fc.oneof(names, shared, mixed);
}

const backend: fc.Arbitrary<NonNullable<EnvironmentInput["backend"]>> = fc.oneof(
  fc.constant({ type: "local" } as const),
  fc.record(
    {
      type: fc.constant("s3" as const),
      bucket: fc.constant("example-terraform-state"),
      region: fc.constantFrom(REGION, "eu-central-1"),
      keyPrefix: fc.constantFrom("a", "team/shop"),
      encrypt: fc.boolean(),
      useLockfile: fc.boolean(),
    },
    { requiredKeys: ["type", "bucket", "region"] },
  ),
);

const allowedCidrs = fc.uniqueArray(
  fc
    .tuple(fc.integer({ min: 8, max: 32 }), fc.nat())
    .map(([length, index]) => part("0.0.0.0/0", length, index % 2 ** length)),
  { minLength: 1, maxLength: 4 },
);

// Outside of any chain: it takes long to make them.
const project = fc.stringMatching(/^[a-z][a-z0-9-]{0,19}$/);
const tags = fc.dictionary(
  fc.stringMatching(/^Team [a-z0-9_.:=@-]{1,20}$/),
  fc.stringMatching(/^[a-z ]{0,50}$/),
  {
    maxKeys: 5,
  },
);

function withArchitecture(architecture: "arm64" | "x86_64") {
  const instanceType = fc.constantFrom(
    ...(architecture === "arm64"
      ? ["t4g.nano", "c7gn.large", "m8g.medium"]
      : ["t3.nano", "m7i.large", "g4dn.xlarge"]),
  );
  return {
    ami: fc.constant({ architecture }),
    nat: fc.record(
      {
        placement: fc.constantFrom("single", "per-zone"),
        instanceType,
        creditMode: fc.constantFrom("standard", "unlimited"),
      },
      { requiredKeys: ["instanceType"] },
    ),
    privateInstances: fc.record(
      { count: fc.oneof(fc.nat(4), fc.nat(40)), instanceType },
      { requiredKeys: ["instanceType"] },
    ),
  };
}

/** Each safeguard that is off has its reason. */
function withReasons(environment: EnvironmentInput): EnvironmentInput {
  const state = environment.backend?.type === "s3" ? environment.backend : undefined;
  const off = Object.entries({
    encryptDisks: environment.encryptDisks,
    requireImdsv2: environment.requireImdsv2,
    "backend.encrypt": state?.encrypt,
    "backend.useLockfile": state?.useLockfile,
  }).filter(([, on]) => on === false);
  return { ...environment, exceptions: Object.fromEntries(off.map(([path]) => [path, "not ours to say"])) };
}

/** Environments that are well-formed, field by field; what they say together may still be refused. */
export const environments: fc.Arbitrary<EnvironmentInput> = fc
  .tuple(vpcCidr, fc.constantFrom("arm64" as const, "x86_64" as const))
  .chain(([vpc, architecture]) =>
    fc.record(
      {
        region: fc.constant(REGION),
        vpcCidr: fc.constant(vpc),
        zones: zonesIn(vpc),
        ...withArchitecture(architecture),
        project,
        ssh: fc.record({ publicKey: fc.constant(PUBLIC_KEY), allowedCidrs }),
        endpoints: fc.boolean(),
        diskGib: fc.integer({ min: 8, max: 16384 }),
        encryptDisks: fc.boolean(),
        requireImdsv2: fc.boolean(),
        backend,
        tags,
      },
      { requiredKeys: ["region", "vpcCidr", "zones", "ami", "nat", "privateInstances"] },
    ),
  )
  .map((environment) => withReasons(environment as EnvironmentInput));
