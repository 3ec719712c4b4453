import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRenamed, toCdkTerrain } from "../../lib/exits/cdk-terrain";
import { PROJECT } from "../support/script";

const renamed = (path: string) => toCdkTerrain(path, readFileSync(join(PROJECT, path), "utf8"));

// That it works is proven by npm run exit, which needs npm's registry.
test.each([
  ['import { App } from "cdktf";', 'import { App } from "cdktn";'],
  ['/// <reference types="cdktf/lib/testing" />', '/// <reference types="cdktn/lib/testing" />'],
  [
    'import { Vpc } from "@cdktf/provider-aws/lib/vpc";',
    'import { Vpc } from "@cdktn/provider-aws/lib/vpc";',
  ],
  ['run("cdktf", ["synth"])', 'run("cdktn", ["synth"])'],
  ['join(folder, "cdktf.out")', 'join(folder, "cdktf.out")'],
  ['env["CDKTF_OUTDIR"], "cdktf.json"', 'env["CDKTF_OUTDIR"], "cdktf.json"'],
  ["// what cdktf wrote", "// what cdktf wrote"],
])("%s becomes %s", (before, after) => {
  expect(toCdkTerrain("scripts/some.ts", before)).toBe(after);
});

test("every package of CDKTF is replaced, in a version of CDK Terrain", () => {
  const { dependencies, devDependencies, engines } = JSON.parse(renamed("package.json"));
  const all = { ...dependencies, ...devDependencies };
  expect(Object.keys(all).filter((name) => /^@?cdktf/.test(name))).toEqual([]);
  expect(all).toMatchObject({
    cdktn: "0.24.0",
    "cdktn-cli": "0.24.0",
    "@cdktn/hcl2json": "0.24.0",
    "@cdktn/provider-aws": "25.7.0",
    constructs: "10.7.2",
  });
  expect(engines.node).toBe("^22.19");
});

test("the review files get the provider's source that CDK Terrain writes, and nothing else", () => {
  const path = "review/article/network.tf.json";
  const json = JSON.parse(readFileSync(join(PROJECT, path), "utf8"));
  json.terraform.required_providers.aws.source = "hashicorp/aws";
  expect(JSON.parse(renamed(path))).toEqual(json);
});

test("documents, which speak of CDKTF, and what npm writes itself are left alone", () => {
  const paths = [
    "README.md",
    "package-lock.json",
    ".github/renovate.json",
    "main.ts",
    "eslint.config.js",
    "typescript.cjs",
  ];
  expect(paths.filter(isRenamed)).toEqual(["main.ts", "eslint.config.js", "typescript.cjs"]);
});
