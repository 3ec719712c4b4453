import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
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
 * Makes the disk unless it is there already, which takes a minute or two. Of several that want it at once, one makes it.
 *
 * @param log takes mmdebstrap's progress
 */
export async function makeDisk(log?: NodeJS.WritableStream): Promise<string> {
  const folder = diskFolder();
  if (diskIsMade()) return folder;
  mkdirSync(join(folder, ".."), { recursive: true, mode: 0o755 });
  const script = 'test -e "$2" || exec "$1" "$2"';
  const making = execa(
    "flock",
    // In namespaces of its own, so that nothing stays mounted when it is interrupted.
    [
      `${folder}.lock`,
      "unshare",
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "--propagation",
      "private",
    ].concat(["--", "bash", "-c", script, "bash", join(__dirname, "make-disk.sh"), folder]),
    { all: true, stdin: "ignore" },
  );
  if (log) making.all!.pipe(log, { end: false });
  await making;
  return folder;
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
