import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { chosenName } from "../lib/config/load";
import { DrawOptions, INTERNET, finishSvg, toDot, toMermaid } from "../lib/diagram";
import { QuestionError, explain } from "../lib/reachability";
import { Topology, readTopology } from "../lib/topology";
import { outputFile, refuseForeignFile } from "../lib/tools/output-place";
import { writeFiles } from "../lib/tools/write-files";
import { fail } from "./support/ending";
import { run } from "./support/run";
import { withSynthesized } from "./support/synthesize";

interface Options {
  readonly format: "svg" | "mermaid";
  readonly explain?: readonly [from: string, to: string];
  readonly in?: string;
  readonly output?: string;
  readonly check?: true;
}

/** More than this nobody can read, and Graphviz takes minutes for. */
const MOST_PARTS = 2000;

run(
  new Command("npm run diagram --")
    .description(
      "Draw the network that ENVIRONMENT describes into docs/diagrams/: zones, public and private subnets, NAT hosts and " +
        "their network interfaces, gateways, instances, endpoints, load balancers and who answers behind them, and where " +
        "the route tables lead. Security groups are not drawn.",
    )
    .addOption(new Option("--format <format>").choices(["svg", "mermaid"]).default("svg"))
    .option("--explain <from,to>", "draw the way of a packet over it, as npm run explain tells it", parseEnds)
    .option("--in <folder>", "draw this cdktf.out, Terraform JSON or state instead of ENVIRONMENT")
    .option("-o, --output <file>", "where to write (default: docs/diagrams/<environment>.svg or .mmd)")
    .option("--check", "write nothing, and exit with 1 when the file there is not current")
    .addHelpText("after", "\nExit code: 0 drawn or current, 1 not current, 2 wrong usage, or no picture.")
    .action(diagram),
  // 1 says that the picture is not current.
  { failed: 2 },
);

async function diagram(options: Options): Promise<void> {
  const file = options.output ?? defaultFile(options);
  const place = { option: "--output", path: file, example: "network.svg" };
  if (options.check) outputFile(place);
  else refuseForeignFile(place, isDrawing);
  await withSynthesized({ from: options.in }, async (folder) => {
    const topology = readTopology(folder);
    const drawn = [...topology.vpcs, ...topology.subnets].map(({ stack, address }) => `${stack}/${address}`);
    for (const { stack, address } of topology.notUnderstood) {
      // What exists already is drawn as far as it is known.
      if (drawn.includes(`${stack}/${address}`)) continue;
      console.error(`not understood, and not drawn: ${stack}/${address}`);
    }
    refuseCrowd(topology);
    const drawing = await draw(topology, options);
    if (options.check) return check(file, drawing);
    writeFiles("--output", new Map([[file, drawing]]));
    console.log(file);
  });
}

function refuseCrowd({ vpcs, subnets, instances, gateways, endpoints, loadBalancers }: Topology): void {
  const parts = [vpcs, subnets, instances, gateways, endpoints, loadBalancers].flat().length;
  if (parts <= MOST_PARTS) return;
  fail(
    `The network has ${parts} parts, and a picture room for ${MOST_PARTS}; name the files of a part of it: --in <folder>`,
  );
}

async function draw(topology: Topology, options: Options): Promise<string> {
  const path = options.explain && pathBetween(topology, ...options.explain);
  if (options.format === "mermaid") return toMermaid(topology, path);
  const title = `The network of ${nameOf(options)}`;
  // An ES module, which the rest of this project is not.
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const graphviz = await Graphviz.load();
  return finishSvg(graphviz.dot(toDot(topology, { ...path, title })));
}

function pathBetween(topology: Topology, from: string, to: string): DrawOptions {
  try {
    const { request, verdict, blocker, missing } = explain(topology, { from, to });
    if (blocker) console.error(`Not reachable: ${blocker.name} (${blocker.code}): ${blocker.why}`);
    for (const { name, why } of missing) console.error(`Not decided: ${name}: ${why}`);
    const hops = [...request, ...(blocker ? [blocker] : [])].map(({ elementId }) => elementId);
    const isGateway = (id?: string) =>
      topology.gateways.some((gateway) => gateway.id === id && gateway.kind === "internet-gateway");
    return {
      highlight: [
        ...(isGateway(hops[0]) ? [INTERNET] : []),
        ...hops,
        ...(verdict === "reachable" && isGateway(hops.at(-1)) ? [INTERNET] : []),
      ],
      stoppedAt: blocker?.elementId,
    };
  } catch (error) {
    if (error instanceof QuestionError) return fail(error.message, 2);
    throw error;
  }
}

function check(file: string, drawing: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === drawing) return console.log(`${file} is current`);
  const options = process.argv.slice(2).filter((argument) => argument !== "--check");
  const command = ["npm run diagram", ...(options.length > 0 ? ["--", ...options] : [])].join(" ");
  const environment = process.env["ENVIRONMENT"] ? `ENVIRONMENT=${process.env["ENVIRONMENT"]} ` : "";
  fail(`${file} is not current; write it again: ${environment}${command}`, 1);
}

/** Whether a text is what this command draws: Graphviz's picture with our style, or a flowchart with our classes. */
function isDrawing(text: string): boolean {
  const isSvg = /^<svg role="img" [^>]*>\n<title>The network of /.test(text);
  return isSvg || (text.startsWith("flowchart LR\n") && text.includes("\nclassDef nat-host "));
}

function defaultFile(options: Options): string {
  const path = options.explain ? `-${options.explain.join("-to-")}`.replace(/[^\w.-]/g, "-") : "";
  const extension = options.format === "svg" ? "svg" : "mmd";
  return join("docs/diagrams", `${nameOf(options)}${path}.${extension}`);
}

function nameOf({ in: folder }: Options): string {
  return basename(folder ? resolve(folder) : chosenName(), ".ts");
}

function parseEnds(text: string): [string, string] {
  const [from, to, ...rest] = text.split(",");
  if (!from || !to || rest.length > 0) {
    throw new InvalidArgumentError('Write two ends, such as "private-0,internet".');
  }
  return [from, to];
}
