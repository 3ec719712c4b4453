import { createInterface } from "node:readline";
import { ExecaChildProcess } from "execa";
import { Namespace } from "./namespace";
import { until } from "./until";

/** Every packet that a host saw, as tcpdump tells it, a line each. */
export class Capture {
  private readonly lines: string[] = [];

  private constructor(private readonly tcpdump: ExecaChildProcess) {
    createInterface({ input: tcpdump.stdout! }).on("line", (line) => this.lines.push(line));
  }

  /**
   * Starts listening on all cards of a namespace, and returns once it does.
   *
   * @param filter in tcpdump's language, such as `tcp port 443`
   */
  static async start(namespace: Namespace, filter = "ip"): Promise<Capture> {
    const args = ["-n", "-l", "-tt", "--immediate-mode", "-i", "any", filter];
    const tcpdump = namespace.start("tcpdump", args, { reject: false });
    let said = "";
    tcpdump.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const capture = new Capture(tcpdump);
    await until(
      "tcpdump",
      10,
      () => said.includes("listening on"),
      async () => said,
    );
    return capture;
  }

  /** What was seen until now. */
  get seen(): readonly string[] {
    return this.lines;
  }

  /** Stops listening, and gives all that was seen. */
  async stop(): Promise<readonly string[]> {
    this.tcpdump.kill("SIGKILL");
    await this.tcpdump;
    return this.lines;
  }
}
