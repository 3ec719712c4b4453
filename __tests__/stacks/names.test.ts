import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { readManifest } from "../../scripts/support/manifest";
import { ALL_STACKS, OPTIONAL_STACKS, absentStacks } from "../../stacks/names";
import { synthesize, testEnvironment } from "../support/synthesize";

const ALL: Partial<EnvironmentInput> = {
  nat: { standby: "gateway", failover: "standby" },
  monitoring: "heartbeat",
  publish: [{ name: "web", port: 443, allowedCidrs: ["203.0.113.0/24"] }],
};

test("every stack that is written somewhere is known", () => {
  const folder = join(__dirname, "../../stacks");
  const written = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/super\(scope, "(.*?)"/g)].map(([, name]) => name),
  );
  expect([...new Set(written)].sort()).toEqual([...ALL_STACKS].sort());
});

test("those that an environment may be without are not in the smallest ones", () => {
  const found = [{}, { nat: { kind: "none" } } as const].map(
    (input) => synthesize(testEnvironment(input)).stacks,
  );
  const always = ALL_STACKS.filter((name) => found.every((stacks) => (stacks as string[]).includes(name)));
  expect(ALL_STACKS.filter((name) => !always.includes(name))).toEqual(OPTIONAL_STACKS);
});

test.each<Partial<EnvironmentInput>>([
  {},
  { nat: { standby: "gateway" } },
  { nat: { kind: "gateway" } },
  { nat: { kind: "regional-gateway", standby: "instance" } },
  { nat: { kind: "none" } },
  ALL,
])("what an environment is without is what is not synthesized of it: %j", (input) => {
  const environment = testEnvironment(input);
  expect([...synthesize(environment).stacks, ...absentStacks(environment)].sort()).toEqual(
    [...ALL_STACKS].sort(),
  );
});

test("each after those that it takes values from", () => {
  const stacks = readManifest(synthesize(testEnvironment(ALL)).folder);
  expect(stacks.map(({ name }) => name).sort()).toEqual([...ALL_STACKS].sort());
  for (const { name, dependencies } of stacks) {
    for (const other of dependencies)
      expect(ALL_STACKS.indexOf(other)).toBeLessThan(ALL_STACKS.indexOf(name));
  }
});
