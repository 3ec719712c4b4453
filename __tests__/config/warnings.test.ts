import { STACKS, testEnvironment } from "../support/synthesize";
import { LONGEST_STATE_FILE } from "../../lib/config/backend";

const US = { region: "us-east-1" };
const zones = (count: number) => [..."abcdef"].slice(0, count).map((letter) => `us-east-1${letter}`);

test("six NAT hosts are more than the Elastic IPs of an account", () => {
  const warnings = (count: number) =>
    testEnvironment({ ...US, zones: zones(count), nat: { placement: "per-zone" } }).warnings;
  expect(warnings(5)).toEqual([]);
  expect(warnings(6)).toEqual([
    expect.stringMatching(/^nat\.placement: "per-zone" needs 6 Elastic IPs, .* 5 /),
  ]);
});

test("a bucket's name with dots is worth a look", () => {
  const backend = { type: "s3" as const, bucket: "team.states", region: "eu-west-1" };
  expect(testEnvironment({ backend }).warnings).toEqual([expect.stringMatching(/^backend\.bucket: .*dots/)]);
});

describe("a pattern that finds minimal images", () => {
  test.each([
    "al2023-ami-minimal-2023.*",
    "al2023-ami-*",
    "***",
    "al????-ami-*-kernel-6.18-*64",
    "*minimal*",
  ])("is worth a look: %s", (pattern) => {
    expect(testEnvironment({ ami: { pattern } }).warnings).toEqual([
      expect.stringMatching(/^ami\.pattern: .* no Systems Manager agent/),
    ]);
  });

  test.each(["al2023-ami-2023.*", "al2023-ami-*-kernel-6.1-arm64", "mine-*", `${"*?".repeat(60)}x`])(
    "is not so: %s",
    (pattern) => expect(testEnvironment({ ami: { pattern } }).warnings).toEqual([]),
  );

  test("is not so: one's own images, or a fixed one", () => {
    expect(testEnvironment({ ami: { pattern: "al2023-*", owner: "self" } }).warnings).toEqual([]);
    expect(testEnvironment({ ami: { pattern: "***", id: "ami-0123456789abcdef0" } }).warnings).toEqual([]);
  });
});

test("the longest name of a state's object is that of the stack with the longest name", () => {
  const longest = [...STACKS].sort((a, b) => b.length - a.length)[0];
  expect(LONGEST_STATE_FILE).toBe(`/${longest}.tfstate.tflock`);
});
