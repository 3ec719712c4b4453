import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { loadEnvironment } from "../../lib/config/load";
import { STACKS, synthesize } from "../support/synthesize";
import { describeWith } from "../support/tools";
import { runScript } from "../support/script";

// The HCL is the way out of CDKTF: plain Terraform that needs nothing of this project.
describe.each(["article", "production"])("npm run synth:hcl of %s", (name) => {
  const synthesized = synthesize(loadEnvironment(name));
  const { json } = synthesized;
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

  it.each(STACKS)("writes %s as HCL and not as JSON too", (stack) => {
    expect(readdirSync(stackFolder(stack)).filter((file) => file.includes(".tf"))).toEqual(["cdk.tf"]);
  });

  it.each(STACKS)("writes every resource, data source and output of %s", (stack) => {
    const { resource = {}, data = {}, output = {} } = json(stack);
    const blocksOf = (kind: string, types: Record<string, object>) =>
      Object.entries(types).flatMap(([type, named]) =>
        Object.keys(named).map((element) => `${kind} "${type}" "${element}"`),
      );
    const expected = [
      ...blocksOf("resource", resource),
      ...blocksOf("data", data),
      ...Object.keys(output).map((element) => `output "${element}"`),
    ];
    const blocks = [...hcl(stack).matchAll(/^((?:resource|data|output) .*) \{$/gm)];
    expect(blocks.map(([, block]) => block).sort()).toEqual(expected.sort());
  });

  it.each(STACKS)("writes the same backend for %s", (stack) => {
    const [, type, body] = hcl(stack).match(/backend "(\w+)" \{\n([^}]*)\}/)!;
    const settings = body!
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/ *= */))
      .map(([key, value]) => [key, JSON.parse(value!)]);
    expect({ [type!]: Object.fromEntries(settings) }).toEqual(json(stack).terraform.backend);
  });

  it("writes the user data unchanged but for a newline at its end, which a heredoc adds", () => {
    const instances = Object.values<any>(json("nat-instance").resource.aws_instance);
    const texts = [...hcl("nat-instance").matchAll(/user_data += <<EOF\n(.*?\n)EOF\n/gs)];
    expect(texts.map(([, text]) => text)).toEqual(instances.map(({ user_data }) => `${user_data}\n`));
  });

  describeWith(["terraform"], "read by terraform", () => {
    it("is valid", async () => {
      // As modules of one configuration, the four stacks need one installation and one start of the provider.
      const modules = STACKS.map((stack) => `module "${stack}" {\n  source = "./stacks/${stack}"\n}\n`);
      writeFileSync(join(folder, "main.tf"), modules.join(""));
      const terraform = (...args: string[]) => execa("terraform", args, { cwd: folder });

      await terraform("init", "-backend=false", "-input=false", "-no-color");
      const { stdout } = await terraform("validate", "-json");
      const { diagnostics } = JSON.parse(stdout);
      expect(diagnostics.filter(({ severity }: any) => severity !== "warning")).toEqual([]);
    }, 300_000);
  });
});
