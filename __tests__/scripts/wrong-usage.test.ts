import { readFileSync } from "node:fs";
import { join } from "node:path";
import { numberOption } from "../../scripts/support/wrong-usage";
import { PROJECT, runScript } from "../support/script";

jest.setTimeout(180_000);

const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
/** The commands by their npm scripts, with their files. */
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /scripts\/([\w-]+)\.ts$/.exec(line)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

test.each(commands)("npm run %s refuses an unknown option in one line, with exit code 2", async (_, file) => {
  // What a command cannot do without, it asks for first.
  const required = file === "comment" ? ["--pull-request", "1"] : [];
  const { exitCode, stdout, stderr } = await run(file, [...required, "--no-such-option"]);
  expect([exitCode, stdout, stderr]).toEqual([2, "", '"--no-such-option" is no option; see --help']);
});

test.each(commands)("npm run %s says by --help what its exit codes are", async (_, file) => {
  const { exitCode, stdout, stderr } = await run(file, ["--help"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/\nExit code: 0 /);
});

test.each<[string, string[], string]>([
  ["synth", ["--outptu", "x"], '"--outptu" is no option; did you mean --output?'],
  [
    "synth",
    ["foo\n"],
    '"foo\\n" is one argument too many: this command takes no arguments; see: npm run synth -- --help',
  ],
  [
    "explain",
    ["a", "b", "c"],
    '"c" is one argument too many: this command takes 2 arguments at most; see: npm run explain -- --help',
  ],
  ["synth", ["-o"], "--output: has no value; write --output <folder>"],
  ["synth", ["-o", ""], '--output: "" is no folder; write one, such as cdktf.out'],
  ["review", ["-o", "--check"], '--output: "--check" is no folder; write one, such as review'],
  ["explain", ["--in", ""], '--in: "" is no folder; write one'],
  ["explain", ["--protocol", "sctp"], '--protocol: "sctp" is refused. Allowed choices are tcp, udp, icmp.'],
  [
    "diagram",
    ["--format", "\u001b[31mpng"],
    '--format: "\\u001b[31mpng" is refused. Allowed choices are svg, mermaid.',
  ],
  ["comment", [], "required option '--pull-request <number>' not specified; see: npm run comment -- --help"],
  ["lab", ["shell"], "missing required argument 'host'; see: npm run lab -- shell --help"],
  [
    "lab",
    ["down", "now"],
    '"now" is one argument too many: this command takes no arguments; see: npm run lab -- down --help',
  ],
  [
    "cost",
    ["--gb", "9".repeat(500)],
    `--gb: "${"9".repeat(57)}..." is refused. Write the gigabytes a month as a number from 0 to 1000000000000, in plain digits.`,
  ],
])("%s %j is one line: %s", async (file, args, message) => {
  const { exitCode, stdout, stderr } = await run(file, args);
  expect([exitCode, stdout, stderr]).toEqual([2, "", message]);
});

describe("a number", () => {
  const port = numberOption({ what: "the port", from: 1, to: 65535 });
  const amount = numberOption({ what: "the amount", from: 0, decimals: true });

  test.each([
    "0x50",
    "1e3",
    " 80",
    "+80",
    "080",
    "80.0",
    "8_0",
    "NaN",
    "Infinity",
    "-1",
    "0",
    "65536",
    "٨٠",
    "",
  ])("is written in plain digits, not as %j", (text) => {
    expect(() => port(text)).toThrow("Write the port as a whole number from 1 to 65535, in plain digits.");
  });

  test("may have decimals where they make sense, and is no larger than numbers are exact", () => {
    expect([port("80"), amount("0"), amount("0.25"), amount("500")]).toEqual([80, 0, 0.25, 500]);
    for (const text of [".5", "5.", "1,5", "00.5", "9".repeat(400)])
      expect(() => amount(text)).toThrow("Write");
  });
});

test("with plan --check, where 2 says that there are changes, wrong usage is 1", async () => {
  expect((await run("plan", ["--check", "--no-such-option"])).exitCode).toBe(1);
  expect((await run("plan", ["--no-such-option"])).exitCode).toBe(2);
});

describe("an option that npm has kept for want of a --", () => {
  const kept = (name: string, value: string) => ({ [`npm_config_${name}`]: value });

  test.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ["review", [], kept("check", "true"), "--check|npm run review -- --check"],
    ["review", ["-o", "x y"], kept("check", "true"), '--check|npm run review -- -o "x y" --check'],
    ["cost", ["500"], kept("gb", "true"), "--gb|npm run cost -- --gb <n>"],
    ["cost", [], kept("endpoint_gb", "5"), "--endpoint-gb|npm run cost -- --endpoint-gb 5"],
    ["explain", [], kept("json", "true"), "--json|npm run explain -- --json"],
    ["synth", ["x"], kept("o", "true"), "-o|npm run synth -- -o <folder>"],
    ["lab", ["up"], kept("in", "x"), "--in|npm run lab -- up --in x"],
  ])("stops %s %j with %j", async (file, args, env, message) => {
    const [option, written] = message.split("|");
    const { exitCode, stdout, stderr } = await run(file, args, { ...env, npm_lifecycle_event: file });
    expect([exitCode, stdout, stderr]).toEqual([
      2,
      "",
      `${option}: npm has kept it for itself, because "--" is missing before it; write: ${written}`,
    ]);
  });

  test("is told from a setting of npm's, and from one that was meant for another script", async () => {
    for (const env of [
      { ...kept("json", "true"), NPM_CONFIG_JSON: "true", npm_lifecycle_event: "explain" },
      { ...kept("json", "true"), npm_config_userconfig: __filename, npm_lifecycle_event: "explain" },
      { ...kept("json", "true"), npm_lifecycle_event: "test" },
      { ...kept("yes", "true"), ...kept("output", ""), npm_lifecycle_event: "explain" },
    ]) {
      expect((await run("explain", ["--help"], env)).exitCode).toBe(0);
    }
  });
});

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return runScript(file, args, { env: { ENVIRONMENT: undefined, npm_lifecycle_event: undefined, ...env } });
}

/* What a file of npm's settings holds, for the test above:
json=true
*/
