import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("what the emulator forgets is added to what a resource ignores already", () => {
  write({ aws_instance: { a: { lifecycle: { ignore_changes: ["ami"] } }, b: {} }, aws_vpc: { vpc: {} } });
  overlookKnownProblems(folder);
  expect(JSON.parse(readFileSync(join(folder, "emulator_override.tf.json"), "utf8"))).toEqual({
    resource: {
      aws_instance: {
        a: { lifecycle: { ignore_changes: ["ami", "credit_specification", "maintenance_options"] } },
        b: { lifecycle: { ignore_changes: ["credit_specification", "maintenance_options"] } },
      },
    },
  });
});

test("a stack without such resources gets no override, and loses an earlier one", () => {
  write({ aws_instance: { a: {} } });
  overlookKnownProblems(folder);
  write({ aws_vpc: { vpc: {} } });
  overlookKnownProblems(folder);
  expect(existsSync(join(folder, "emulator_override.tf.json"))).toBe(false);
});

function write(resource: object): void {
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource }));
}
