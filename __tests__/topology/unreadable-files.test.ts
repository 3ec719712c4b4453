import { readTopology } from "../../lib/topology";
import { lineOf } from "./line-of";
import { topologyOfStacks, withSubnet, written } from "./written";

describe("what is no network at all", () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ["a path with nothing there", { "main.tf.json": {} }, "nowhere", "there is no such file or folder"],
    [
      "an empty folder",
      { "docs/README.md": "" },
      "docs",
      "holds no manifest.json, no *.tf.json and no states",
    ],
    [
      "HCL",
      { "main.tf.json": {}, "vpc.tf": "" },
      "vpc.tf",
      "HCL is not read; give the state: terraform show -json > state.json",
    ],
    ["other JSON", { "x.json": { name: "x" } }, "x.json", "is neither Terraform JSON nor a state"],
    ["JSON that is no object", { "x.json": [] }, "x.json", "is neither Terraform JSON nor a state"],
    [
      "a plan",
      { "plan.json": { format_version: "1.2", planned_values: {} } },
      "plan.json",
      'is a plan; give what "terraform show -json" prints of the state',
    ],
    [
      "a raw state",
      { "raw.json": { version: 4, lineage: "x" } },
      "raw.json",
      'is a raw state; give what "terraform show -json" prints of the state',
    ],
  ])("%s", (_, files, path, why) => {
    const folder = written(files);
    const given = path === "vpc.tf" ? folder : `${folder}/${path}`;
    expect(lineOf(() => readTopology(given))).toBe(`${folder}/${path}: ${why}`);
  });

  test("text that is not JSON", () => {
    const file = `${written({ "main.tf.json": "{" })}/main.tf.json`;
    const line = lineOf(() => readTopology(file));
    expect(line.startsWith(`${file}: is not JSON: `)).toBe(true);
    expect(line).not.toContain("\n");
  });

  test("a stack that is not there is answered with those that are", () => {
    const out = { b: withSubnet({}), a: {} };
    expect(lineOf(() => topologyOfStacks(out, { stacks: ["a", "route"] }))).toMatch(
      /web: there is no stack "route"; there are: a, b$/,
    );
  });
});
