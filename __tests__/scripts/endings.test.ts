import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { loadEnvironment } from "../../lib/config/load";
import { PROJECT, runScript } from "../support/script";
import { synthesize } from "../support/synthesize";
import { treeOf } from "../support/tree";

jest.setTimeout(180_000);

let folder: string;
let temporary: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  temporary = join(folder, "tmp");
  mkdirSync(temporary);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A command whose temporary folders are in one of their own, to be found empty afterwards. */
function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  options: execa.Options = {},
) {
  return runScript(command, args, { env: { ENVIRONMENT: undefined, TMPDIR: temporary, ...env }, ...options });
}

/** What is left of temporary folders; tsx keeps what it has compiled. */
function leftOver(): string[] {
  return readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));
}

/** An output folder with the article's stacks in it. */
function output(): string {
  const path = join(folder, "out");
  cpSync(synthesize(loadEnvironment("article")).folder, path, { recursive: true });
  return path;
}

function environment(fields: string, before = ""): string {
  const file = join(folder, "article.ts");
  const given = `region: "eu-central-1", zones: ["eu-central-1b"], vpcCidr: "10.9.0.0/16", ${fields}`;
  writeFileSync(file, `${before}\nexport default { ${given} };`);
  return file;
}

/** What runs in the inner process of a synthesis alone. */
const INSIDE = 'if (process.argv[1]!.endsWith("main.ts"))';

describe.each<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGHUP"])("at %s while it synthesizes", (signal) => {
  test.each([
    ["synth", ["-o"]],
    ["explain", []],
  ])("%s ends what it runs, and leaves everything as it was", async (command, args) => {
    const out = output();
    const before = treeOf(out);
    const pid = join(folder, "pid");
    // It never ends by itself.
    const waits = `${INSIDE} { require("fs").writeFileSync(${JSON.stringify(pid)}, String(process.pid)); for (;;); }`;
    const running = run(command, args.length > 0 ? [...args, out] : [], {
      ENVIRONMENT: environment("", waits),
    });
    while (!readdirSync(folder).includes("pid")) await new Promise((resolve) => setTimeout(resolve, 50));
    running.kill(signal);
    const { exitCode, stdout, stderr } = await running;
    expect([exitCode, stdout, stderr]).toEqual([130, "", "Synthesizing article …\nInterrupted"]);
    expect(() => process.kill(Number(readFileSync(pid, "utf8")), 0)).toThrow("ESRCH");
    expect(leftOver()).toEqual([]);
    expect(treeOf(out)).toEqual(before);
  });
});

describe("synth leaves its folder as it was when", () => {
  test.each([
    [
      "an expectation is not met",
      'expect: [{ from: "private-0", to: "internet", reachable: false }]',
      "",
      /^expect\[0\]/,
    ],
    [
      "an expectation names an unknown end",
      'expect: [{ from: "nobody", to: "internet", reachable: false }]',
      "",
      /"nobody"/,
    ],
    [
      "the synthesis is killed",
      "",
      `${INSIDE} require("node:child_process").execSync(\`kill -KILL \${process.pid}\`);`,
      /^The synthesis was killed \(SIGKILL\)/,
    ],
    [
      "the environment ends the synthesis",
      "",
      `${INSIDE} process.exit(0);`,
      /calls process\.exit; only export/,
    ],
    ["the environment ends the command", "", "process.exit(0);", /calls process\.exit; only export/],
  ])("%s", async (_, fields, before, message) => {
    const out = output();
    const tree = treeOf(out);
    const { exitCode, stderr } = await run("synth", ["-o", out], {
      ENVIRONMENT: environment(fields, before),
    });
    expect(exitCode).toBe(1);
    expect(stderr.split("\n").filter((line) => !line.startsWith("Synthesizing "))).toEqual([
      expect.stringMatching(message),
    ]);
    expect(treeOf(out)).toEqual(tree);
    expect(leftOver()).toEqual([]);
  });
});

describe("what a command says", () => {
  test("may be cut off by its reader, without a word", async () => {
    const child = spawn(process.execPath, ["--require", "./typescript.cjs", "scripts/explain.ts"], {
      cwd: PROJECT,
      env: { ...process.env, ENVIRONMENT: undefined, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [exitCode] = await once(child, "close");
    expect([exitCode, said]).toEqual([0, "Synthesizing article …\n"]);
  });

  test.each([
    ["explain", [], 2],
    ["synth", ["--help"], 1],
  ])("is not taken for said when it could not be written: %s", async (command, args, code) => {
    const line = `node --require ./typescript.cjs scripts/${command}.ts ${args.join(" ")} > /dev/full`;
    const env = { ENVIRONMENT: undefined, TMPDIR: temporary };
    const { exitCode, stderr } = await execa("sh", ["-c", line], { cwd: PROJECT, env, reject: false });
    expect(exitCode).toBe(code);
    expect(stderr.split("\n").at(-1)).toBe(
      "The output could not be written: there is no space left on the device; make room and run it again (ENOSPC)",
    );
  });
});

test.each([
  ["/dev/null/tmp", "ENOTDIR"],
  ["/proc", "ENOENT"],
])("without a place for temporary folders, it is one line that names TMPDIR: %s", async (place, code) => {
  const { exitCode, stderr } = await run("explain", [], { TMPDIR: place });
  expect([exitCode, stderr.split("\n").at(-1)]).toEqual([
    2,
    `TMPDIR: "${place}" takes no temporary folder (${code}); name a folder that can be written`,
  ]);
});

describe("in a checkout", () => {
  let checkout: string;
  beforeEach(() => {
    checkout = join(folder, "checkout");
    for (const path of ["typescript.cjs", "scripts", "lib", "package.json", "tsconfig.json"])
      cpSync(join(PROJECT, path), join(checkout, path), { recursive: true });
  });
  const synth = (...before: string[]) =>
    execa(process.execPath, [...before, "--require", "./typescript.cjs", "scripts/synth.ts"], {
      cwd: checkout,
      env: { TMPDIR: temporary },
      reject: false,
    });

  test("before npm ci, every command says so in one line", async () => {
    expect(await synth()).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: "node_modules: lacks tsx; run npm ci",
    });
  });

  test("with half of its packages, it names one that is missing", async () => {
    mkdirSync(join(checkout, "node_modules"));
    for (const name of ["tsx", "esbuild", "@esbuild", "get-tsconfig", "resolve-pkg-maps"])
      symlinkSync(join(PROJECT, "node_modules", name), join(checkout, "node_modules", name));
    const { exitCode, stderr } = await synth();
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^node_modules: lacks [\w@/-]+; run npm ci$/),
    ]);
  });

  test("under a Node that package.json does not name, it says which to install", async () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
    expect(engines.node).toBe("^20.19 || ^22.13");
    for (const [version, runs] of [
      ["18.20.0", false],
      ["20.18.3", false],
      ["20.19.0", true],
      ["21.7.0", false],
      ["22.11.0", false],
      ["22.12.0", false],
      ["22.13.0", true],
      ["24.1.0", false],
    ] as const) {
      const preload = join(folder, "version.cjs");
      const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
      writeFileSync(preload, `Object.defineProperty(process, "versions", { value: ${versions} });`);
      expect((await synth("--require", preload)).stderr).toBe(
        runs
          ? "node_modules: lacks tsx; run npm ci"
          : `Node ${version} does not run this project; install 20.19 or 22.13, or newer ones of these`,
      );
    }
  });
});
