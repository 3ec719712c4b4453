import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTypeScript } from "../support/script";

const MINUTE = 60_000;
let folder: string;

// The scripts' temporary folders go here, so that what is left over shows.
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test(
  "without a folder, the chosen environment is synthesized, and removed however the script ends",
  async () => {
    for (const [end, exitCode] of [
      ["", 0],
      ["process.exit(7);", 7],
      ['throw new Error("problem");', 1],
    ] as const) {
      const script = await run(`(folder) => { console.log(readTopology(folder).vpcs[0].cidr); ${end} }`, {
        ENVIRONMENT: "production",
      });
      expect(script).toMatchObject({ exitCode, stdout: "10.20.0.0/16" });
      expect(leftOver()).toEqual([]);
    }
  },
  MINUTE,
);

test(
  "a problem of the environment ends the process with its line",
  async () => {
    const { exitCode, stderr, stdout } = await run("() => console.log('used')", { ENVIRONMENT: "artikle" });
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.split("\n")).toEqual([
      'ENVIRONMENT: name: "artikle" is no environment; did you mean "article"? There are article, dual-stack, existing, gateway, production, published',
    ]);
    expect(leftOver()).toEqual([]);
  },
  MINUTE,
);

test(
  "a folder that is given is used as it is, stays, and its problems end the process",
  async () => {
    const from = join(folder, "given");
    const { exitCode, stderr } = await run("(folder) => void readTopology(folder)", {}, from);
    expect([exitCode, stderr]).toEqual([1, `${from}: there is no such file or folder`]);
    expect((await run("(folder) => console.log(folder)", {}, folder)).stdout).toBe(folder);
    expect(existsSync(folder)).toBe(true);
  },
  MINUTE,
);

function leftOver(): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("nat-instance-"));
}

/** Runs a script that hands its folder to `use`, given as source text. */
function run(use: string, environment: NodeJS.ProcessEnv, from?: string) {
  const script = join(folder, "script.ts");
  const module = (path: string) => JSON.stringify(join(__dirname, "../..", path));
  writeFileSync(
    script,
    `import { withSynthesized } from ${module("scripts/support/synthesize")};
     import { readTopology } from ${module("lib/topology")};
     void withSynthesized(${JSON.stringify({ from })}, ${use});`,
  );
  return runTypeScript([script], { env: { ...environment, TMPDIR: folder } });
}
