import { join } from "node:path";
import { StateFolder, backendIn, isSameFolder, placeOf, stateFolderOf } from "../../../lib/deploy/state/folder";
import { backendOf } from "../../../lib/deploy/state/search";
import { S3 } from "../../stacks/examples";
import { STACKS, synthesize, testEnvironment } from "../../support/synthesize";

const cwd = "/checkout/cdktf.out/stacks/network";

describe.each([
  ["local", { type: "local" } as const, undefined],
  ["S3", S3, `s3://${S3.bucket}/nat-instance/test`],
  ["S3 under a prefix", { ...S3, keyPrefix: "a/b" }, `s3://${S3.bucket}/a/b`],
])("of stacks with a %s backend", (_, backend, place) => {
  const { folder, file, json } = synthesize(testEnvironment({ backend }));
  const found = STACKS.map((name) => {
    return backendOf({ name, file: file(name), folder: join(folder, "stacks", name) });
  });

  test("all states are in one folder, named as people write it", () => {
    expect(new Set(found.map(placeOf)).size).toBe(1);
    if (place) expect(placeOf(found[0]!)).toBe(place);
    else expect(found[0]).toEqual({ type: "local", path: join(folder, "../state/test") });
  });

  test("terraform is led to the same file", () => {
    const { local, s3 } = json("routes").terraform.backend;
    const path = local && join(folder, "stacks/routes", local.path);
    expect(backendIn(found[0]!, "routes")).toEqual(local ? { local: { path } } : { s3 });
  });
});

test("what terraform recorded is the same place, with null for what is not set", () => {
  const config = {
    bucket: "states",
    region: "eu-central-1",
    key: "a/network.tfstate",
    encrypt: null,
    acl: null,
  };
  const recorded = stateFolderOf("network", { type: "s3", config, cwd })!;
  expect(recorded).toEqual({
    type: "s3",
    bucket: "states",
    region: "eu-central-1",
    prefix: "a",
    encrypt: false,
    useLockfile: false,
  });
  expect(isSameFolder(recorded, { ...recorded, encrypt: true } as StateFolder)).toBe(true);
  expect(isSameFolder(recorded, { ...recorded, prefix: "b" } as StateFolder)).toBe(false);
});

test("a state at the root of a bucket", () => {
  const config = { bucket: "states", region: "eu-central-1", key: "network.tfstate" };
  const folder = stateFolderOf("network", { type: "s3", config, cwd })!;
  expect(placeOf(folder)).toBe("s3://states");
  expect(backendIn(folder, "routes")).toMatchObject({ s3: { key: "routes.tfstate" } });
});

test.each([
  ["local", { path: "../terraform.tfstate" }],
  ["s3", { bucket: "states", region: "eu-central-1", key: "network" }],
  ["remote", { path: "network.tfstate" }],
  ["s3", {}],
])("a state that is not the stack's in a folder is nowhere: %s %j", (type, config) =>
  expect(stateFolderOf("network", { type, config, cwd })).toBeUndefined(),
);
