import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { CANDIDATES, Candidate, CandidateId } from "../bench/candidates";
import { Measurement, measure } from "../bench/measure";
import { markdownTable, terminalTable, withResults } from "../bench/page";
import { conditions, rowsOf } from "../bench/report";
import { Summary, summarize } from "../bench/summary";
import { temporaryFolder } from "../lib/tools/temporary-folder";
import { writeFiles } from "../lib/tools/write-files";
import { interruption } from "./support/ending";
import { numberOption } from "./support/wrong-usage";
import { run } from "./support/run";

interface Options {
  readonly runs: number;
  readonly write?: true;
}

const runs = numberOption({ what: "the runs", from: 1, to: 1000 });
const PAGE = resolve(__dirname, "../docs/performance.md");

run(
  new Command("npm run bench:synth --")
    .description(
      "Measure the time and the memory that synthesizing takes. A missed aim is shown and is no failure.",
    )
    .option("--runs <n>", "how often each candidate is measured", runs, 7)
    .option("--write", "put the results into docs/performance.md")
    .addHelpText("after", "\nExit code: 0 measured, 1 not, 2 wrong usage.")
    .action(benchmark),
);

async function benchmark({ runs, write }: Options): Promise<void> {
  const interrupted = interruption();
  try {
    const rows = rowsOf(await measureInTurns(runs, temporaryFolder(), interrupted));
    console.log(`${terminalTable(rows)}\n${conditions(runs)}`);
    if (write) {
      const command = `The command: \`npm run bench:synth -- ${process.argv.slice(2).join(" ")}\``;
      const results = [markdownTable(rows), `${conditions(runs)} ${command}`];
      writeFiles(
        "--write",
        new Map([[PAGE, withResults(readFileSync(PAGE, "utf8"), "bench:synth", results)]]),
      );
    }
  } catch (error) {
    console.error(interrupted.aborted ? "\nStopped." : `\n${(error as Error).message}`);
    process.exitCode = 1;
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
