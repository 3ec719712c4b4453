import Table from "cli-table3";
import { Command, Option } from "commander";
import { Explanation, Hop, LESSON, Protocol, UnknownEndError, explain } from "../lib/reachability";
import { Topology, readTopology } from "../lib/topology";
import { fail } from "./support/fail";
import { numberOption } from "./support/number-option";
import { run } from "./support/run";
import { withSynthesized } from "./support/synthesized";

interface Options {
  readonly protocol: Protocol;
  readonly port?: number;
  readonly json?: boolean;
  readonly in?: string;
  readonly stacks?: string[];
}

const port = numberOption({ what: "the port", from: 1, to: 65535 });

run(
  new Command("npm run explain --")
    .description(
      "Walk a packet and its reply through the network that ENVIRONMENT describes: whether <from> can open a connection " +
        "to <to>, by which hops, and if not, what stops it and what would change it. An end is an instance, a card, an " +
        "endpoint, an address, aws:ssm for a service of AWS, or internet. Without ends: everything to everything.",
    )
    .argument("[from]", "the end that opens the connection")
    .argument("[to]", "the other end")
    .addOption(new Option("--protocol <protocol>").choices(["tcp", "udp", "icmp"]).default("tcp"))
    .option("--port <number>", "the destination's port (default: 443; none for icmp)", port)
    .option("--json", "for machines")
    .option("--in <folder>", "read this cdktf.out, Terraform JSON or state instead of ENVIRONMENT")
    .option("--stacks <names>", "these stacks alone, separated by commas", (names: string) =>
      names.split(","),
    )
    .addHelpText("after", "\nExit code: 0 reachable, 1 not reachable, 2 wrong usage, or no answer.")
    .action(answer),
  // 1 says that an end is out of reach.
  { failed: 2 },
);

async function answer(from: string | undefined, to: string | undefined, options: Options): Promise<void> {
  if (from !== undefined && to === undefined)
    fail(`to: is missing; write: npm run explain -- ${from} internet`, 2);
  await withSynthesized({ from: options.in }, (folder) => {
    const topology = readTopology(folder, { stacks: options.stacks });
    for (const { stack, address } of topology.notUnderstood) {
      console.error(`not understood, and not in the answer: ${stack}/${address}`);
    }
    if (from === undefined || to === undefined) return showMatrix(topology, options);
    const explanation = explainOrFail(topology, from, to, options);
    console.log(options.json ? JSON.stringify(explanation, null, 2) : inWords(explanation));
    process.exitCode = explanation.reachable ? 0 : 1;
  });
}

function explainOrFail(
  topology: Topology,
  from: string,
  to: string,
  { protocol, port }: Options,
): Explanation {
  try {
    return explain(topology, { from, to, protocol, port });
  } catch (error) {
    if (error instanceof UnknownEndError) return fail(error.message, 2);
    throw error;
  }
}

function inWords(explanation: Explanation): string {
  const { request, reply, reachable, blocker, seenAs, strangerToPrivate } = explanation;
  const verdict = reachable
    ? `Reachable. ${explanation.to} sees ${seenAs}.`
    : `Not reachable: ${blocker!.name} (${blocker!.code})\n  why  ${blocker!.why}\n  fix  ${blocker!.fix}`;
  return [
    title(explanation),
    ...section("Request", request),
    ...section("Reply", reply),
    "",
    verdict,
    ...(strangerToPrivate ? ["", LESSON] : []),
  ].join("\n");
}

function title({ from, to, protocol, port }: Explanation): string {
  return `${from} → ${to}, ${protocol.toUpperCase()}${port === undefined ? "" : ` port ${port}`}`;
}

function section(name: string, hops: readonly Hop[]): string[] {
  if (hops.length === 0) return [];
  const width = Math.max(...hops.map((hop) => hop.name.length));
  const lines = hops.map(
    (hop, index) => `  ${String(index + 1).padStart(2)}  ${hop.name.padEnd(width)}  ${hop.text}`,
  );
  return ["", name, ...lines];
}

function showMatrix(topology: Topology, options: Options): void {
  const sources = [...topology.instances.map(({ name }) => name), "internet"];
  const targets = [...sources, ...topology.endpoints.map(({ name }) => name)];
  const answers = sources.map((from) =>
    targets.map((to) => (from === to ? undefined : explainOrFail(topology, from, to, options))),
  );
  if (options.json) return console.log(JSON.stringify(answers.flat().filter(Boolean), null, 2));
  const table = new Table({ head: ["from \\ to", ...targets], style: { head: [], border: [] } });
  sources.forEach((from, row) => table.push([from, ...answers[row]!.map(cell)]));
  console.log(
    `${options.protocol.toUpperCase()}${options.protocol === "icmp" ? "" : ` port ${options.port ?? 443}`}`,
  );
  console.log(table.toString());
  const reasons = answers
    .flat()
    .flatMap((answer) => (answer?.blocker ? [`no, ${answer.blocker.code}: ${answer.blocker.why}`] : []));
  [...new Set(reasons)].forEach((reason) => console.log(reason));
}

function cell(answer: Explanation | undefined): string {
  if (!answer) return "";
  return answer.reachable ? "yes" : "no";
}
