// Preloaded into every Node process that a measured command consists of: each adds its peak memory in KiB to a file.
const { appendFileSync, readFileSync } = require("node:fs");

process.on("exit", () => appendFileSync(process.env.PEAK_MEMORY_FILE, `${peakMemory()}\n`));

function peakMemory() {
  try {
    // Linux hands maxRSS down to a child: a small process started by a large one would report the large one's.
    return /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
