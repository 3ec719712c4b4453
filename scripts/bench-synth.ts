import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { CANDIDATES, Candidate, CandidateId } from "../bench/candidates";
import { Measurement, measure } from "../bench/measure";
import { markdownTable, terminalTable, withResults } from "../bench/page";
import { conditions, rowsOf } from "../bench/report";
import { Summary, summarize } from "../bench/summary";
import { run } from "./support/run";
import { wholeNumber } from "./support/whole-number";

interface Options {
  readonly runs: number;
  readonly write?: true;
}

const PAGE = resolve(__dirname, "../docs/performance.md");

run(
  new Command("npm run bench:synth --")
    .description(
      "Measure the time and the memory that synthesizing takes. A missed aim is shown and is no failure.",
    )
    .option("--runs <n>", "how often each candidate is measured", wholeNumber, 7)
    .option("--write", "put the results into docs/performance.md")
    .action(benchmark),
);

async function benchmark({ runs, write }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  const stop = new AbortController();
  // Not once: npm passes on a signal that the terminal has sent to both.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop.abort());
  try {
    const rows = rowsOf(await measureInTurns(runs, folder, stop.signal));
    console.log(`${terminalTable(rows)}\n${conditions(runs)}`);
    if (write) {
      const command = `The command: \`npm run bench:synth -- ${process.argv.slice(2).join(" ")}\``;
      const results = [markdownTable(rows), `${conditions(runs)} ${command}`];
      writeFileSync(PAGE, withResults(readFileSync(PAGE, "utf8"), "bench:synth", results));
    }
  } catch (error) {
    console.error(stop.signal.aborted ? "\nStopped." : `\n${(error as Error).message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In rounds, so that whatever else the machine does hits all candidates alike. */
async function measureInTurns(
  runs: number,
  folder: string,
  signal: AbortSignal,
): Promise<Record<CandidateId, Summary>> {
  const candidates = Object.entries(CANDIDATES) as [CandidateId, Candidate][];
  const measured = new Map(candidates.map(([id]) => [id, [] as Measurement[]]));
  console.error(`In each round: ${candidates.map(([, { name }]) => name).join(", ")}`);
  // Round 0 fills the caches and is not counted.
  for (let round = 0; round <= runs; round++) {
    process.stderr.write(round === 0 ? "warming up:" : `round ${round} of ${runs}:`);
    for (const [id, candidate] of candidates) {
      const measurement = await measure(candidate, folder, signal);
      process.stderr.write(` ${measurement.seconds.toFixed(2)} s`);
      if (round > 0) measured.get(id)!.push(measurement);
    }
    process.stderr.write("\n");
  }
  const summaries = [...measured].map(([id, measurements]) => [id, summarize(measurements)]);
  return Object.fromEntries(summaries) as Record<CandidateId, Summary>;
}
