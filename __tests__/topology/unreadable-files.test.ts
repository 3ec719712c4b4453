import { readTopology } from "../../lib/topology";
import { lineOf } from "./line-of";
import { topologyOfStacks, withSubnet, written } from "./written";

const google = {
  address: "google_compute_network.x",
  mode: "managed",
  type: "google_compute_network",
  values: { id: "x" },
};

describe("what is no network at all", () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ["a path with nothing there", { "main.tf.json": {} }, "nowhere", "there is no such file or folder"],
    [
      "an empty folder",
      { "docs/README.md": "" },
      "docs",
      "holds no manifest.json, no *.tf.json, no state and no plan",
    ],
    [
      "HCL",
      { "main.tf.json": {}, "vpc.tf": "" },
      "vpc.tf",
      "HCL is not read; give the plan or the state: terraform show -json > state.json",
    ],
    ["other JSON", { "x.json": { name: "x" } }, "x.json", "is neither Terraform JSON nor a state or a plan"],
    ["JSON that is no object", { "x.json": [] }, "x.json", "is neither Terraform JSON nor a state or a plan"],
    ["an empty plan", { "p.json": { format_version: "1.2", planned_values: {} } }, "p.json", "holds no VPC"],
    ["an empty state", { "s.json": { format_version: "1.0" } }, "s.json", "holds no VPC"],
    [
      "a plan that failed",
      { "p.json": { format_version: "1.2", errored: true, planned_values: {} } },
      "p.json",
      "is of a plan that failed, and holds a part of it; plan again",
    ],
    [
      "a plan of a later form",
      { "p.json": { format_version: "2.0", planned_values: {} } },
      "p.json",
      'has the format "2.0", which is not known here; write it with Terraform 1.x',
    ],
    [
      "an old state",
      { "raw.json": { version: 3, lineage: "x", modules: [] } },
      "raw.json",
      'is a state of version "3", and only 4 is read; write it with Terraform 1.x',
    ],
    ["an empty raw state", { "raw.json": { version: 4, lineage: "x" } }, "raw.json", "holds no VPC"],
    [
      "a provider's schema",
      { "x.json": { format_version: "1.0", provider_schemas: {} } },
      "x.json",
      "holds no VPC",
    ],
    [
      "another cloud's state",
      { "x.json": { format_version: "1.0", values: { root_module: { resources: [google] } } } },
      "x.json",
      "holds no VPC that can be read: x: google_compute_network.x: is of a type that is not followed",
    ],
    [
      "a manifest without stacks",
      { "manifest.json": { name: "web app" } },
      "manifest.json",
      "names no stacks",
    ],
    [
      "a stack without its folder",
      { "manifest.json": { stacks: { a: { name: "a" } } } },
      "manifest.json",
      "has a stack without name or workingDirectory",
    ],
    ["a folder for a file", { "x.tf.json/y": "" }, "x.tf.json", "cannot be read: EISDIR"],
    [
      "calls of modules alone",
      { "x.json": { module: { vpc: { source: "a" }, nat: { source: "b" } } } },
      "x.json",
      "nothing of a VPC was read: module.nat, module.vpc; give the plan or the state: terraform show -json",
    ],
    [
      "JSON that is too deep",
      { "x.json": `{"resource":${"[".repeat(1e5)}${"]".repeat(1e5)}}` },
      "x.json",
      "is too deep or too large to be read",
    ],
  ])("%s", (_, files, path, why) => {
    const folder = written(files);
    const given = ["vpc.tf", "manifest.json", "x.tf.json"].includes(path) ? folder : `${folder}/${path}`;
    expect(lineOf(() => readTopology(given))).toBe(`${folder}/${path}: ${why}`);
  });

  test("text that is not JSON", () => {
    const file = `${written({ "main.tf.json": "{" })}/main.tf.json`;
    const line = lineOf(() => readTopology(file));
    expect(line.startsWith(`${file}: is not JSON: `)).toBe(true);
    expect(line).not.toContain("\n");
  });

  test("a device, which may never end", () => {
    expect(lineOf(() => readTopology("/dev/zero"))).toBe("/dev/zero: is a device; name a file");
  });

  test("a text that is not JSON is not shown", () => {
    const file = `${written({ "x.json": "correct horse\nbattery" })}/x.json`;
    expect(lineOf(() => readTopology(file))).toBe(`${file}: is not JSON: Unexpected token 'c'`);
    const archive = `${written({ "x.json": "\u0000PK" })}/x.json`;
    expect(lineOf(() => readTopology(archive))).toBe(`${archive}: is not JSON: Unexpected token '\\u{0}'`);
  });

  test("a path prints, and is not shown where it may be a secret", () => {
    expect(lineOf(() => readTopology("no\nsuch"))).toBe("no\\u{a}such: there is no such file or folder");
    expect(lineOf(() => readTopology("ghp_0123456789"))).toBe(
      "(14 characters that may be a secret): there is no such file or folder",
    );
  });

  test("a stack that is not there is answered with those that are", () => {
    const out = { b: withSubnet({}), a: {} };
    expect(lineOf(() => topologyOfStacks(out, { stacks: ["a", "route"] }))).toMatch(
      /web: there is no stack "route"; there are: a, b$/,
    );
  });
});
