import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 60_000;

/** A running moto server: an AWS on a loopback port, empty at its start and gone at its end. */
export class Emulator {
  private constructor(
    readonly endpoint: string,
    private readonly server: ChildProcess,
  ) {}

  /**
   * Starts the server on a free loopback port.
   *
   * @throws Error when moto_server is not installed or does not start
   */
  static async start(): Promise<Emulator> {
    const server = spawn("moto_server", ["--host", "127.0.0.1", "--port", "0"], {
      env: {
        ...process.env,
        MOTO_AMIS_PATH: join(__dirname, "images.json"),
        // Without it AmazonSSMManagedInstanceCore does not exist.
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      },
      stdio: ["ignore", "ignore", "pipe"],
      // A group of its own: Ctrl-C reaches the caller alone, who then destroys and stops in order.
      detached: true,
    });
    try {
      return new Emulator(await listeningAt(server), server);
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

async function listeningAt(server: ChildProcess): Promise<string> {
  const lines = createInterface({ input: server.stderr! });
  const said: string[] = [];
  const endpoint = new Promise<string>((resolve, reject) => {
    server.once("error", (error) => reject(new Error(`moto_server does not start: ${error.message}`)));
    server.once("exit", () => reject(new Error(`moto_server stopped at once:\n${said.join("\n")}`)));
    lines.on("line", (line) => {
      said.push(line);
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line);
      if (address) resolve(address[1]!);
    });
    setTimeout(() => reject(new Error(`moto_server is silent:\n${said.join("\n")}`)), START_LIMIT_MS).unref();
  });
  // The log is read to its end, or the server would block on a full pipe; only its start is kept.
  endpoint.finally(() => lines.removeAllListeners("line").on("line", () => {})).catch(() => {});
  return endpoint;
}
