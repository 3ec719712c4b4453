import Table from "cli-table3";
import { Command } from "commander";
import { Listr, ListrTask } from "listr2";
import { INTERNET_HOSTS } from "../lab/fabric/internet";
import { Lab } from "../lab/lab";
import { Mapping } from "../lab/nat-host/connection-table";
import { leftOut } from "../lab/left-out";
import { diskIsMade, makeDisk } from "../lab/nat-host/disk";
import { missingForLab } from "../lab/requirements";
import * as walk from "../lab/walk-through";
import { standingBy, waysIn, waysOut } from "../lab/ways";
import { withClientsEverywhere } from "../lib/reachability";
import { shown } from "../lib/tools/messages";
import { Topology, readTopology } from "../lib/topology";
import { fail, interruption, refuse } from "./support/ending";
import { run } from "./support/run";
import { enter, noteStandingLab, standingLab, takeStandingLabDown } from "./support/standing-lab";
import { withSynthesized } from "./support/synthesize";

interface Options {
  readonly in?: string;
}

const NOTHING_TO_PROVE =
  "no instance of this network gets to the internet by another, none stands by to pass others on, and none is published; see: npm run explain";

const program = new Command("npm run lab --")
  .enablePositionalOptions()
  .description(
    "Build a miniature AWS of Linux network namespaces from the network that ENVIRONMENT describes, boot its NAT hosts " +
      "from their user data, send packets through them, print what was proven, and take everything down. Needs Linux " +
      "and root; touches neither AWS nor this machine's own network. The first run makes the machines' disk, which " +
      "takes a minute or two.",
  )
  .option("--in <folder>", "take the network from this cdktf.out or Terraform JSON instead of ENVIRONMENT")
  .addHelpText(
    "after",
    "\nExit code: 0 all proven, 1 something was not, or the lab could not be built, 2 wrong usage.",
  )
  .allowExcessArguments()
  .action((options: Options, { args: [unknown] }: Command) => {
    if (unknown !== undefined)
      refuse(`command: ${shown(unknown)} is none; there are up, shell and down, or leave it out`);
    return inLab(options, walkThrough);
  });
program
  .command("up")
  .description("leave the lab standing, and say how to enter its hosts")
  .action((_, command: Command) => inLab(command.optsWithGlobals(), leaveStanding));
program
  .command("shell")
  .description("enter a host of the lab that stands; with a command, run that there")
  .argument("<host>")
  .argument("[command...]")
  .passThroughOptions()
  .action(enterHost);
program.command("down").description("take the lab that stands down").action(takeDown);
run(program);

