import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import execa from "execa";
import { EnvironmentInput } from "../../lib/config/schema";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { Report } from "../../lib/deploy/report";
import { Key } from "./roles";
import { STACKS, StackName } from "./synthesize";
import { runScript, runTypeScript } from "./script";

/** The smallest environment that has everything in it that a plan can be about. */
export const SMALL: EnvironmentInput = {
  region: "eu-central-1",
  vpcCidr: "10.8.0.0/16",
  zones: ["eu-central-1b"],
  endpoints: false,
  privateInstances: { count: 1 },
};

export const S3 = { type: "s3", bucket: "states", region: "eu-central-1" } as const;

/** For plans of fewer stacks than there are. */
export const WITHOUT_ROUTES = (
  [
    ["private-default-route-to-nat", "network/aws_route_table.private_b"],
    // The table of a subnet that has none of its own.
    ["private-default-route-to-nat", "network/aws_vpc.vpc"],
    // Only a route makes a NAT host of it.
    ["source-dest-check-on", "nat-instance/aws_network_interface.nat_b_card1"],
  ] as const
).map(([rule, resource]) => ({ rule, resource, reason: "the routes are left out" }));

/** Somebody's place of work: an environment file, its output folder, and the commands run there against an emulator. */
export class Workplace {
  readonly output: string;
  /** Whose access keys are used to plan, and to apply and for all else. */
  keys: { readonly plan?: Key; readonly deploy?: Key } = {};
  /** Variables of all commands, beside those of the emulator. */
  variables: NodeJS.ProcessEnv = {};
  private readonly environmentFile: string;

  private constructor(
    readonly folder: string,
    readonly emulator: Emulator,
  ) {
    this.output = join(folder, "cdktf.out");
    this.environmentFile = join(folder, "office.ts");
  }

  /** Another person's place of work in the same account. */
  static at(emulator: Emulator): Workplace {
    return new Workplace(mkdtempSync(join(tmpdir(), "nat-instance-test-")), emulator);
  }

  /** Removes what an artefact of a workflow leaves out: hidden files and all that is in hidden folders. */
  asArtefact(): void {
    const names = readdirSync(this.output, { recursive: true, encoding: "utf8" });
    const hidden = names.filter((name) => basename(name).startsWith("."));
    hidden.forEach((name) => rmSync(join(this.output, name), { recursive: true, force: true }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Writes the environment and synthesizes it, with what keeps the emulator's problems out of plans beside it. */
  async synthesize(environment: EnvironmentInput): Promise<void> {
    this.write(environment);
    await runTypeScript(["main.ts"], {
      env: { ...this.env(), CDKTF_OUTDIR: this.output },
      extendEnv: false,
      reject: true,
    });
    STACKS.forEach((stack) => overlookKnownProblems(this.stack(stack)));
  }

  /** Leaves these stacks in what was synthesized, and no other: each takes the real terraform half a minute. */
  only(...stacks: StackName[]): void {
    const file = join(this.output, "manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    manifest.stacks = Object.fromEntries(stacks.map((stack) => [stack, manifest.stacks[stack]]));
    writeFileSync(file, JSON.stringify(manifest));
  }

  write(environment: EnvironmentInput): void {
    writeFileSync(this.environmentFile, `export default ${JSON.stringify(environment)};`);
  }

  /** A command as messages give it to paste. */
  npm(script: string): string {
    return `ENVIRONMENT=${this.environmentFile} npm run ${script}`;
  }

  stack(name: StackName): string {
    return join(this.output, "stacks", name);
  }

  /** Changes a stack's JSON after its synthesis. */
  change(stack: StackName, change: (json: any) => void): void {
    const file = join(this.stack(stack), "cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8"));
    change(json);
    writeFileSync(file, JSON.stringify(json));
  }

  /** Plans what was synthesized. */
  plan(args: string[] = [], env: NodeJS.ProcessEnv = {}) {
    return this.command("plan", ["--skip-synth", ...args], { ...this.keys.plan, ...env });
  }

  apply(args: string[] = [], env: NodeJS.ProcessEnv = {}) {
    return this.command("apply", ["--skip-synth", ...args], env);
  }

  /** A command of the plan in the output folder. */
  command(script: string, args: string[], env: NodeJS.ProcessEnv = {}) {
    return this.run(script, ["--output", this.output, ...args], env);
  }

  run(script: string, args: string[], env: NodeJS.ProcessEnv = {}) {
    return runScript(script, args, { env: { ...this.env(), ...env }, extendEnv: false });
  }

  terraform(stack: StackName, args: string[], options: execa.Options = {}) {
    return execa("terraform", args, {
      cwd: this.stack(stack),
      env: this.env(),
      extendEnv: false,
      ...options,
    });
  }

  report(): Report & { plans: { stack: string }[] } {
    return JSON.parse(readFileSync(join(this.output, "plan/plan.json"), "utf8"));
  }

  markdown(): string {
    return readFileSync(join(this.output, "plan/plan.md"), "utf8");
  }

  /** The stacks that a plan is kept of. */
  saved(): string[] {
    const folder = join(this.output, "plan");
    if (!existsSync(folder)) return [];
    const plans = readdirSync(folder).filter((name) => name.endsWith(".tfplan"));
    return plans.map((name) => name.replace(".tfplan", "")).sort();
  }

  previews(): string[] {
    return this.report()
      .stacks.filter(({ preview }) => preview !== undefined)
      .map(({ stack }) => stack);
  }

  private env(): NodeJS.ProcessEnv {
    return {
      ...emulatorEnvironment(this.emulator.endpoint),
      ...this.keys.deploy,
      ...this.variables,
      ENVIRONMENT: this.environmentFile,
    };
  }
}

/** Fails with all that a command said unless it ended as expected. */
export function expectExit(ended: execa.ExecaReturnValue, exitCode: number): void {
  if (ended.exitCode === exitCode) return;
  throw new Error(`Exit code ${ended.exitCode} instead of ${exitCode}:\n${ended.stdout}\n${ended.stderr}`);
}
