import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadEnvironment } from "../../lib/config/load";
import { shown } from "../../lib/tools/messages";
import { runScript, runTypeScript } from "../support/script";
import { synthesize } from "../support/synthesize";
import { treeOf } from "../support/tree";

jest.setTimeout(180_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts files into the folder, by their paths in it. */
function put(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return runScript(command, args, { env: { ENVIRONMENT: undefined, ...env } });
}

test.each([
  ["synth", "cdktf.out"],
  ["synth-hcl", "cdktf.out"],
  ["plan", "cdktf.out"],
  ["review", "review"],
])("%s leaves a folder that holds anything else as it is", async (command, example) => {
  put({
    "a.md": "# A",
    "manifest.json": '{"name":"app"}',
    "plan/house.dwg": "walls",
    "gone/a.tf.json": "{}",
  });
  const before = treeOf(folder);
  const { exitCode, stdout, stderr } = await run(command, ["-o", folder]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    `--output: ${shown(folder)} holds a.md, which this command did not write; name a new folder, such as ${example}`,
  );
  expect(treeOf(folder)).toEqual(before);
});

test.each([
  ["diagram", "--output", "network.svg"],
  ["cost", "--chart", "cost.svg"],
  ["lock", "--lock-file", "production.terraform.lock.hcl"],
])("%s leaves a file of another's as it is", async (command, option, example) => {
  put({ "mine.svg": '<svg role="img"><title>Logo</title></svg>' });
  const path = join(folder, "mine.svg");
  const before = treeOf(folder);
  const { exitCode, stdout, stderr } = await run(command, [option, path]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(
    `${option}: ${shown(path)} is a file that this command did not write; name a new file, such as ${example}`,
  );
  expect(treeOf(folder)).toEqual(before);
});

test("the app leaves a foreign folder as it is, for cdktf's own commands too", async () => {
  put({ "manifest.json": '{"name":"app"}' });
  const before = treeOf(folder);
  const { exitCode, stderr } = await runTypeScript(["main.ts"], {
    env: { ENVIRONMENT: undefined, CDKTF_OUTDIR: folder },
  });
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("holds manifest.json, which this command")]);
  expect(treeOf(folder)).toEqual(before);
});

test("what a command has written it writes again, and leaves what terraform and people put beside it", async () => {
  const output = join(folder, "out");
  const link = join(folder, "link");
  cpSync(synthesize(loadEnvironment("production")).folder, output, { recursive: true });
  symlinkSync("out", link);
  put({
    "out/stacks/network/local_override.tf.json": "{}",
    "out/stacks/gone/.terraform.lock.hcl": "",
    "out/stacks/network/.terraform/providers": "kept",
    "out/plan/network.tfplan": "plan",
    "out/plan/plan.json": JSON.stringify({ formatVersion: 1, plans: [] }),
    // As a process that was killed in the middle leaves it.
    "out/stacks/network/cdk.tf.json.99999999.part": "{",
    // Terraform would read it beside the JSON.
    "out/stacks/network/cdk.tf": 'Project = "p"\nEnvironment = "e"\nStack = "network"\n',
  });
  rmSync(join(output, "stacks/routes"), { recursive: true });
  // For no other environment is it in use: nothing in it names one.
  writeFileSync(join(output, "stacks/network/cdk.tf.json"), "{}");
  const { exitCode, stderr } = await run("synth", ["-o", link], { AWS_PROVIDER_VERSION: undefined });
  expect([exitCode, stderr]).toEqual([0, "Synthesizing article …"]);

  const expected = treeOf(synthesize(loadEnvironment("article")).folder);
  const tree = treeOf(output);
  expect(tree).toMatchObject(expected);
  const beside = Object.keys(tree).filter((path) => !(path in expected));
  expect(beside.filter((path) => tree[path] !== "folder").sort()).toEqual([
    "environment.json",
    "plan/network.tfplan",
    "plan/plan.json",
    "stacks/gone/.terraform.lock.hcl",
    "stacks/network/.terraform/providers",
    "stacks/network/local_override.tf.json",
  ]);
});
