import { Tool, describeMissing } from "../lib/tools/tools";
import { cgroupRoot } from "./nat-host/machine";

/** The programs that the lab is made with. */
const TOOLS: readonly Tool[] = [
  ...(["ip", "nft", "dnsmasq", "mmdebstrap", "tcpdump"] as const),
  ...(["ping", "conntrack", "sysctl", "nsenter"] as const),
];

/** What keeps the lab from running here, a line each, with the remedy; none when it can. */
export function missingForLab(): string[] {
  const missing = describeMissing(TOOLS);
  return [...unfitForLab(), ...(missing ? [`the lab needs ${missing}`] : [])];
}

/** What keeps it from running that is no program. */
export function unfitForLab(): string[] {
  if (process.platform !== "linux")
    return [`the lab needs Linux's network namespaces, and this is ${process.platform}`];
  return [
    ...(process.getuid?.() === 0 ? [] : ['the lab needs root: sudo env "PATH=$PATH" npm run lab']),
    ...(hasCgroup2() ? [] : ["the lab needs cgroup2, for systemd: mount -t cgroup2 none /sys/fs/cgroup"]),
  ];
}

function hasCgroup2(): boolean {
  try {
    return cgroupRoot() !== "";
  } catch {
    return false;
  }
}
