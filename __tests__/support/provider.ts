import { ChildProcess, ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import execa from "execa";
import { until } from "../../lab/until";

/**
 * The real AWS provider, started once for all of terraform's commands in a suite, in the way that its developers debug
 * it. By itself terraform starts it several times a command: `terraform validate` took 5.6 s of processor time so, and
 * 3.3 s with one that runs. What is left out here, the choice of a provider by version and lock file, has tests of its own.
 */
export class Provider {
  private constructor(
    private readonly process: ChildProcess,
    /** Has terraform use it. */
    readonly env: { readonly TF_REATTACH_PROVIDERS: string },
  ) {}

  /**
   * Installs the one that a stack asks for, and starts it.
   *
   * @param stack the stack's JSON
   * @param env its credentials and endpoints, which it does not get from terraform
   * @throws Error when it does not start
   */
  static async start(stack: any, env: NodeJS.ProcessEnv): Promise<Provider> {
    const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    let provider: ChildProcessWithoutNullStreams | undefined;
    let said = "";
    try {
      provider = spawn(await install(stack, folder, env), ["-debug"], { env });
      provider.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      // Read, so that it never blocks.
      provider.stderr.resume();
      const reattach = await until("The provider", 60, () => /TF_REATTACH_PROVIDERS='(.*)'/.exec(said)?.[1]);
      return new Provider(provider, { TF_REATTACH_PROVIDERS: reattach });
    } catch (error) {
      provider?.kill("SIGKILL");
      throw error;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  stop(): void {
    this.process.kill("SIGKILL");
  }
}

/** Installs a stack's providers in a folder, and gives AWS's program. */
async function install(stack: any, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { required_providers } = stack.terraform;
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
  await execa("terraform", ["init", "-input=false"], { cwd: folder, env, extendEnv: false });
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return join(
    folder,
    files.find((file) => basename(file).startsWith("terraform-provider-aws"))!,
  );
}
