import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that parts of this project need and npm does not install, each with what brings it. */
const TOOLS = {
  terraform: "https://developer.hashicorp.com/terraform/install",
  moto_server: "pip install 'moto[server]'",
  nft: debian("nftables"),
  "systemd-analyze": debian("systemd"),
  "cloud-init": debian("cloud-init"),
  ip: debian("iproute2"),
  dnsmasq: debian("dnsmasq-base"),
  mmdebstrap: debian("mmdebstrap"),
  tcpdump: debian("tcpdump"),
  ping: debian("iputils-ping"),
  conntrack: debian("conntrack"),
  sysctl: debian("procps"),
  nsenter: debian("util-linux"),
  python3: debian("python3"),
  iperf3: debian("iperf3"),
  curl: debian("curl"),
  mkfifo: debian("coreutils"),
  gh: debian("gh"),
};

export type Tool = keyof typeof TOOLS;

export const ALL_TOOLS = Object.keys(TOOLS) as Tool[];

/** A package of Debian and Ubuntu. */
interface Package {
  readonly debian: string;
}

function debian(name: string): Package {
  return { debian: name };
}

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

/** Names those of `tools` that are not installed, with the way to get them; undefined when all are there. */
export function describeMissing(tools: readonly Tool[]): string | undefined {
  const missing = tools.filter((tool) => !isInstalled(tool));
  const packaged = missing.filter((tool) => typeof TOOLS[tool] === "object");
  const others = missing
    .filter((tool) => !packaged.includes(tool))
    .map((tool) => `${tool} (${TOOLS[tool] as string})`);
  const together = `${packaged.join(", ")} (apt-get install ${missingPackages(packaged).join(" ")})`;
  const all = [...others, ...(packaged.length === 0 ? [] : [together])];
  return all.length === 0 ? undefined : all.join(", ");
}

/** Debian's packages that bring those of `tools` that are not installed and that it has. */
export function missingPackages(tools: readonly Tool[]): string[] {
  return tools
    .filter((tool) => !isInstalled(tool))
    .map((tool) => TOOLS[tool])
    .flatMap((source) => (typeof source === "string" ? [] : [source.debian]));
}
