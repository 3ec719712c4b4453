import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(__dirname, "../..");

const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
const outdir = join(folder, "out");
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the app as cdktf does, with an environment's name, or with a file of this content. */
function synth(environment: { name: string } | { content: string }) {
  const file = join(folder, "shop.ts");
  if ("content" in environment) writeFileSync(file, environment.content);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "./typescript.cjs", "main.ts"],
    {
      cwd: PROJECT,
      env: {
        ...process.env,
        CDKTF_OUTDIR: outdir,
        ENVIRONMENT: "name" in environment ? environment.name : file,
      },
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr, lines: stderr.replaceAll(`${file}: `, "").trimEnd().split("\n") };
}

describe("the app, given an environment that is refused, says why on stderr, ends with 1 and writes nothing:", () => {
  test.each<[what: string, environment: Parameters<typeof synth>[0], lines: unknown[]]>([
    [
      "one with several problems",
      {
        content:
          'export default { region: "eu-central-1", vpcCidr: "10.8.0.1/16", zones: ["b"], diskGib: 1 };',
      },
      [
        'vpcCidr: "10.8.0.1/16" has host bits set; write "10.8.0.0/16", the range that holds it',
        'zones[0].name: "b" is not an availability zone; write one like "eu-central-1b"',
        "diskGib: 1 is too small for Amazon Linux 2023; give 8 or more",
      ],
    ],
    ["one of an unknown name", { name: "artcle" }, [expect.stringContaining('did you mean "article"?')]],
    [
      "a file that is no TypeScript",
      { content: "\nexport default {{" },
      [expect.stringMatching(/^line 2: fails with: /)],
    ],
    [
      "one that ends the process",
      { content: "process.exit(0);" },
      ["file: calls process.exit; only export the environment"],
    ],
    [
      "one that leaves a timer",
      { content: "setInterval(() => process.exit(0), 100);\nexport default {};" },
      ["file: leaves something running, such as a timer; only export the environment"],
    ],
    ["one that throws nothing", { content: "throw null;" }, ["file: fails with: null"]],
    [
      "a promise that fails",
      { content: 'export default Promise.reject(new Error("later"));' },
      ["environment: a promise must be plain data; write what it resolves to"],
    ],
    [
      "a file that fails",
      { content: "\n\nconst text: string = undefined!;\nexport default text.trim();" },
      ["line 4: fails with: Cannot read properties of undefined (reading 'trim')"],
    ],
  ])("%s", (_, environment, lines) => {
    const result = synth(environment);
    expect(result).toMatchObject({ status: 1, stdout: "", lines });
    expect(existsSync(outdir)).toBe(false);
  });
});

test("the app, given an environment that is worth a look, writes it all the same", () => {
  const result = synth({
    content: 'export default { region: "eu-central-1", vpcCidr: "11.0.0.0/16", zones: ["eu-central-1b"] };',
  });
  expect(result.status).toBe(0);
  expect(existsSync(join(outdir, "manifest.json"))).toBe(true);
});

test.each([
  [
    "a microtask that ends the process",
    "queueMicrotask(() => process.exit(0));",
    "file: calls process.exit; only export the environment",
  ],
  ["a promise that nobody takes", 'void Promise.reject(new Error("later"));', "line 1: fails with: later"],
])("the command refuses an environment that leaves behind %s", (_, statement, line) => {
  const file = join(folder, "late.ts");
  writeFileSync(
    file,
    `${statement}\nexport default { region: "eu-central-1", vpcCidr: "10.8.0.0/16", zones: ["eu-central-1b"] };`,
  );
  const output = join(folder, "late");
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", "./typescript.cjs", "scripts/synth.ts", "-o", output],
    { cwd: PROJECT, env: { ...process.env, ENVIRONMENT: file }, encoding: "utf8", timeout: 60_000 },
  );
  expect({ status, last: stderr.trimEnd().split("\n").at(-1) }).toEqual({
    status: 1,
    last: `${file}: ${line}`,
  });
  expect(existsSync(output)).toBe(false);
});
