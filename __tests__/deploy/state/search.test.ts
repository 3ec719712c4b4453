import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { placeOf } from "../../../lib/deploy/state/folder";
import { backendRecords, forgetMoved, searchStates } from "../../../lib/deploy/state/search";
import { writeRecord } from "../../../lib/output/environment-record";
import { STACKS } from "../../support/synthesize";
import { StateOptions, stateText } from "./text";

/** A project's folder, with the stacks of `office` in `cdktf.out.office` and their states to be in `state/office`. */
let project: string;
let output: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  output = join(project, "cdktf.out.office");
  for (const stack of STACKS) {
    const backend = { local: { path: `../../../state/office/${stack}.tfstate` } };
    write(`cdktf.out.office/stacks/${stack}/cdk.tf.json`, JSON.stringify({ terraform: { backend } }));
  }
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

function writeState(folder: string, options: StateOptions = {}, stack = "network"): void {
  write(`${folder}/${stack}.tfstate`, stateText(options));
}

/** What terraform leaves in a stack's folder when it is initialized there. */
function initialize(outputFolder: string, folder: string): void {
  const path = relative(
    join(project, outputFolder, "stacks/network"),
    join(project, folder, "network.tfstate"),
  );
  const backend = { type: "local", config: { path, workspace_dir: null }, hash: 1 };
  write(
    `${outputFolder}/stacks/network/.terraform/terraform.tfstate`,
    JSON.stringify({ version: 3, backend }),
  );
}

async function search(others: readonly string[] = []) {
  const stacks = STACKS.map((name) => {
    const folder = join(output, "stacks", name);
    return { name, folder, file: join(folder, "cdk.tf.json") };
  });
  const environment = { project: "nat-instance", environment: "office" };
  const { elsewhere, own } = await searchStates({
    environment,
    others,
    // One that is there.
    file: "environments/article.ts",
    project,
    output,
    stacks,
    say: () => {},
  });
  const places = elsewhere.map(({ folder, isCertain }) => [relative(project, placeOf(folder)), isCertain]);
  return { own: [...own.keys()], places };
}

test("nothing is anywhere in a fresh checkout", async () => {
  expect(await search()).toEqual({ own: [], places: [] });
});

test("the states where the backend is are not elsewhere, whatever initialized them", async () => {
  writeState("state/office");
  writeState("state/office", {}, "routes");
  write("state/office/network.tfstate.backup", stateText({ serial: 9 }));
  initialize("cdktf.out.office", "state/office");
  expect(await search()).toEqual({ own: ["network", "routes"], places: [] });
});

test("local states of a name that no environment has any more may be its own; those of one that there is are not", async () => {
  writeState("state/old", { environment: "old" });
  writeState("state/production", { environment: "production" });
  expect((await search(["production"])).places).toEqual([["state/old", false]]);
});

test.each(["cdktf.out", "cdktf.out.office"])(
  "a state that terraform was initialized for in %s is found",
  async (folder) => {
    writeState("elsewhere/states");
    initialize(folder, "elsewhere/states");
    writeRecord(join(project, folder), { name: "office", file: "environments/article.ts" });
    expect((await search()).places).toEqual([["elsewhere/states", true]]);
  },
);

test("what another environment's folder is initialized for is not looked at", async () => {
  writeState("elsewhere/states");
  initialize("cdktf.out.production", "elsewhere/states");
  writeRecord(join(project, "cdktf.out.production"), {
    name: "production",
    file: "environments/production.ts",
  });
  expect((await search(["production"])).places).toEqual([]);
});

test("a file that is no state, and a record of another kind of backend, are passed over", async () => {
  write("state/old/network.tfstate", "not a state");
  write(
    "cdktf.out/stacks/network/.terraform/terraform.tfstate",
    JSON.stringify({ version: 3, backend: { type: "http", config: { address: "x" }, hash: 1 } }),
  );
  write("cdktf.out/stacks/routes/.terraform/terraform.tfstate", "{");
  expect(await search()).toEqual({ own: [], places: [] });
});

test("after a move only the records of where it was are forgotten, in all folders", () => {
  initialize("cdktf.out", "state/old");
  initialize("cdktf.out.office", "state/old");
  initialize("cdktf.out.other", "state/other");
  forgetMoved([project], { type: "local", path: join(project, "state/old") });
  const left = ["cdktf.out", "cdktf.out.office", "cdktf.out.other"].map((folder) => {
    return backendRecords(join(project, folder)).length;
  });
  expect(left).toEqual([0, 0, 1]);
  expect(existsSync(join(output, "stacks/network/.terraform"))).toBe(true);
});
