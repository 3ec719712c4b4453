import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript } from "../support/script";

const MINUTE = 60_000;
jest.setTimeout(MINUTE);
let output: string;

beforeEach(() => (output = join(mkdtempSync(join(tmpdir(), "nat-instance-test-")), "cdktf.out")));
afterEach(() => rmSync(join(output, ".."), { recursive: true }));

test(
  "synth ends with a table of the stacks in the order in which they are deployed",
  async () => {
    const { exitCode, stdout } = await synth({});
    const rows = stdout.split("\n").filter((line) => /cdk\.tf\.json/.test(line));
    expect(exitCode).toBe(0);
    expect(rows.map((row) => row.split("│").map((cell) => cell.trim())[1])).toEqual([
      "network",
      "nat-instance",
      "private-instances",
      "routes",
    ]);
    expect(rows[3]).toMatch(/2 .*nat-instance, network, private-instances/);
    expect(existsSync(join(output, "stacks/routes/cdk.tf.json"))).toBe(true);
  },
  MINUTE,
);

test(
  "an environment's warnings are shown",
  async () => {
    const { exitCode, stderr } = await synth({ ENVIRONMENT: environmentFile('vpcCidr: "11.8.0.0/16"') });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^warning: vpcCidr: "11\.8\.0\.0\/16" is no private range/m);
  },
  MINUTE,
);

test("a problem is one line, exit code 1, and nothing is written", async () => {
  const { exitCode, stderr } = await synth({ ENVIRONMENT: environmentFile('vpcCidr: "10.8.0.1/16"') });
  expect(exitCode).toBe(1);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toContain('vpcCidr: "10.8.0.1/16" has host bits set');
  expect(existsSync(output)).toBe(false);
});

test(
  "an expectation that is not met is one line and exit code 1",
  async () => {
    const expected =
      'expect: [{ from: "private-0", to: "internet", reachable: false }], vpcCidr: "10.8.0.0/16"';
    const { exitCode, stderr } = await synth({ ENVIRONMENT: environmentFile(expected) });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^expect\[0\]: private-0 → internet by tcp is reachable and must not be/m);
  },
  MINUTE,
);

test("a folder that terraform uses for another environment is left alone", async () => {
  const stack = join(output, "stacks/network");
  mkdirSync(join(stack, ".terraform"), { recursive: true });
  const provider = {
    aws: [
      { default_tags: [{ tags: { Project: "nat-instance", Environment: "article", Stack: "network" } }] },
    ],
  };
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify({ provider }));

  const other = await synth({ ENVIRONMENT: "production" });
  expect(other.exitCode).toBe(1);
  expect(other.stderr).toContain(
    `in use by "article"; give it a folder of its own: --output cdktf.out.production`,
  );
  expect((await synth({ ENVIRONMENT: "article" })).exitCode).toBe(0);
}, 60_000);

/** An environment file with `line` in it. */
function environmentFile(line: string): string {
  const file = join(output, "..", "example.ts");
  writeFileSync(file, `export default { region: "eu-central-1", zones: ["eu-central-1b"], ${line} };`);
  return file;
}

function synth(environment: NodeJS.ProcessEnv) {
  return runScript("synth", ["--output", output], { env: { ENVIRONMENT: undefined, ...environment } });
}
