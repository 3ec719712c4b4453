import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that parts of this project need and npm does not install, and how to get each. */
const TOOLS = {
  terraform: "https://developer.hashicorp.com/terraform/install",
  moto_server: "pip install 'moto[server]'",
  nft: "apt-get install nftables",
  "systemd-analyze": "apt-get install systemd",
  "cloud-init": "apt-get install cloud-init",
  ip: "apt-get install iproute2",
  dnsmasq: "apt-get install dnsmasq-base",
  mmdebstrap: "apt-get install mmdebstrap",
  tcpdump: "apt-get install tcpdump",
  ping: "apt-get install iputils-ping",
  conntrack: "apt-get install conntrack",
  sysctl: "apt-get install procps",
  nsenter: "apt-get install util-linux",
  python3: "apt-get install python3",
  iperf3: "apt-get install iperf3",
  curl: "apt-get install curl",
  gh: "apt-get install gh",
} as const;

export type Tool = keyof typeof TOOLS;

export const ALL_TOOLS = Object.keys(TOOLS) as Tool[];

export function isInstalled(tool: Tool): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Names those of `tools` that are not installed, with the way to get each; undefined when all are there. */
export function describeMissing(tools: readonly Tool[]): string | undefined {
  const missing = tools.filter((tool) => !isInstalled(tool));
  return missing.length === 0 ? undefined : missing.map((tool) => `${tool} (${TOOLS[tool]})`).join(", ");
}
