import { missingForLab } from "../../lab/requirements";
import { Tool, isInstalled } from "../../lib/tools/tools";

/** The programs that generate the load, each with Debian's package that brings it. */
const PACKAGES: Readonly<Partial<Record<Tool, string>>> = { iperf3: "iperf3", python3: "python3" };

/** What keeps the benchmark from running here, a line each, with the remedy; none when it can. */
export function missingForBench(): string[] {
  const missing = Object.entries(PACKAGES).filter(([tool]) => !isInstalled(tool as Tool));
  if (missing.length === 0) return missingForLab();
  const [tools, packages] = [0, 1].map((part) => missing.map((entry) => entry[part]));
  return [
    ...missingForLab(),
    `the benchmark needs ${tools!.join(", ")}: apt-get install ${packages!.join(" ")}`,
  ];
}