async function inLab(
  options: Options,
  use: (topology: Topology, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  refuseIfItCannotRun();
  const interrupted = interruption();
  await withSynthesized({ from: options.in }, async (folder) => {
    const topology = withClientsEverywhere(readTopology(folder));
    if (topology.vpcs.length === 0) fail(`--in: "${folder}" has no VPC, so there is nothing to build`);
    for (const what of leftOut(topology)) console.error(`Not built: ${what}.`);
    try {
      await use(topology, interrupted);
    } catch (error) {
      fail(interrupted.aborted ? "Interrupted; the lab is taken down." : (error as Error).message);
    }
  });
}

function refuseIfItCannotRun(): void {
  const missing = missingForLab();
  if (missing.length > 0) fail(missing.join("\n"));
}

async function walkThrough(topology: Topology, signal: AbortSignal): Promise<void> {
  if ([waysOut, waysIn, standingBy].every((ways) => ways(topology).length === 0)) fail(NOTHING_TO_PROVE);
  const proofs: walk.Proof[] = [];
  let table: Mapping[] = [];
  let lab: Lab | undefined;
  const prove = async (found: Promise<walk.Proof[]>) => void proofs.push(...(await found));
  try {
    await inSteps([
      ...building(
        () => walk.unplugged(topology),
        { signal },
        (built) => (lab = built),
      ),
      { title: "Before the routes: no way out", task: () => prove(walk.proveNoWayOut(lab!, topology)) },
      { title: "Plug the routes in", task: () => lab!.apply(topology) },
      { title: "Ping, DNS and HTTP, out and back", task: () => prove(walk.proveWayOut(lab!, topology)) },
      {
        title: "What stands by, out and back",
        enabled: () => standingBy(topology).length > 0,
        task: () => prove(walk.proveStandingBy(lab!, topology)),
      },
      {
        title: "Read the connection tables of what translates",
        task: async () => {
          const read = await walk.proveTable(lab!, topology);
          table = read.table;
          proofs.push(...read.proofs);
        },
      },
      {
        title: "Through the load balancers, in",
        enabled: () => waysIn(topology).length > 0,
        task: () => prove(walk.proveWaysIn(lab!, topology)),
      },
      {
        title: "A stranger from the internet tries to get in",
        task: () => prove(walk.proveStrangerStaysOut(lab!, topology, table)),
      },
    ]);
  } finally {
    await lab?.stop();
  }
  console.log(
    `\nThe connection tables of what translates\n${connections(table)}\n\nWhat was proven\n${verdicts(proofs)}`,
  );
  if (proofs.length === 0) fail(NOTHING_TO_PROVE);
  if (proofs.some(({ holds }) => !holds)) process.exitCode = 1;
}

async function leaveStanding(topology: Topology, signal: AbortSignal): Promise<void> {
  if (standingLab()) fail("a lab is standing already; take it down first: npm run lab -- down");
  let lab: Lab | undefined;
  let late = "";
  await inSteps([
    ...building(
      () => topology,
      { signal, standing: true },
      (built) => (lab = built),
    ),
    {
      title: "Wait until the private instances get replies",
      // One that does not is to be looked into, so the lab stands all the same.
      task: () => walk.untilForwarding(lab!, topology).catch((error: Error) => void (late = error.message)),
    },
  ]);
  signal.throwIfAborted();
  const machines = new Map(lab!.machineIds());
  const names = [...lab!.hostNames(), ...INTERNET_HOSTS.map(({ name }) => name)];
  noteStandingLab(
    lab!.anchor,
    names.map((name) => ({ name, machineId: machines.get(name) })),
  );
  console.log(
    [
      "",
      "The lab stands. Enter its hosts:",
      "",
      ...names.map((name) => `  npm run lab -- shell ${name}`),
    ].join("\n"),
  );
  console.log("\nand take it down: npm run lab -- down");
  if (late)
    console.error(
      `\n${late}; ask the NAT host why: npm run lab -- shell ${lab!.machineNames()[0]} journalctl`,
    );
  // The servers' output is still being listened to.
  process.exit();
}

function building(
  topology: () => Topology,
  options: { readonly signal: AbortSignal; readonly standing?: boolean },
  built: (lab: Lab) => void,
): ListrTask[] {
  let disk: string;
  return [
    {
      title: diskIsMade() ? "The machines' disk is there" : "Make the machines' disk (once; a minute or two)",
      task: async (_, task) => void (disk = await makeDisk(task.stdout(), options.signal)),
    },
    {
      title: "Build the network, and boot its machines from their user data",
      task: async () => built(await Lab.start(topology(), { disk, ...options })),
    },
  ];
}

async function enterHost(host: string, command: readonly string[]): Promise<void> {
  refuseIfItCannotRun();
  const lab = standingLab() ?? fail("no lab is standing; build one: npm run lab -- up");
  process.exitCode = await enter(lab, host, command);
}

async function takeDown(): Promise<void> {
  refuseIfItCannotRun();
  console.log((await takeStandingLabDown()) ? "The lab is taken down." : "No lab is standing.");
}

async function inSteps(steps: ListrTask[]): Promise<void> {
  // Its own handling of Ctrl-C ends the process before anything is taken down.
  await new Listr(steps, { registerSignalListeners: false }).run();
}

/** The NAT host's connection table: each private address and port beside its translation. */
function connections(mappings: readonly Mapping[]): string {
  const table = new Table({
    head: ["", "private", "translated to", "other end"],
    style: { head: [], border: [] },
  });
  for (const { protocol, inside, outside, remote } of mappings)
    table.push([protocol, inside, outside, remote]);
  return table.toString();
}

/** What was proven, and what was seen of it. */
function verdicts(proofs: readonly walk.Proof[]): string {
  const table = new Table({ head: ["", "claim", "seen"], style: { head: [], border: [] } });
  for (const { what, seen, holds } of proofs) table.push([holds ? "✔" : "✖", what, seen]);
  return table.toString();
}
