import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { Candidate } from "./candidates";

/** What one run of a candidate took. */
export interface Measurement {
  readonly seconds: number;
  /** The peak of its largest process, in MB of a million bytes. */
  readonly megabytes: number;
}

const PEAK_MEMORY = join(__dirname, "peak-memory.cjs");

/**
 * Runs a candidate once, in a folder of its own inside `folder`.
 *
 * @throws Error with what the candidate wrote when it fails, or when `signal` has ended it
 */
export async function measure(
  { command, env }: Candidate,
  folder: string,
  signal: AbortSignal,
): Promise<Measurement> {
  const run = mkdtempSync(join(folder, "run-"));
  const output = join(run, "cdktf.out");
  const peaks = join(run, "peaks");
  const start = performance.now();
  await runToEnd(command(output), signal, {
    CI: "1",
    CHECKPOINT_DISABLE: "1",
    CDKTF_OUTDIR: output,
    PEAK_MEMORY_FILE: peaks,
    ...env,
    NODE_OPTIONS: `${env["NODE_OPTIONS"] ?? ""} --require ${JSON.stringify(PEAK_MEMORY)}`,
  });
  const seconds = (performance.now() - start) / 1000;
  const kibibytes = readFileSync(peaks, "utf8").trim().split("\n").map(Number);
  rmSync(run, { recursive: true });
  return { seconds, megabytes: (Math.max(...kibibytes) * 1024) / 1e6 };
}

async function runToEnd(
  [program, ...args]: readonly string[],
  signal: AbortSignal,
  env: Record<string, string>,
): Promise<void> {
  signal.throwIfAborted();
  // Detached: in a process group of its own, so that what it starts ends with it.
  const child = execa(program!, args, { env, preferLocal: true, detached: true });
  const end = () => child.exitCode === null && process.kill(-child.pid!);
  signal.addEventListener("abort", end);
  try {
    await child;
  } finally {
    signal.removeEventListener("abort", end);
  }
}
