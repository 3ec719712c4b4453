import { Tool, isInstalled } from "../lib/tools/tools";
import { cgroupRoot } from "./nat-host/machine";

/** The programs that the lab is made with, each with Debian's package that brings it. */
const PACKAGES: Readonly<Partial<Record<Tool, string>>> = {
  ip: "iproute2",
  nft: "nftables",
  dnsmasq: "dnsmasq-base",
  mmdebstrap: "mmdebstrap",
  tcpdump: "tcpdump",
  ping: "iputils-ping",
  conntrack: "conntrack",
  sysctl: "procps",
  nsenter: "util-linux",
};

/** What keeps the lab from running here, a line each, with the remedy; none when it can. */
export function missingForLab(): string[] {
  if (process.platform !== "linux")
    return [`the lab needs Linux's network namespaces, and this is ${process.platform}`];
  const tools = (Object.keys(PACKAGES) as Tool[]).filter((tool) => !isInstalled(tool));
  return [
    ...(process.getuid?.() === 0 ? [] : ['the lab needs root: sudo env "PATH=$PATH" npm run lab']),
    ...(tools.length === 0
      ? []
      : [
          `the lab needs ${tools.join(", ")}: apt-get install ${tools.map((tool) => PACKAGES[tool]).join(" ")}`,
        ]),
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
