import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource, TerraformStack } from "cdktf";
import execa from "execa";
import { correctHcl } from "../../lib/exits/hcl";
import { describeWith } from "../support/tools";

const VALUES = {
  ends_with_a_newline: "a\nb\n",
  ends_with_two: "a\n\n",
  ends_with_none: "a\nb",
  has_a_line_that_looks_like_the_end: "a\n  EOF\nb\n",
  has_two_of_them: "EOF\nEOF_\n",
  wraps_another_heredoc: "<<EOF\na\nb\n\nEOF\n",
  looks_like_HCL: 'ignore_changes = ["ami"]\nresource "aws_vpc" "vpc" {\n',
  has_quotes_and_backslashes: 'a "b" \\n\n',
  has_signs_that_replacements_know: "$& $1 $$\n",
  comes_from_Windows: "c\r\nd\r\n",
};

/** A resource of the one provider that terraform has built in, with a multi-line string as a host's user data is one. */
class Text extends TerraformResource {
  constructor(
    scope: TerraformStack,
    id: string,
    private readonly text: string,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes() {
    return { input: this.text };
  }

  protected override synthesizeHclAttributes() {
    return { input: { value: this.text, isBlock: false, type: "simple", storageClassType: "string" } };
  }
}

describeWith(["terraform"], "read by terraform", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has the values that are in the JSON, whatever their lines", async () => {
    const hcl = written(join(folder, "hcl"), "true", "cdk.tf");
    const json = JSON.parse(written(join(folder, "json"), "false", "cdk.tf.json"));
    writeFileSync(join(folder, "main.tf"), correctHcl(hcl, json));
    const terraform = (...args: string[]) => execa("terraform", args, { cwd: folder });
    await terraform("init", "-input=false");
    await terraform("plan", "-input=false", "-out=tfplan");
    const { stdout } = await terraform("show", "-json", "tfplan");
    const resources: any[] = JSON.parse(stdout).planned_values.root_module.resources;
    expect(Object.fromEntries(resources.map(({ name, values }) => [name, values.input]))).toEqual(VALUES);
  }, 60_000);
});

it("forgets what the JSON forgets", () => {
  const removed = [{ from: "aws_route.b", lifecycle: { destroy: false } }];
  expect(correctHcl("locals {\n}", { removed })).toBe(
    "locals {\n}\nremoved {\n  from = aws_route.b\n  lifecycle {\n    destroy = false\n  }\n}\n",
  );
});

/** A stack with the values, as cdktf writes it. */
function written(outdir: string, asHcl: "true" | "false", file: string): string {
  process.env["SYNTH_HCL_OUTPUT"] = asHcl;
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "values");
    Object.entries(VALUES).forEach(([name, value]) => new Text(stack, name, value));
    app.synth();
    return readFileSync(join(outdir, "stacks/values", file), "utf8");
  } finally {
    delete process.env["SYNTH_HCL_OUTPUT"];
  }
}
