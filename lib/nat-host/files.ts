import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A file of the NAT host. */
export interface HostFile {
  /** Its absolute path on the host. */
  readonly path: string;
  /** Its octal mode, such as `0644`. */
  readonly permissions: "0644" | "0755";
  readonly content: string;
}

const ROOT = join(__dirname, "root");

/** The tree under `root/`, as it will stand on the host but for its `@placeholders@`, in the order of the paths. */
export function hostFiles(): HostFile[] {
  return readdirSync(ROOT, { recursive: true, encoding: "utf8" })
    .map((name) => join(ROOT, name))
    .filter((file) => statSync(file).isFile())
    .map((file): HostFile => ({
      path: `/${relative(ROOT, file).split(sep).join("/")}`,
      permissions: statSync(file).mode & 0o100 ? "0755" : "0644",
      content: readFileSync(file, "utf8"),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Fills a text's `@placeholders@` in.
 *
 * @throws Error for a placeholder without a value, so that none reaches the host
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([a-z0-9_]+)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for the placeholder @${name}@`);
    return value;
  });
}
