import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { _InstanceType as INSTANCE_TYPES } from "@aws-sdk/client-ec2";
import families from "../../lib/config/instance-types.json";
import regions from "../../lib/config/regions.json";
import { linesWith, refuses } from "./lines";

const FILE = join(__dirname, "../../lib/config/instance-types.json");

/** The sizes of each family, as the EC2 API of the installed SDK has them. */
function familiesOfSdk(): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const type of Object.values<string>(INSTANCE_TYPES)) {
    const [family, size] = type.split(".") as [string, string];
    (found[family] ??= []).push(size);
  }
  return found;
}

test("the list of instance types has all that the installed SDK's EC2 has; UPDATE_LISTS=1 brings it up to date", () => {
  const sdk = Object.fromEntries(
    Object.entries(familiesOfSdk())
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([family, sizes]) => [family, sizes.sort((a, b) => rankOf(a) - rankOf(b)).join(" ")]),
  );
  if (process.env["UPDATE_LISTS"]) writeFileSync(FILE, `${JSON.stringify(sdk, null, 2)}\n`);
  expect(JSON.parse(readFileSync(FILE, "utf8"))).toEqual(sdk);
});

/** Where a size stands among others: nano first, then by the number of xlarge, metal last. */
function rankOf(size: string): number {
  const named = ["nano", "micro", "small", "medium", "large", "xlarge"].indexOf(size);
  if (named >= 0) return named;
  return (size.startsWith("metal") ? 10_000 : 100) + Number(/\d+/.exec(size)?.[0] ?? 0);
}

test.each(Object.entries(regions))("the region %s is taken with its zones: %s", (region, letters) => {
  const zones = [...letters].map((letter) => `${region}${letter}`);
  expect(linesWith({ region, zones })).toEqual([]);
});

const X86 = { instanceType: "t3.nano" };

const NEW = (key: string) => `if it is new, say so in exceptions: { "${key}": "…" }`;

describe("what no list knows is refused:", () => {
  refuses([
    [
      `region: "eu-central-7" is no region that is known here (did you mean "eu-central-1"?); ${NEW("region")}`,
      { region: "eu-central-7", zones: ["eu-central-7a"] },
    ],
    [
      `zones[1].name: "eu-central-1f" is no zone of eu-central-1 that is known here; there are a, b, c; ${NEW("zones")}`,
      { zones: ["eu-central-1a", "eu-central-1f"] },
    ],
    [
      `nat.instanceType: "t4q.nano" is of no family that is known here (did you mean "t4g"?); ${NEW("nat.instanceType")}`,
      { nat: { instanceType: "t4q.nano" }, ami: { architecture: "x86_64" }, privateInstances: X86 },
    ],
    [
      `privateInstances.instanceType: "t4g.4xlarge" is no size of t4g; there are nano, micro, small, medium, large, xlarge, 2xlarge; ${NEW("privateInstances.instanceType")}`,
      { privateInstances: { instanceType: "t4g.4xlarge" } },
    ],
    [
      `backend.region: "eu-west-9" is no region that is known here (did you mean "eu-west-1"?); ${NEW("backend.region")}`,
      { backend: { type: "s3", bucket: "states", region: "eu-west-9" } },
    ],
  ]);
});

test("what is newer than the lists goes with a reason", () => {
  const reason = "opened last week";
  expect(
    linesWith({
      region: "eu-central-7",
      zones: ["eu-central-7a"],
      nat: { instanceType: "t9g.nano" },
      exceptions: { region: reason, "nat.instanceType": reason },
    }),
  ).toEqual([]);
  expect(linesWith({ zones: ["eu-central-1d"], exceptions: { zones: reason } })).toEqual([]);
});

test("a reason for what the lists know is refused", () => {
  expect(linesWith({ exceptions: { region: "why" } })).toEqual([
    'exceptions.region: "why" excepts what needs no reason; remove it',
  ]);
});

test("every family there is has a size that is taken, Macs and the first Graviton aside", () => {
  const refused = Object.entries(families).flatMap(([family, sizes]) => {
    const instanceType = `${family}.${sizes.split(" ")[0]}`;
    const lines = linesWith({ nat: { instanceType }, privateInstances: { count: 0, instanceType } });
    return lines.some((line) => !line.includes("is an x86_64 type")) ? [family] : [];
  });
  expect(refused.filter((family) => !family.startsWith("mac"))).toEqual(["a1"]);
});
