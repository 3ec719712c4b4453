import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentError } from "../../lib/config/problems";
import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { PUBLIC_KEY } from "./lines";
import { describeWith } from "../support/tools";

const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file for a test and gives its path. */
function fileWith(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function messageOf(nameOrFile: string): string {
  try {
    return `loaded ${loadEnvironment(nameOrFile).name}`;
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
}

describe("an environment's name", () => {
  it("is that of a file in environments/", () => {
    expect(environmentNames()).toEqual([
      "article",
      "dual-stack",
      "existing",
      "gateway",
      "production",
      "published",
    ]);
    expect(environmentNames().map((name) => loadEnvironment(name).name)).toEqual(environmentNames());
  });

  it.each([
    [
      "artcle",
      'did you mean "article"? There are article, dual-stack, existing, gateway, production, published',
    ],
    [
      "prod",
      'did you mean "production"? There are article, dual-stack, existing, gateway, production, published',
    ],
    [
      "article.ts",
      'did you mean "article"? There are article, dual-stack, existing, gateway, production, published',
    ],
    ["staging", "there are article, dual-stack, existing, gateway, production, published"],
  ])("leads to those there are when it is unknown: %s", (name, hint) => {
    expect(messageOf(name)).toBe(`ENVIRONMENT: name: "${name}" is no environment; ${hint}`);
  });
});

describe("an environment's path", () => {
  it("leads to a file anywhere, which its relative paths start from", () => {
    fileWith("key.pub", PUBLIC_KEY);
    const path = fileWith(
      "elsewhere.ts",
      `interface Typed { readonly region: string }
       const typed: Typed = { region: "eu-west-1" };
       const ssh = { publicKeyFile: "key.pub", allowedCidrs: ["203.0.113.7/32"] };
       export default { ...typed, vpcCidr: "10.9.0.0/16", zones: ["eu-west-1a"], ssh };`,
    );
    expect(loadEnvironment(path)).toMatchObject({
      name: "elsewhere",
      region: "eu-west-1",
      ssh: { publicKey: PUBLIC_KEY },
    });
  });

  it("may be relative to the current folder", () => {
    expect(messageOf("./environments/article.ts")).toBe("loaded article");
  });

  it.each(["./environments/none.ts", "./environments"])("is refused when it leads to no file: %s", (path) => {
    expect(messageOf(path)).toBe(
      `ENVIRONMENT: file: "${path}" is no file; write the path of one like environments/article.ts`,
    );
  });

  it("names the file in each problem's line, as it was given", () => {
    const path = fileWith(
      "refused.ts",
      `export default { region: 3, vpcCidr: "10.9.0.0/16", zones: ["eu-west-1a"] };`,
    );
    expect(messageOf(path)).toBe(`${path}: region: 3 must be a string, such as "eu-central-1"`);
  });
});

describe("an environment file", () => {
  it.each([
    ["has a named export alone", 'export const article = { region: "eu-west-1" };'],
    ["has nothing in it", ""],
    ["exports null by itself", "module.exports = null;"],
  ])("is refused that %s", (what, content) => {
    const path = fileWith(`${what.replace(/ /g, "-")}.ts`, content);
    expect(messageOf(path)).toBe(
      `${path}: default export: is missing; write: export default defineEnvironment({ … })`,
    );
  });

  it("is refused in one line that fails while it is read", () => {
    const path = fileWith("throws.ts", `\nthrow new Error("no such\\n  region");`);
    expect(messageOf(path)).toBe(`${path}: line 2: fails with: no such region`);
  });

  it("is refused in one line that throws what is no error", () => {
    const path = fileWith("throws-text.ts", `throw "no such region";`);
    expect(messageOf(path)).toBe(`${path}: file: fails with: no such region`);
  });

  it.each([
    ["process.exit(0);", "exit"],
    ['import { exit } from "node:process"; exit(0);', "exit"],
    ["try { process.exit(0); } catch {}", "exit"],
    ["(process as any).reallyExit(0);", "reallyExit"],
    ["process.abort();", "abort"],
    ["process.kill(process.pid);", "kill"],
    ['process.chdir("/");', "chdir"],
  ])("is refused that ends the process or changes its folder: %s", (statement, way) => {
    const path = fileWith("ends.ts", `${statement}\nexport default {};`);
    jest.resetModules();
    expect(messageOf(path)).toBe(`${path}: file: calls process.${way}; only export the environment`);
  });

  it("does not settle how the process ends", () => {
    const { exitCode } = process;
    messageOf(fileWith("code.ts", "process.exitCode = 7;\nexport default {};"));
    expect(process.exitCode).toBe(exitCode);
  });

  it.each([
    ["throw { toString() { throw 1; } };", "file: fails with: an object"],
    [
      "throw Object.defineProperty(new Error(), 'message', { get() { throw 1; } });",
      "file: fails with: an error that cannot be shown",
    ],
    ['throw new Error("\\u001b[31mred\\u202e\\n");', "line 1: fails with: \\u{1b}[31mred\\u{202e}"],
    [
      'throw new Error("-----BEGIN PRIVATE KEY-----");',
      "line 1: fails with: a text of 27 characters that may hold a secret",
    ],
    ['throw new Error("x".repeat(100000));', `line 1: fails with: ${"x".repeat(300)}… (100000 characters)`],
  ])("is refused in one printable line whatever it throws: %s", (statement, line) => {
    const path = fileWith("throws-anything.ts", statement);
    jest.resetModules();
    expect(messageOf(path)).toBe(`${path}: ${line}`);
  });

  it.each([
    [
      "of megabytes",
      "large.ts",
      `//${"x".repeat(200_000)}`,
      "is larger than the 200000 bytes that an environment may have",
    ],
    [
      "of another kind",
      "shop.json",
      "{}",
      "is no TypeScript; write the path of a file like environments/article.ts",
    ],
  ])("is refused that is %s", (_, name, content, message) => {
    const path = fileWith(name, content);
    expect(messageOf(path)).toBe(`ENVIRONMENT: file: "${path}" ${message}`);
  });

  describeWith(["mkfifo"], "that is a pipe", () => {
    it("is refused, and not waited for", () => {
      const path = join(folder, "pipe.ts");
      execFileSync("mkfifo", [path]);
      expect(messageOf(path)).toMatch(/ is no file; /);
    });
  });

  it("is refused whose name is too long for any file", () => {
    expect(messageOf(`./${"x".repeat(5000)}.ts`)).toMatch(/ cannot be read \(ENAMETOOLONG\)$/);
  });

  it("is refused in one line that imports what is not there", () => {
    const path = fileWith("imports.ts", `import { region } from "./nowhere";\nexport default { region };`);
    expect(messageOf(path)).toMatch(/: fails with: Cannot find module '\.\/nowhere'[^\n]*$/);
  });

  it("is refused whose name does not fit into the names of resources", () => {
    mkdirSync(join(folder, "sub"));
    const path = fileWith(
      "sub/My_Shop.ts",
      `export default { region: "eu-west-1", vpcCidr: "10.9.0.0/16", zones: ["eu-west-1a"] };`,
    );
    expect(messageOf(path)).toBe(
      `${path}: name: "My_Shop" must be up to 20 lower-case letters, digits and hyphens, a letter first; rename the file`,
    );
  });
});
