import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Candidate } from "../../bench/candidates";
import { measure } from "../../bench/measure";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "measure-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function script(code: string, env: Record<string, string> = {}): Candidate {
  return { name: "a script", command: () => ["node", "-e", code], env };
}

const running = () => new AbortController().signal;

test("the memory is the largest process's, though a child's child and not the command itself has it", async () => {
  const large = "Buffer.alloc(300e6, 1)";
  const parent = `require("child_process").execFileSync("node", ["-e", ${JSON.stringify(large)}])`;
  const { megabytes } = await measure(script(parent), folder, running());
  expect(megabytes).toBeGreaterThan(300);
  expect(megabytes).toBeLessThan(500);
});

test("the memory of the process that measures is not counted", async () => {
  const ballast = Buffer.alloc(300e6, 1);
  const { megabytes } = await measure(script(""), folder, running());
  expect(ballast).toHaveLength(300e6);
  expect(megabytes).toBeLessThan(200);
});

test("a command writes to a folder of its own, which is gone afterwards", async () => {
  const seen = join(folder, "seen");
  const code = `require("fs").writeFileSync(${JSON.stringify(seen)}, process.env.CDKTF_OUTDIR)`;
  await measure(script(code), folder, running());
  expect(readFileSync(seen, "utf8")).toMatch(new RegExp(`^${folder}/run-`));
  expect(readdirSync(folder)).toEqual(["seen"]);
});

test("a command that fails is an error with what it wrote to stderr", async () => {
  const failing = script('console.error("no such stack"); process.exit(3)');
  await expect(measure(failing, folder, running())).rejects.toThrow(/exit code 3[^]*no such stack/);
});

test("a stop ends a command together with the processes that it has started", async () => {
  const [started, survived] = [join(folder, "started"), join(folder, "survived")];
  const child = `require("fs").writeFileSync(${JSON.stringify(started)}, "");
    setTimeout(() => require("fs").writeFileSync(${JSON.stringify(survived)}, ""), 1500)`;
  const parent = `require("child_process").execFileSync("node", ["-e", ${JSON.stringify(child)}])`;
  const stop = new AbortController();
  const measured = expect(measure(script(parent), folder, stop.signal)).rejects.toThrow("SIGTERM");
  while (!existsSync(started)) await sleep(20);
  stop.abort();
  await measured;
  await sleep(2000);
  expect(existsSync(survived)).toBe(false);
});

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
