import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { readJson } from "../../lib/tools/read-files";
import { runChild } from "./child";
import { readManifest } from "./manifest";

/** The four stacks deployed to an emulator by the real cdktf and terraform, all files in one folder of their own. */
export class Deployment {
  /** The stacks' folder. */
  readonly output: string;
  private readonly outputsFile: string;

  /** @param caller the variables that name the environment. @default - this process's */
  constructor(
    private readonly folder: string,
    private readonly endpoint: string,
    private readonly interrupted: AbortSignal,
    private readonly caller = process.env,
  ) {
    this.output = join(folder, "cdktf.out");
    this.outputsFile = join(folder, "outputs.json");
    mkdirSync(join(folder, "terraform", "plugins"), { recursive: true });
  }

  async synthesize(log: Writable): Promise<void> {
    await this.run("cdktf", ["synth", "--output", this.output], log);
    readManifest(this.output).forEach(({ folder }) => overlookKnownProblems(folder));
  }

  async deploy(log: Writable): Promise<void> {
    await this.cdktf(["deploy", "*", "--auto-approve", "--outputs-file", this.outputsFile], log);
  }

  /** @throws Error that names the stack whose plan has changes */
  async expectNoChanges(log: Writable): Promise<void> {
    for (const { name, folder } of readManifest(this.output)) {
      const args = [`-chdir=${folder}`, "plan", "-detailed-exitcode", "-input=false", "-no-color"];
      const { exitCode } = await this.run("terraform", args, log, false);
      if (exitCode !== 0) throw new Error(`A second plan of ${name} has changes or fails`);
    }
  }

  async destroy(log: Writable): Promise<void> {
    await this.cdktf(["destroy", "*", "--auto-approve"], log);
  }

  /** The stacks' outputs, by stack. */
  outputs(): unknown {
    return readJson(this.outputsFile);
  }

  private cdktf([command, ...args]: string[], log: Writable) {
    // The JSON is there already, with what overlooks the emulator's problems beside it. Locking the provider for other
    // platforms needs its registry.
    return this.run(
      "cdktf",
      [command!, ...args, "--output", this.output, "--skip-synth", "--skip-provider-lock"],
      log,
    );
  }

  private run(program: string, args: readonly string[], log: Writable, reject = true) {
    const env = {
      ...emulatorEnvironment(this.endpoint, this.caller),
      CI: "1",
      TF_PLUGIN_CACHE_DIR: process.env["TF_PLUGIN_CACHE_DIR"] || join(this.folder, "terraform", "plugins"),
    };
    return runChild(program, args, { env, log, interrupted: this.interrupted, reject });
  }
}
