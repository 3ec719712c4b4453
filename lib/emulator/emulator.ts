import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 60_000;

export interface EmulatorOptions {
  /**
   * Whether a network interface that was detached is answered as `detached`. On AWS it is not, and the provider then
   * waits for 2.5 minutes, each time (hashicorp/terraform-provider-aws, issue 45835), which shows nothing.
   *
   * @default true
   */
  readonly detachesAtOnce?: boolean;
}

/**
 * A running moto server: an AWS on a loopback port, empty at its start and gone at its end. What AWS refuses and moto
 * takes, such as deleting a subnet with a network interface in it, is refused here as well (`strict/`).
 */
export class Emulator {
  private constructor(
    readonly endpoint: string,
    private readonly server: ChildProcess,
    /** What was refused so far because something stands in the way or is not there, as `code: message`. */
    readonly refusals: readonly string[],
  ) {}

  /**
   * Starts the server on a free loopback port.
   *
   * @throws Error when moto_server is not installed or does not start, or not with the refusals
   */
  static async start({ detachesAtOnce = true }: EmulatorOptions = {}): Promise<Emulator> {
    const { PYTHONPATH } = process.env;
    const server = spawn("moto_server", ["--host", "127.0.0.1", "--port", "0"], {
      env: {
        ...process.env,
        MOTO_AMIS_PATH: join(__dirname, "images.json"),
        // Without it AmazonSSMManagedInstanceCore does not exist.
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
        // Whatever Python moto_server runs in loads the refusals from there.
        PYTHONPATH: [join(__dirname, "strict"), ...(PYTHONPATH ? [PYTHONPATH] : [])].join(delimiter),
        EMULATOR_DETACHES_AT_ONCE: detachesAtOnce ? "1" : "",
      },
      stdio: ["ignore", "ignore", "pipe"],
      // A group of its own: Ctrl-C reaches the caller alone, who then destroys and stops in order.
      detached: true,
    });
    try {
      const refusals: string[] = [];
      return new Emulator(await listeningAt(server, refusals), server, refusals);
    } catch (error) {
      server.kill();
      throw error;
    }
  }

  async stop(): Promise<void> {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    const exited = once(this.server, "exit");
    process.kill(-this.server.pid!, "SIGKILL");
    await exited;
  }

  /** Makes a bucket, for the state of an environment with an S3 backend. */
  async createBucket(name: string, region: string): Promise<void> {
    const response = await fetch(`${this.endpoint}/${name}`, {
      method: "PUT",
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=emulator/20250101/${region}/s3/aws4_request` },
      body: `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
    });
    if (!response.ok) throw new Error(`The emulator made no bucket ${name}: ${await response.text()}`);
  }
}

async function listeningAt(server: ChildProcess, refusals: string[]): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`moto_server ${what}:\n${said.join("\n")}`));
    server.once("error", (error) => reject(new Error(`moto_server does not start: ${error.message}`)));
    server.once("exit", () => fail("stopped at once"));
    setTimeout(() => fail("is silent"), START_LIMIT_MS).unref();
    // The log is read to its end, or the server would block on a full pipe; only its start is kept.
    let address: string | undefined;
    createInterface({ input: server.stderr! }).on("line", (line) => {
      const [, refusal] = /^REFUSED (.*)/.exec(line) ?? [];
      if (refusal !== undefined) refusals.push(refusal);
      if (address !== undefined) return;
      said.push(line);
      address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address === undefined) return;
      if (said.includes("Refuses what AWS refuses")) resolve(address);
      else fail("does not load lib/emulator/strict, which its Python finds by PYTHONPATH");
    });
  });
}
