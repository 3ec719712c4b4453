import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import execa from "execa";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownFaults } from "../../lib/emulator/known-faults";
import { readJson } from "../../lib/tools/read-json";
import { readManifest } from "./manifest";

/** The four stacks deployed to an emulator by the real cdktf and terraform, all files in one folder of their own. */
export class Deployment {
  private readonly output: string;
  private readonly outputsFile: string;

  constructor(
    private readonly folder: string,
    private readonly endpoint: string,
    private readonly interrupted: AbortSignal,
  ) {
    this.output = join(folder, "cdktf.out");
    this.outputsFile = join(folder, "outputs.json");
    mkdirSync(join(folder, "terraform", "plugins"), { recursive: true });
  }

  async synthesize(log: Writable): Promise<void> {
    await this.run("cdktf", ["synth", "--output", this.output], log);
    readManifest(this.output).forEach(({ folder }) => overlookKnownFaults(folder));
  }

  async deploy(log: Writable): Promise<void> {
    await this.cdktf(["deploy", "*", "--auto-approve", "--outputs-file", this.outputsFile], log);
  }

  /** @throws Error that names the stack whose plan has changes, with the plan */
  async expectNoChanges(log: Writable): Promise<void> {
    for (const { name, folder } of readManifest(this.output)) {
      const args = [`-chdir=${folder}`, "plan", "-detailed-exitcode", "-input=false", "-no-color"];
      const { exitCode, all } = await this.run("terraform", args, log, false);
      if (exitCode !== 0) throw new Error(`A second plan of ${name} has changes or fails:\n${all}`);
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
    // The JSON is there already, with what overlooks the emulator's faults beside it. Locking the provider for other
    // platforms needs its registry.
    return this.run(
      "cdktf",
      [command!, ...args, "--output", this.output, "--skip-synth", "--skip-provider-lock"],
      log,
    );
  }

  private async run(program: string, args: readonly string[], log: Writable, reject = true) {
    this.interrupted.throwIfAborted();
    const child = execa(program, args, {
      preferLocal: true,
      reject,
      all: true,
      extendEnv: false,
      env: {
        ...emulatorEnvironment(this.endpoint),
        CI: "1",
        TF_PLUGIN_CACHE_DIR: process.env["TF_PLUGIN_CACHE_DIR"] || join(this.folder, "terraform", "plugins"),
      },
      // A group of its own, so that all of it can be ended at once.
      detached: true,
      stdin: "ignore",
    });
    const end = () => child.pid && process.kill(-child.pid, "SIGKILL");
    this.interrupted.addEventListener("abort", end, { once: true });
    child.all!.pipe(log, { end: false });
    return await child.finally(() => this.interrupted.removeEventListener("abort", end));
  }
}
