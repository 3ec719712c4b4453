import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript } from "../support/script";
import { describeWith } from "../support/tools";

let project: string;
let output: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  output = join(project, "cdktf.out.prod");
  environmentFile("a/prod", "10.8.0.0/16");
  environmentFile("b/prod", "10.9.0.0/16");
  environmentFile("a/other", "10.8.0.0/16");
});
afterEach(() => rmSync(project, { recursive: true }));

function environmentFile(name: string, vpcCidr: string): void {
  const file = join(project, `${name}.ts`);
  mkdirSync(join(file, ".."), { recursive: true });
  const environment = { region: "eu-central-1", vpcCidr, zones: ["eu-central-1b"] };
  writeFileSync(file, `export default ${JSON.stringify(environment)};`);
}

function run(script: string, name: string, ...args: string[]) {
  return runScript(script, args, { env: { ENVIRONMENT: join(project, `${name}.ts`) } });
}

test("of two files of one name the second is refused, whatever folder it is given, and nothing is overwritten", async () => {
  expect((await run("synth", "a/prod", "-o", output)).exitCode).toBe(0);
  const file = join(output, "stacks/network/cdk.tf.json");
  const before = readFileSync(file, "utf8");
  for (const folder of [output, join(project, "another")]) {
    const { exitCode, stdout, stderr } = await run("synth", "b/prod", "-o", folder);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^ENVIRONMENT: file: ".+" has the name of \S+a\/prod\.ts, which \S+ belongs to, .+$/,
    );
    expect(stderr.split("\n")).toHaveLength(1);
  }
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(existsSync(join(project, "another"))).toBe(false);
});

describeWith(["terraform"], "stacks that are planned as they are", () => {
  test("have to be the environment's own", async () => {
    expect((await run("synth", "a/prod", "-o", output)).exitCode).toBe(0);
    const { exitCode, stderr } = await run("plan", "a/other", "--skip-synth", "-o", output);
    expect([exitCode, stderr]).toEqual([
      2,
      `--skip-synth: "${output}" holds the stacks of prod, not of other; leave it out`,
    ]);
    expect((await run("plan", "b/prod", "--skip-synth", "-o", output)).stderr).toContain("has the name of");
    expect(existsSync(join(output, "plan"))).toBe(false);
  });
});
