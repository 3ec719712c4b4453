import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { BenchNetwork } from "../bench/nat/bench-network";
import { BOOT_IDS, measureBoots } from "../bench/nat/boots";
import { CONTESTANTS, CONTESTANT_IDS, ContestantId } from "../bench/nat/contestants";
import { Measurement } from "../bench/nat/figures";
import { FULL_EXTENT, measure } from "../bench/nat/measure";
import { Round, againstPlainTable, bootsTable, conditions, figuresTable } from "../bench/nat/report";
import { missingForBench } from "../bench/nat/requirements";
import { markdownTable, terminalTable, withResults } from "../bench/page";
import { Lab } from "../lab/lab";
import { makeDisk } from "../lab/nat-host/disk";
import { Topology, readTopology } from "../lib/topology";
import { writeFiles } from "../lib/tools/write-files";
import { fail, interruption } from "./support/ending";
import { numberOption } from "./support/wrong-usage";
import { run } from "./support/run";
import { withSynthesized } from "./support/synthesize";

interface Options {
  readonly runs: number;
  readonly write?: true;
}

const runs = numberOption({ what: "the runs", from: 1, to: 1000 });
const PAGE = resolve(__dirname, "../docs/performance.md");

run(
  new Command("npm run bench:nat --")
    .description(
      "Measure in the lab what the NAT host's rules cost, beside plain forwarding and the rules that others use, and " +
        "how long a host takes from power-on to the first packet. Needs Linux and root; touches no AWS.",
    )
    .option("--runs <n>", "how often each contestant is measured", runs, 5)
    .option("--write", "put the results into docs/performance.md")
    .addHelpText("after", "\nExit code: 0 measured, 1 not, 2 wrong usage.")
    .action(benchmark),
);

async function benchmark({ runs, write }: Options): Promise<void> {
  const missing = missingForBench();
  if (missing.length > 0) fail(missing.join("\n"));
  const interrupted = interruption();
  // The lab's contestants are called by the article's names.
  process.env["ENVIRONMENT"] = "article";
  await withSynthesized({}, async (folder) => {
    try {
      report(await measureInTurns(runs, readTopology(folder), interrupted), write);
    } catch (error) {
      console.error(interrupted.aborted ? "\nStopped." : `\n${(error as Error).message}`);
      process.exitCode = 1;
    }
  });
}

function report(rounds: readonly Round[], write?: boolean): void {
  const tables = [figuresTable(rounds), againstPlainTable(rounds), bootsTable(rounds)];
  console.log(`${tables.map(terminalTable).join("\n")}\n${conditions(rounds.length)}`);
  if (!write) return;
  const command = `The command: \`npm run bench:nat -- ${process.argv.slice(2).join(" ")}\``;
  const results = [...tables.map(markdownTable), `${conditions(rounds.length)} ${command}`];
  writeFiles("--write", new Map([[PAGE, withResults(readFileSync(PAGE, "utf8"), "bench:nat", results)]]));
}

/** In rounds, so that whatever else the machine does hits all contestants alike. */
async function measureInTurns(runs: number, topology: Topology, signal: AbortSignal): Promise<Round[]> {
  console.error("The lab's disk, made at the first run …");
  const disk = await makeDisk(process.stderr);
  const lab = await Lab.start(topology, { disk });
  try {
    await lab.machine(lab.machineNames()[0]!).waitForUnit("nat-firewall.service");
    const network = await BenchNetwork.create(lab, topology);
    const rounds: Round[] = [];
    // Round 0 fills the caches and is not counted.
    for (let round = 0; round <= runs; round++) {
      process.stderr.write(round === 0 ? "warming up:" : `round ${round} of ${runs}:`);
      const measured = await measureOnce(network, topology, disk, signal);
      if (round > 0) rounds.push(measured);
    }
    return rounds;
  } finally {
    await lab.stop();
  }
}

async function measureOnce(
  network: BenchNetwork,
  topology: Topology,
  disk: string,
  signal: AbortSignal,
): Promise<Round> {
  signal.throwIfAborted();
  const boots = await measureBoots(topology, disk);
  process.stderr.write(` power-on ${BOOT_IDS.map((id) => `${boots[id].toFixed(1)} s`).join(", ")};`);
  const rules = new Map<ContestantId, Measurement>();
  for (const id of CONTESTANT_IDS) {
    signal.throwIfAborted();
    const measurement = await measure(network, CONTESTANTS[id], FULL_EXTENT);
    process.stderr.write(` ${id} ${measurement.roundTrip.toFixed(1)} µs`);
    rules.set(id, measurement);
  }
  process.stderr.write("\n");
  return { boots, rules: Object.fromEntries(rules) as Round["rules"] };
}
