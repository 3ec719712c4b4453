import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that some tests need, and how to get each. */
const TOOLS = {
  terraform: "https://developer.hashicorp.com/terraform/install",
  moto_server: "pip install 'moto[server]'",
  shellcheck: "apt-get install shellcheck",
  nft: "apt-get install nftables",
  "systemd-analyze": "apt-get install systemd",
  "cloud-init": "apt-get install cloud-init",
} as const;

export type Tool = keyof typeof TOOLS;

export function isInstalled(tool: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Describes tests that need these programs: left out where one is missing, which the run says at its end. */
export function describeWith(tools: readonly Tool[], name: string, tests: () => void): void {
  (tools.every(isInstalled) ? describe : describe.skip)(name, tests);
}

/** One line that names the missing programs and how to get them; undefined when all are there. */
export function missingTools(): string | undefined {
  const missing = (Object.keys(TOOLS) as Tool[]).filter((tool) => !isInstalled(tool));
  if (missing.length === 0) return undefined;
  return missing.map((tool) => `${tool} (${TOOLS[tool]})`).join(", ");
}
