import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import execa from "execa";

const RECIPE = ["make-disk.sh", "packages.txt", "root"];

/** Where the disk that machines boot from is kept, by what it is made of. */
export function diskFolder(): string {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(cache, "nat-instance-lab", `disk-${recipeHash()}`);
}

export function diskIsMade(): boolean {
  return existsSync(diskFolder());
}

/**
 * Makes the disk unless it is there already, which takes a minute or two. Of several that want it at once, one makes it
 * and the others wait.
 *
 * @param log takes mmdebstrap's progress
 * @throws Error with what mmdebstrap said last
 */
export async function makeDisk(log?: NodeJS.WritableStream, signal?: AbortSignal): Promise<string> {
  const folder = diskFolder();
  if (diskIsMade()) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const unlessMade = 'test -e "$2" || exec "$1" "$2"';
  const making = execa(
    "flock",
    [
      `${folder}.lock`,
      // In namespaces of its own, so that nothing stays mounted when it is interrupted.
      ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "--"],
      ...["bash", "-c", unlessMade, "bash", join(__dirname, "make-disk.sh"), folder],
    ],
    // A group of its own, to be ended as a whole.
    { all: true, stdin: "ignore", reject: false, detached: true },
  );
  const end = () => process.kill(-making.pid!, "SIGTERM");
  signal?.addEventListener("abort", end, { once: true });
  if (log) making.all!.pipe(log, { end: false });
  const { exitCode, all = "" } = await making.finally(() => signal?.removeEventListener("abort", end));
  if (exitCode === 0) return folder;
  rmSync(`${folder}.part`, { recursive: true, force: true });
  throw new Error(`The machines' disk cannot be made: ${all.split("\n").slice(-5).join("\n")}`);
}

function recipeHash(): string {
  const hash = createHash("sha256");
  for (const file of RECIPE.flatMap((name) => filesUnder(join(__dirname, name)))) {
    hash.update(`${relative(__dirname, file)}\0${statSync(file).mode}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
