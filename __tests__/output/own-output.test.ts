import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadEnvironment } from "../../lib/config/load";
import { refuseForeignOutput } from "../../lib/output/own-output";
import { refuseForeignReview, reviewJson } from "../../lib/deploy/review";
import { synthesize } from "../support/synthesize";
import { treeOf } from "../support/tree";
import { describeWith } from "../support/tools";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "own-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const synthesized = treeOf(synthesize(loadEnvironment("article")).folder);
const network = synthesized["stacks/network/cdk.tf.json"]!;
const MANIFEST = synthesized["manifest.json"]!;
const WITHOUT_TAGS = JSON.stringify({ provider: { aws: [{ region: "eu-central-1" }] }, resource: {} });

/** Puts files into the folder, by their paths in it. */
function put(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const place = () => ({ option: "--output", path: folder, example: "new" });

describe("a folder for what is synthesized is taken when it", () => {
  test.each<[string, Record<string, string>]>([
    ["is empty", {}],
    ["holds stacks", { "manifest.json": MANIFEST, "stacks/network/cdk.tf.json": network }],
    [
      "holds a stack as HCL",
      { "stacks/network/cdk.tf": 'Project = "p"\nEnvironment = "e"\nStack       = "network"' },
    ],
    [
      "holds what terraform and people put beside a stack",
      {
        "stacks/network/cdk.tf.json": network,
        "stacks/network/.terraform/providers/aws": "binary",
        "stacks/network/local_override.tf.json": "{}",
      },
    ],
    ["holds what terraform left of a stack that is gone", { "stacks/gone/.terraform.lock.hcl": "" }],
    [
      "holds plans",
      {
        "plan/plan.json": JSON.stringify({ formatVersion: 1, plans: [] }),
        "plan/plan.md": "",
        "plan/nat-instance.tfplan": "",
        "plan/nat-instance.terraform.lock.hcl": "",
      },
    ],
    ["holds plans of a run that was killed", { "plan/network.tfplan": "" }],
    ["holds an empty file, left by a full disk", { "stacks/network/cdk.tf.json": "" }],
    [
      "holds the part of a file, left by a killed process",
      {
        "manifest.json.12.part": "{",
        "stacks/network/cdk.tf.json.12.part": "{",
        "stacks/network/cdk.tf.json": network,
      },
    ],
    ["was opened in macOS's Finder", { ".DS_Store": "" }],
  ])("%s", (_, files) => {
    put(files);
    expect(() => refuseForeignOutput(place())).not.toThrow();
  });
});

describe("a folder for what is synthesized is refused when it holds", () => {
  test.each<[string, Record<string, string>, string]>([
    ["documents", { "a.md": "", "b.md": "" }, "a.md"],
    ["a web app's manifest", { "manifest.json": '{"name":"app","icons":[]}' }, "manifest.json"],
    ["a browser extension's manifest", { "manifest.json": '{"version":"1.0"}' }, "manifest.json"],
    ["a manifest that is no JSON", { "manifest.json": "{" }, "manifest.json"],
    ["an array as its manifest", { "manifest.json": "[]" }, "manifest.json"],
    ["nothing as its manifest", { "manifest.json": "null" }, "manifest.json"],
    ["another file beside a manifest", { "manifest.json": MANIFEST, "notes.txt": "" }, "notes.txt"],
    ["another project's stack", { "stacks/network/cdk.tf.json": WITHOUT_TAGS }, "stacks/network"],
    ["a stack under another's name", { "stacks/routes/cdk.tf.json": network }, "stacks/routes"],
    ["sources called stacks", { "stacks/network.ts": "export {}" }, "stacks/network.ts"],
    ["folders of sources called stacks", { "stacks/web/index.ts": "" }, "stacks/web"],
    ["a file called stacks", { stacks: "" }, "stacks"],
    ["plans of a house", { "plan/house.dwg": "" }, "plan/house.dwg"],
    ["a file called plan", { plan: "" }, "plan"],
    ["another program's plan.json", { "plan/plan.json": '{"weeks":[]}' }, "plan/plan.json"],
    ["a hidden file", { ".env": "SECRET=1" }, ".env"],
  ])("%s", (_, files, foreign) => {
    put(files);
    const before = treeOf(folder);
    expect(() => refuseForeignOutput(place())).toThrow(
      `holds ${foreign}, which this command did not write; name a new folder, such as new`,
    );
    expect(treeOf(folder)).toEqual(before);
  });
});

describeWith(["mkfifo"], "a folder with a pipe in a file's place", () => {
  test("is refused, and nobody waits for what comes out of it", () => {
    execFileSync("mkfifo", [join(folder, "manifest.json")]);
    expect(() => refuseForeignOutput(place())).toThrow(
      "holds manifest.json, which this command did not write",
    );
  });
});

describe("a review's folder", () => {
  const review = reviewJson(network);

  test.each<[string, Record<string, string>]>([
    ["is empty", {}],
    ["holds reviews", { "article/network.tf.json": review, "gone/network.tf.json": review }],
    ["has the marks of a merge conflict", { "article/network.tf.json": `<<<<<<< HEAD\n${review}=======\n` }],
    ["has an empty file, left by a full disk", { "article/network.tf.json": "" }],
  ])("is taken when it %s", (_, files) => {
    put(files);
    expect(() => refuseForeignReview(place())).not.toThrow();
  });

  test.each<[string, Record<string, string>, string]>([
    ["documents", { "a.md": "" }, "a.md"],
    ["Terraform of people's own", { "office/main.tf.json": WITHOUT_TAGS }, "office/main.tf.json"],
    ["a review at its top", { "network.tf.json": review }, "network.tf.json"],
    ["a review too far down", { "a/b/network.tf.json": review }, "a/b/network.tf.json"],
    ["a review under another's name", { "article/routes.tf.json": review }, "article/routes.tf.json"],
  ])("is refused when it holds %s", (_, files, foreign) => {
    put(files);
    expect(() => refuseForeignReview(place())).toThrow(`holds ${foreign}, which this command did not write`);
  });
});
