import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Lab } from "../../lab/lab";
import { CGROUP, Machine, cgroupRoot } from "../../lab/nat-host/machine";

/** What a t4g.nano has beside what runs on it is a few times that. */
const LIMIT = 64 * 1024 ** 2;

/** The kernel's older memory groups, which a machine here has beside its own group. */
const MEMORY = "/sys/fs/cgroup/memory";

/**
 * Gives a machine's processes no more memory than a little, and one that takes all of it, again and again as the kernel
 * ends it.
 */
export async function fillMemory(lab: Lab, machine: Machine): Promise<{ empty(): Promise<void> }> {
  const own = join(cgroupRoot(), CGROUP, `${lab.anchor.pid}-${machine.name}`);
  if (!existsSync(join(MEMORY, "memory.limit_in_bytes"))) {
    writeFileSync(join(own, "memory.max"), String(LIMIT));
    const hog = hogIn(lab, machine, own);
    return { empty: () => end(machine, hog, () => writeFileSync(join(own, "memory.max"), "max")) };
  }
  const group = join(MEMORY, `${CGROUP}-${lab.anchor.pid}`);
  mkdirSync(group);
  writeFileSync(join(group, "memory.limit_in_bytes"), String(LIMIT));
  for (const pid of processesOf(own)) move(pid, group);
  const hog = hogIn(lab, machine, group);
  return {
    empty: () =>
      end(machine, hog, () => {
        for (const pid of processesOf(group)) move(pid, MEMORY);
        rmdirSync(group);
      }),
  };
}

function hogIn(lab: Lab, machine: Machine, group: string) {
  const taking = "while :; do python3 -c 'x = []\nwhile True: x.append(bytearray(1 << 20))'; done";
  const script = `echo 0 >${join(group, "cgroup.procs")}; exec nsenter "$@"`;
  const args = machine.inside("bash", ["-c", taking]);
  return lab.anchor.start("sh", ["-c", script, "sh", ...args], { reject: false });
}

async function end(machine: Machine, hog: ReturnType<typeof hogIn>, cleanUp: () => void): Promise<void> {
  // The loop and what it runs: both have this in their arguments.
  await machine.run("pkill", ["--signal", "KILL", "--full", "bytearray"]);
  await hog;
  cleanUp();
}

function processesOf(group: string): string[] {
  const own = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
  const folders = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...own, ...folders.flatMap(({ name }) => processesOf(join(group, name)))];
}

/** One that has ended meanwhile cannot be moved. */
function move(pid: string, group: string): void {
  try {
    writeFileSync(join(group, "cgroup.procs"), pid);
  } catch {
    return;
  }
}
