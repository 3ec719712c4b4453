import { join } from "node:path";
import execa from "execa";

export const PROJECT = join(__dirname, "../..");

/** Runs one of `scripts/` as its npm script does. One that fails is handed back and not thrown. */
export function runScript(name: string, args: readonly string[], options: execa.Options = {}) {
  return runTypeScript([`scripts/${name}.ts`, ...args], options);
}

/** Runs any TypeScript of this project as its npm scripts do. */
export function runTypeScript(args: readonly string[], options: execa.Options = {}) {
  return execa(process.execPath, ["--require", "./typescript.cjs", ...args], {
    cwd: PROJECT,
    reject: false,
    ...options,
  });
}
