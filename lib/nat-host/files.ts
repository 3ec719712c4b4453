import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join, sep } from "node:path";

/** A file of the NAT host. All have the mode that cloud-init gives a file, 0644; bash is told which script to run. */
export interface HostFile {
  /** Its absolute path on the host. */
  readonly path: string;
  readonly content: string;
}

export interface HostFilesOptions {
  /** Whether the host tells CloudWatch every minute how it is. @default false */
  readonly heartbeat?: boolean;
}

/**
 * The tree under `root/`, and with a heartbeat that under `heartbeat/` too, as they will stand on the host but for its `@placeholders@`, in the order of the paths. Its
 * comments stay here: they are half of it, and a change of them would replace every NAT host.
 */
export function hostFiles({ heartbeat = false }: HostFilesOptions = {}): HostFile[] {
  return ["root", ...(heartbeat ? ["heartbeat"] : [])]
    .flatMap((tree) => filesUnder(join(__dirname, tree)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesUnder(root: string): HostFile[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(root, name)).isFile() && !isLitter(basename(name)))
    .map((name) => ({
      path: `/${name.split(sep).join("/")}`,
      content: withoutComments(readFileSync(join(root, name), "utf8")),
    }));
}

/** Of lines that are nothing but a comment. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*#.*\n/gm, "").trimStart();
}

/** What desktops and editors leave behind: one such file would replace every NAT host. */
function isLitter(name: string): boolean {
  return /^\.|~$|\.swp$/.test(name);
}
