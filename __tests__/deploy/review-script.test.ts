import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript } from "../support/script";

const MINUTE = 60_000;
jest.setTimeout(MINUTE);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("every environment's stacks are written, and what is left over is removed", async () => {
  mkdirSync(join(folder, "gone"));
  writeFileSync(join(folder, "gone/network.tf.json"), "{}");
  const { exitCode } = await review("--output", folder);
  expect(exitCode).toBe(0);
  for (const [name, others] of [
    ["article", []],
    ["production", ["failover"]],
  ] as const) {
    expect(readdirSync(join(folder, name)).sort()).toEqual(
      [...others, "nat-instance", "network", "private-instances", "routes"].map(
        (stack) => `${stack}.tf.json`,
      ),
    );
  }
  expect(existsSync(join(folder, "gone/network.tf.json"))).toBe(false);
});

test("a machine with another provider writes the same", async () => {
  await review("--output", folder);
  const { exitCode, stdout } = await review("--check", { AWS_PROVIDER_VERSION: "4.0.0" });
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^The \d+ files in review\/ are current$/)]);
});

test("--check names what is stale and the command, and writes nothing", async () => {
  await review("--output", folder);
  const changed = join(folder, "article/routes.tf.json");
  writeFileSync(changed, readFileSync(changed, "utf8").replace("0.0.0.0/0", "10.0.0.0/8"));
  const stale = readFileSync(changed, "utf8");
  rmSync(join(folder, "production/network.tf.json"));
  writeFileSync(join(folder, "article/old.tf.json"), "{}");

  const { exitCode, stderr } = await review("--check", "--output", folder);
  expect(exitCode).toBe(1);
  expect(stderr.split("\n").slice(-4)).toEqual([
    `${folder}: changed article/routes.tf.json`,
    `${folder}: missing production/network.tf.json`,
    `${folder}: left over article/old.tf.json`,
    `Write them again: npm run review -- -o "${folder}"`,
  ]);
  expect(readFileSync(changed, "utf8")).toBe(stale);
  expect(existsSync(join(folder, "production/network.tf.json"))).toBe(false);
});

function review(...args: (string | NodeJS.ProcessEnv)[]) {
  const env = args.find((argument) => typeof argument === "object");
  const options = args.filter((argument) => typeof argument === "string");
  return runScript("review", options, { env: { ENVIRONMENT: undefined, ...env } });
}
