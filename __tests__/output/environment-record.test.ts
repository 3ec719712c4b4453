import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import {
  readRecord,
  recordEnvironment,
  recordOf,
  recordedNames,
  refuseNamesake,
} from "../../lib/output/environment-record";

let project: string;
let output: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "nat-instance-test-")));
  output = join(project, "cdktf.out.prod");
  for (const folder of ["a", "b"]) {
    mkdirSync(join(project, folder));
    writeFileSync(fileIn(folder), "");
  }
});
afterEach(() => rmSync(project, { recursive: true }));

const fileIn = (folder: string) => join(project, folder, "prod.ts");
const recordIn = (folder: string) => recordOf(fileIn(folder));

test("a file of the same name is refused in the output folder of the other, and both are named", () => {
  recordEnvironment(output, recordIn("a"));
  expect(() => refuseNamesake(output, recordIn("a"))).not.toThrow();
  const [a, b, out] = [fileIn("a"), fileIn("b"), output].map((path) => relative("", path));
  expect(() => refuseNamesake(output, recordIn("b"))).toThrow(
    `has the name of ${a}, which ${out} belongs to, and would share its states; rename one of the two files`,
  );
  expect(b).toContain("b/prod.ts");
  expect(() => refuseNamesake(output, recordIn("b"))).toThrow(/^ENVIRONMENT: file: /);
});

test("and in one of its own, as long as the other's stacks or local states are beside it", () => {
  recordEnvironment(output, recordIn("a"));
  const another = join(project, "another");
  expect(() => refuseNamesake(another, recordIn("b"))).toThrow("cdktf.out.prod belongs to");
  mkdirSync(join(project, "state/prod"), { recursive: true });
  recordEnvironment(output, recordIn("a"));
  rmSync(output, { recursive: true });
  expect(() => refuseNamesake(another, recordIn("b"))).toThrow("state/prod belongs to");
});

test("a file that was moved is no other", () => {
  recordEnvironment(output, recordIn("a"));
  rmSync(fileIn("a"));
  expect(() => refuseNamesake(output, recordIn("b"))).not.toThrow();
});

test("an environment of another name may be in the folder: what is initialized there decides", () => {
  recordEnvironment(output, { ...recordIn("a"), name: "staging" });
  expect(() => refuseNamesake(output, recordIn("b"))).not.toThrow();
});

test("the record is made beside local states that are there, and no folder is made for it", () => {
  recordEnvironment(output, recordIn("a"));
  expect(existsSync(join(project, "state"))).toBe(false);
  expect(readRecord(output)).toEqual(recordIn("a"));
  mkdirSync(join(project, "state/prod"), { recursive: true });
  recordEnvironment(output, recordIn("a"));
  expect(readRecord(join(project, "state/prod"))).toEqual(recordIn("a"));
});

test("what is no record is none", () => {
  mkdirSync(output);
  expect(readRecord(output)).toBeUndefined();
  writeFileSync(join(output, "environment.json"), '{"name": 1}');
  expect(readRecord(output)).toBeUndefined();
});

test("the names that are recorded are those whose files are there", () => {
  recordEnvironment(output, recordIn("a"));
  recordEnvironment(join(project, "gone"), { name: "gone", file: "nowhere/gone.ts" });
  expect(recordedNames(join(project, "new"))).toEqual(["prod"]);
});

test("a record is put in its place whole, and not again when it is there already", () => {
  const fileOf = () => statSync(join(output, "environment.json")).ino;
  recordEnvironment(output, recordIn("a"));
  const first = fileOf();
  recordEnvironment(output, recordIn("a"));
  expect(fileOf()).toBe(first);
  recordEnvironment(output, recordIn("b"));
  expect(fileOf()).not.toBe(first);
});
