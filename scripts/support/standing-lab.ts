import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Anchor } from "../../lab/anchor";
import { readJson } from "../../lib/tools/read-files";

/** Where a lab that was left standing is noted; gone after a restart of the machine, like the lab. */
const FILE = "/run/nat-instance-lab.json";

/** A lab that `up` left standing. */
export interface StandingLab {
  /** The process that holds it. */
  readonly pid: number;
  /** When that process began, in the kernel's ticks: its number may since be another's. */
  readonly started: string;
  /** Its hosts, and for those that boot their folder's name. */
  readonly hosts: readonly { readonly name: string; readonly machineId?: string }[];
}

/** The lab that stands; undefined when there is none, or it has died. */
export function standingLab(): StandingLab | undefined {
  if (!existsSync(FILE)) return undefined;
  const lab = readJson<StandingLab>(FILE);
  if (startOf(lab.pid) === lab.started) return lab;
  rmSync(FILE);
  return undefined;
}

export function noteStandingLab({ pid }: Anchor, hosts: StandingLab["hosts"]): void {
  writeFileSync(FILE, JSON.stringify({ pid, started: startOf(pid), hosts }));
}

export function forgetStandingLab(): void {
  rmSync(FILE, { force: true });
}

/** When a process began; undefined when there is none of that number. */
function startOf(pid: number): string | undefined {
  try {
    // The name in parentheses may hold spaces; the time is the 20th value behind it (proc(5), field 22).
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19];
  } catch {
    return undefined;
  }
}
