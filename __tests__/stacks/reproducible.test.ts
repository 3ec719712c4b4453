import { execFileSync } from "node:child_process";
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
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { synthesize } from "../support/synthesize";

const PROJECT = resolve(__dirname, "../..");

/** Another host, user and day, as far as Node.js tells. */
const ANOTHER_MACHINE = `
  const os = require("node:os");
  os.hostname = () => "another-host";
  os.userInfo = () => ({ username: "somebody-else", uid: 4242, gid: 4242, shell: null, homedir: os.homedir() });
  Date = class extends Date {
    constructor(...given) { super(...(given.length > 0 ? given : [0])); }
    static now() { return 0; }
  };
`;

/** A folder's files and what is in them. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]),
  );
}

describe.each(environmentNames())("what is synthesized for %s", (name) => {
  let scratch: string;
  beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "another-machine-"))));
  afterAll(() => rmSync(scratch, { recursive: true }));

  const here = () => contents(synthesize(loadEnvironment(name)).folder);

  it("is the same at every run", () => {
    expect(here()).toEqual(here());
  });

  it("is the same from another checkout, working directory, home, host, user, time zone, language and day", () => {
    const [checkout, home, cwd, preload] = ["checkout", "home", "cwd", "preload.cjs"].map((entry) =>
      join(scratch, entry),
    );
    for (const folder of [checkout!, home!, cwd!]) mkdirSync(folder);
    for (const part of ["main.ts", "tsconfig.json", "environments", "stacks", "lib"]) {
      cpSync(join(PROJECT, part), join(checkout!, part), { recursive: true });
    }
    symlinkSync(join(PROJECT, "node_modules"), join(checkout!, "node_modules"));
    writeFileSync(preload!, ANOTHER_MACHINE);

    const tsx = pathToFileURL(require.resolve("tsx")).href;
    execFileSync(process.execPath, ["--require", preload!, "--import", tsx, join(checkout!, "main.ts")], {
      cwd: cwd!,
      env: {
        PATH: process.env["PATH"],
        ENVIRONMENT: name,
        CDKTF_OUTDIR: join(scratch, "out"),
        HOME: home,
        USER: "somebody-else",
        TZ: "Pacific/Auckland",
        LANG: "tr_TR.UTF-8",
        LC_ALL: "tr_TR.UTF-8",
      },
    });

    const there = contents(join(scratch, "out"));
    const { "environment.json": record, ...stacks } = there;
    expect(JSON.parse(record!)).toEqual({ name, file: `environments/${name}.ts` });
    expect(Object.keys(stacks)).toContain("stacks/network/cdk.tf.json");
    expect(stacks).toEqual(here());
  });
});
