import { fstatSync, ftruncateSync, writeSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Command } from "commander";
import { AwsError } from "../lib/tools/aws-errors";
import { describe } from "../lib/adopt/describe";
import { environmentFile } from "../lib/adopt/environment-file";
import { Obstacle, obstacles } from "../lib/adopt/obstacles";
import { readVpc } from "../lib/adopt/read";
import { canBeTaken } from "../lib/adopt/survey";
import { VpcFacts } from "../lib/adopt/facts";
import { wayOf } from "../lib/adopt/ways";
import { region as knownRegion } from "../lib/config/field-types";
import { shown } from "../lib/tools/messages";
import { refuseForeignFile } from "../lib/tools/output-place";
import { writeFiles } from "../lib/tools/write-files";
import { fail, refuse } from "./support/ending";
import { run } from "./support/run";

interface Options {
  readonly region?: string;
  readonly dryRun?: true;
  readonly include?: string[];
  readonly output?: string;
}

const STDOUT = 1;

const ENVIRONMENTS = join(__dirname, "../environments/mine.ts");

/** The default of `nat.instanceType`. */
const HOST_TYPE = "t4g.nano";

run(
  new Command("npm run adopt --")
    .description(
      "Write an environment file for a VPC that exists already: its zones, its public and private subnets, and where each " +
        "route table leads today, with the reason of each choice beside it. AWS is asked by calls that change nothing " +
        "(docs/iam/adopt-permissions.json). What stands in the way is said first, and stands at the top of the file.",
    )
    .argument("<vpc>", "the VPC's id, such as vpc-0123456789abcdef0")
    .option("--region <region>", "the VPC's region (default: AWS_REGION, or the profile's)")
    .option(
      "-o, --output <file>",
      "the file to write, such as environments/mine.ts (default: standard output)",
    )
    .option("--include <tables...>", "route tables to take in that are left out otherwise, by their ids")
    .option("--dry-run", "say what stands in the way, and nothing else")
    .addHelpText(
      "after",
      "\nExit code: 0 written, or it can be; 1 not, for what stands in the way or because AWS does not answer; 2 wrong usage.",
    )
    .action(adopt),
);

async function adopt(vpcId: string, { region, dryRun, include = [], output }: Options): Promise<void> {
  refuseWrongIds(vpcId, region, include);
  if (output === undefined && !dryRun) dropNpmsLines(vpcId);
  if (output !== undefined) {
    if (!output.endsWith(".ts"))
      refuse(`--output: ${shown(output)} is no TypeScript; write one like environments/mine.ts`);
    refuseForeignFile({ option: "--output", path: output, example: "environments/mine.ts" }, isOurs);
  }
  try {
    const facts = await readVpc({ vpcId, region, hostType: HOST_TYPE }, (where) => {
      refuseOtherRegions("AWS_REGION", where);
      console.error(`Asking AWS for ${vpcId} in ${where} …`);
    });
    refuseOtherTables(include, facts);
    const description = describe(facts, include);
    const found = obstacles(description);
    say(found, dryRun ? console.log : console.error);
    if (found.some(({ stops }) => stops)) return void (process.exitCode = 1);
    if (dryRun) return;
    const text = environmentFile(description, found, {
      date: new Date().toISOString().slice(0, 10),
      library: libraryFrom(output ?? ENVIRONMENTS),
    });
    if (output === undefined) return writeOut(text);
    writeFiles("--output", new Map([[output, text]]));
    console.error(`Written: ${output}`);
  } catch (error) {
    if (error instanceof AwsError) fail(error.message);
    throw error;
  }
}

/** From the start of a file, whose position npm has moved. */
function writeOut(text: string): void {
  if (fstatSync(STDOUT).isFile()) writeSync(STDOUT, text, fstatSync(STDOUT).size);
  else process.stdout.write(text);
}

/** What a file imports `defineEnvironment` from. */
function libraryFrom(file: string): string {
  const path = relative(dirname(resolve(file)), join(__dirname, "../lib/config/environment"));
  return path.startsWith(".") ? path : `./${path}`;
}

function say(found: readonly Obstacle[], print: (line: string) => void): void {
  if (found.length === 0) print("Nothing stands in the way");
  for (const { stops, message } of found) print(stops ? `STOPS: ${message}` : message);
}

function refuseWrongIds(vpcId: string, region: string | undefined, include: readonly string[]): void {
  const id = (prefix: string) => new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  if (!id("vpc").test(vpcId)) {
    refuse(`vpc: ${shown(vpcId)} is no VPC's id; write one like vpc-0123456789abcdef0`);
  }
  const wrong = include.find((each) => !id("rtb").test(each));
  if (wrong !== undefined) {
    refuse(`--include: ${shown(wrong)} is no route table's id; write one like rtb-0123456789abcdef0`);
  }
  if (region !== undefined) refuseOtherRegions("--region", region);
}

function refuseOtherRegions(from: string, region: string): void {
  const { error } = knownRegion.safeParse(region);
  if (error) refuse(`${from}: ${shown(region)} ${error.issues[0]!.message}`);
}

/**
 * npm writes lines of its own into what it is redirected to. Where the file holds exactly these, they are taken out of it;
 * where it holds anything else too, somebody appends to it.
 */
function dropNpmsLines(vpcId: string): void {
  const { npm_lifecycle_event: event, npm_config_loglevel: level } = process.env;
  if (event !== "adopt" || level === "silent" || !fstatSync(STDOUT).isFile()) return;
  if (fstatSync(STDOUT).size === Buffer.byteLength(npmsLines())) return ftruncateSync(STDOUT, 0);
  refuse(
    "standard output: is a file with lines in it that are no TypeScript, npm's or others; write: " +
      `npm run adopt -- ${vpcId} --output environments/mine.ts, or npm run --silent adopt -- ${vpcId} > environments/mine.ts`,
  );
}

/** As npm 10 announces a script. */
function npmsLines(): string {
  const { npm_package_name: name, npm_package_version: version, npm_lifecycle_script: script } = process.env;
  return `\n> ${name}@${version} adopt\n> ${[script, ...process.argv.slice(2)].join(" ")}\n\n`;
}

function refuseOtherTables(include: readonly string[], facts: VpcFacts): void {
  for (const id of include) {
    const table = facts.routeTables.find((each) => each.id === id);
    if (!table) refuse(`--include: ${id} is no route table of ${facts.vpcId}; name one of its own`);
    const way = wayOf(facts, table);
    if (!canBeTaken(way))
      refuse(`--include: ${id} leads to ${way.words}, which cannot be taken over; leave it out`);
  }
}

/** Whether a text is what this command writes, or what npm does where this command wrote nothing. */
function isOurs(text: string): boolean {
  return text.includes("written by npm run adopt") || /^\n> \S+ adopt\n> .*\n\n$/.test(text);
}
