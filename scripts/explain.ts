import { Command, Option } from "commander";
import { Protocol, Question, QuestionError, Verdict, explain, explainAll } from "../lib/reachability";
import { Topology, readTopology } from "../lib/topology";
import { explanationJson, explanationText, matrixText } from "./support/explanation-text";
import { fail } from "./support/ending";
import { numberOption } from "./support/wrong-usage";
import { run } from "./support/run";
import { withSynthesized } from "./support/synthesize";

interface Options {
  readonly protocol: Protocol;
  readonly port?: number;
  readonly ipv6?: boolean;
  readonly json?: boolean;
  readonly in?: string;
  readonly stacks?: string[];
  readonly without?: readonly string[];
}

/** What the command ends with; 2 also for whatever else leaves a question without an answer. */
const EXIT_CODES: Readonly<Record<Verdict, number>> = { reachable: 0, "not reachable": 1, "not decided": 2 };

const port = numberOption({ what: "the port", from: 1, to: 65535 });

run(
  new Command("npm run explain --")
    .description(
      "Walk a packet and its reply through the network that ENVIRONMENT describes: whether <from> can open a connection " +
        "to <to>, by which hops, and if not, what stops it and what would change it. An end is an instance, a network interface, an " +
        "endpoint, a load balancer, a subnet that exists already for whoever stands in it, an address, aws:ssm for a " +
        "service of AWS, or internet. A verdict that hangs on something that was not " +
        "read, or that is not followed, is not decided, with what is missing. Without ends: everything to everything, " +
        "as yes, no and ?.",
    )
    .argument("[from]", "the end that opens the connection")
    .argument("[to]", "the other end")
    .addOption(new Option("--protocol <protocol>").choices(["tcp", "udp", "icmp"]).default("tcp"))
    .option("--port <number>", "the destination's port (default: 443; none for icmp)", port)
    .option("--ipv6", "by IPv6, which an IPv6 address as an end says by itself (default: IPv4)")
    .option("--json", "for machines")
    .option("--in <folder>", "read this cdktf.out, Terraform JSON or state instead of ENVIRONMENT")
    .option("--stacks <names>", "these stacks alone, separated by commas", (names: string) =>
      names.split(","),
    )
    .option(
      "--without <hosts>",
      "as if these NAT hosts were stopped, separated by commas: what the failover then does, and whether it is enough",
      (names: string, before: readonly string[] = []) => [...before, ...names.split(",")],
    )
    .addHelpText(
      "after",
      "\nExit code: 0 reachable, 1 not reachable, 2 not decided, wrong usage, or no answer; without ends 0, whatever they are.",
    )
    .action(answer),
  // 1 says that an end is out of reach.
  { failed: 2 },
);

async function answer(from: string | undefined, to: string | undefined, options: Options): Promise<void> {
  if (from !== undefined && to === undefined)
    fail(`to: is missing; write: npm run explain -- ${from} internet`, 2);
  await withSynthesized({ from: options.in }, (folder) => {
    const topology = readTopology(folder, { stacks: options.stacks });
    for (const { stack, address, why } of topology.notUnderstood) {
      console.error(`not understood, and not in the answer: ${stack}/${address}: ${why}`);
    }
    if (from === undefined || to === undefined) return showMatrix(topology, options);
    const { protocol, port, json, without } = options;
    const family = familyOf(options);
    const explanation = answerOrFail(() => explain(topology, { from, to, protocol, port, family, without }));
    console.log(json ? JSON.stringify(explanationJson(explanation), null, 2) : explanationText(explanation));
    process.exitCode = EXIT_CODES[explanation.verdict];
  });
}

function answerOrFail<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof QuestionError) return fail(error.message, EXIT_CODES["not decided"]);
    throw error;
  }
}

/** Says how far it is, every few seconds from the first on. */
function progress(): (walked: number, all: number) => void {
  let next = Date.now() + 1000;
  return (walked, all) => {
    if (Date.now() < next) return;
    next = Date.now() + 3000;
    console.error(`Walked ${walked} of ${all} flows …`);
  };
}

function familyOf({ ipv6 }: Options): Question["family"] {
  return ipv6 ? "ipv6" : undefined;
}

function showMatrix(topology: Topology, options: Options): void {
  const { protocol, port, json, without } = options;
  const family = familyOf(options);
  const matrix = answerOrFail(() => explainAll(topology, { protocol, port, family, without }, progress()));
  if (json) {
    const answers = matrix.answers.flat().flatMap((answer) => (answer ? [explanationJson(answer)] : []));
    return console.log(JSON.stringify(answers, null, 2));
  }
  const service = `${protocol.toUpperCase()}${protocol === "icmp" ? "" : ` port ${port ?? 443}`}`;
  console.log(family === "ipv6" ? `${service} over IPv6` : service);
  matrix.without.forEach(({ name, text }) => console.log(`${name} ${text}`));
  console.log(matrixText(matrix));
}
