import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outputFile, outputFolder, refuseForeignFile } from "../../lib/tools/output-place";
import { treeOf } from "../support/tree";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "place-"));
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "file"), "mine");
  writeFileSync(join(folder, "empty"), "");
  symlinkSync("sub", join(folder, "to-sub"));
  symlinkSync("file", join(folder, "to-file"));
  symlinkSync("nowhere", join(folder, "dangling"));
  symlinkSync("circle", join(folder, "circle"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = (name: string) => ({ option: "-o", path: name && `${folder}/${name}`, example: "new" });

const UNWRITABLE: [name: string, message: string][] = [
  ["dangling", "is a link to nothing; remove it, or name another place"],
  ["circle", "cannot be written: its links lead in a circle; name another place (ELOOP)"],
  ["file/below", "cannot be written: it is inside of a file; name a folder (ENOTDIR)"],
  ["file/far/below", "cannot be written: it is inside of a file; name a folder (ENOTDIR)"],
  ["x".repeat(300), "cannot be written: its name is too long; name a shorter one (ENAMETOOLONG)"],
  ["", '"" is no path; write one, such as new'],
];

test.each<[name: string, message: string]>([
  ["file", "is no folder; write one, such as new"],
  ["to-file", "is no folder; write one, such as new"],
  ...UNWRITABLE,
])("as a folder, %j is refused: %s", (name, message) => {
  const before = treeOf(folder);
  expect(() => outputFolder(place(name))).toThrow(message);
  expect(treeOf(folder)).toEqual(before);
});

test.each<[name: string, message: string]>([
  ["sub", "is no file; write one, such as new"],
  ["to-sub", "is no file; write one, such as new"],
  ["new/", "is no file; write one, such as new"],
  ...UNWRITABLE,
])("as a file, %j is refused: %s", (name, message) => {
  expect(() => outputFile(place(name))).toThrow(message);
});

test("a device is no file", () => {
  expect(() => outputFile({ option: "-o", path: "/dev/null", example: "new" })).toThrow("is no file");
});

test("what is there, also by a link, is handed over by its own path; what is not, may be made", () => {
  expect(outputFolder(place("sub"))).toBe(join(folder, "sub"));
  expect(outputFolder(place("to-sub"))).toBe(join(folder, "sub"));
  expect(outputFile(place("to-file"))).toBe(join(folder, "file"));
  expect(outputFolder(place("new/far/below"))).toBeUndefined();
  expect(outputFile(place("new/file"))).toBeUndefined();
});

test("a file is overwritten only when it is new, empty or of the command's own form", () => {
  const isOurs = (text: string) => text === "ours";
  expect(() => refuseForeignFile(place("file"), isOurs)).toThrow(
    "is a file that this command did not write; name a new file, such as new",
  );
  writeFileSync(join(folder, "file"), "ours");
  for (const name of ["file", "to-file", "empty", "new"])
    expect(() => refuseForeignFile(place(name), isOurs)).not.toThrow();
});
