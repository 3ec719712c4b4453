import { readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { CGROUP, cgroupRoot } from "./nat-host/machine";

/** Removes the groups of machines that are gone; those of machines that run cannot be removed, and stay. */
export function removeCgroups(): void {
  removeEmpty(join(cgroupRoot(), CGROUP));
}

function removeEmpty(folder: string): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
    }
    rmdirSync(folder);
  } catch {
    // Gone already, or in use.
  }
}
