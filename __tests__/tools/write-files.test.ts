import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFiles } from "../../lib/tools/write-files";
import { treeOf } from "../support/tree";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "write-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (files: Record<string, string>, removed: string[] = []) =>
  writeFiles(
    "--output",
    new Map(Object.entries(files).map(([path, content]) => [join(folder, path), content])),
    removed.map((path) => join(folder, path)),
  );

test("files are written, in new folders too, and others are removed", () => {
  write({ a: "1", "b/c": "2" });
  write({ a: "3", "b/c": "2" }, ["b/c"].slice(1));
  write({ a: "4" }, ["b/c"]);
  expect(treeOf(folder)).toEqual({ a: "4", b: "folder" });
});

test("a file keeps its mode, and a link its file", () => {
  write({ a: "1" });
  chmodSync(join(folder, "a"), 0o600);
  symlinkSync("a", join(folder, "link"));
  write({ link: "2" });
  expect(treeOf(folder)).toEqual({ a: "2", link: "-> a" });
  expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o600);
});

test("when one cannot be written, none is, and nothing is left behind", () => {
  write({ a: "old" });
  mkdirSync(join(folder, "z"));
  const before = treeOf(folder);
  expect(() => write({ a: "new", "far/below": "new", z: "new" }, ["a"])).toThrow(
    /^--output: ".*" cannot be written: it is a folder; name a file \(EISDIR\)$/,
  );
  expect(treeOf(folder)).toEqual(before);
});

test("what a killed process left is removed with the next writing, what a running one writes is not", () => {
  writeFileSync(join(folder, "a.99999999.part"), "half");
  writeFileSync(join(folder, `a.${process.ppid}.part`), "half");
  write({ a: "whole" });
  expect(Object.keys(treeOf(folder))).toEqual(["a", `a.${process.ppid}.part`].sort());
});

test("a place that takes no folder is one line, and no endless loop", () => {
  expect(() => writeFiles("--output", new Map([["/proc/out/file", ""]]))).toThrow(
    /^--output: "\/proc\/out\/file" cannot be written: /,
  );
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn("Not tested: a full disk, because only root can make one");
(isRoot ? test : test.skip)("a full disk leaves all that was there, and nothing else", () => {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
  try {
    write({ a: "a".repeat(8_000), "b/c": "b".repeat(8_000) });
    const before = treeOf(folder);
    expect(() => write({ a: "A".repeat(8_000), "b/c": "B".repeat(60_000), "d/e": "" })).toThrow(
      /^--output: ".*\/b\/c" cannot be written: there is no space left on the device; make room .* \(ENOSPC\)$/,
    );
    expect(treeOf(folder)).toEqual(before);
  } finally {
    execFileSync("umount", [folder]);
  }
});
