import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import execa from "execa";
import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { synthesize } from "../support/synthesize";
import { describeWith } from "../support/tools";
import { runScript } from "../support/script";

const IMPORT = /^import \{\n(.*\n)*?\}\n/gm;

// The HCL is the way out of CDKTF: plain Terraform that needs nothing of this project.
describe.each(environmentNames())("npm run synth:hcl of %s", (name) => {
  const synthesized = synthesize(loadEnvironment(name), process.env["AWS_PROVIDER_VERSION"] || undefined);
  const { json, stacks } = synthesized;
  let folder: string;
  const stackFolder = (stack: string) => join(folder, "stacks", stack);
  const hcl = (stack: string) => readFileSync(join(stackFolder(stack), "cdk.tf"), "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hcl-test-"));
    // As an earlier synthesis to JSON leaves it.
    cpSync(synthesized.folder, folder, { recursive: true });
    await runScript("synth-hcl", ["--output", folder], { env: { ENVIRONMENT: name }, reject: true });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(stacks)("writes %s as HCL and not as JSON too", (stack) => {
    expect(readdirSync(stackFolder(stack)).filter((file) => file.includes(".tf"))).toEqual(["cdk.tf"]);
  });

  it.each(stacks)("says in %s what the JSON says, and nothing else", async (stack) => {
    expect(plain(await parse("cdk.tf", hcl(stack)))).toEqual(plain(withBareNames(json(stack))));
  });

  describeWith(["terraform"], "read by terraform", () => {
    it("is valid, with no warning, and formatted", async () => {
      // As modules of one configuration, the stacks need one installation and one start of the provider. Imports are for
      // the root alone.
      const imports = stacks.flatMap((stack) => hcl(stack).match(IMPORT) ?? []);
      for (const stack of stacks) {
        writeFileSync(join(stackFolder(stack), "cdk.tf"), hcl(stack).replaceAll(IMPORT, ""));
      }
      expect(imports.length > 0).toBe(name === "existing");
      const modules = stacks.map((stack) => `module "${stack}" {\n  source = "./stacks/${stack}"\n}\n`);
      writeFileSync(join(folder, "main.tf"), modules.join(""));
      const terraform = (...args: string[]) => execa("terraform", args, { cwd: folder });

      await terraform("init", "-backend=false", "-input=false", "-no-color");
      const { stdout } = await terraform("validate", "-json");
      const { diagnostics } = JSON.parse(stdout);
      // A module's backend is none; these are modules here alone.
      expect(diagnostics.filter(({ summary }: any) => summary !== "Backend configuration ignored")).toEqual(
        [],
      );
      await terraform("fmt", "-check", "-recursive", "stacks");
    }, 300_000);
  });
});

/** Without what cdktf says of itself, and with a block that is there once as one that could be there again. */
function plain(value: unknown): unknown {
  // terraform fmt puts spaces into an expression's braces.
  if (typeof value === "string" && value.startsWith("${jsonencode("))
    return value.replace(/(?<=\{) | (?=\})/g, "");
  if (Array.isArray(value) && value.length === 1 && typeof value[0] === "object") return plain(value[0]);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]));
}

/** With names that the HCL has bare as expressions, and not as strings. */
function withBareNames(stack: any): any {
  const bare = (names: string[]) => names.map((name) => `\${${name}}`);
  const elements = Object.values<any>({ ...stack.resource, ...prefixed(stack.data) }).flatMap((named) =>
    Object.values<any>(named),
  );
  for (const element of elements) {
    if (element.depends_on) element.depends_on = bare(element.depends_on);
    if (element.lifecycle?.ignore_changes)
      element.lifecycle.ignore_changes = bare(element.lifecycle.ignore_changes);
  }
  for (const imported of stack.import ?? []) [imported.to] = bare([imported.to]);
  return stack;
}

/** Data sources beside resources of the same type. */
function prefixed(data: object = {}): object {
  return Object.fromEntries(Object.entries(data).map(([type, named]) => [`data ${type}`, named]));
}
