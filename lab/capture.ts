import { createInterface } from "node:readline";
import { ExecaChildProcess } from "execa";
import { Namespace } from "./namespace";
import { until } from "./until";

/**
 * In bytes of a packet and KiB of memory. By itself tcpdump keeps eight packets of the largest size and loses the rest.
 */
const ROOM = ["--snapshot-length=256", "--buffer-size=16384"];

/** Every packet that a host saw, as tcpdump tells it, a line each. */
export class Capture {
  private readonly lines: string[] = [];

  private constructor(private readonly tcpdump: ExecaChildProcess) {
    createInterface({ input: tcpdump.stdout! }).on("line", (line) => this.lines.push(line));
  }

  /**
   * Starts listening on all network interfaces of a namespace, and returns once it does.
   *
   * @param filter in tcpdump's language, such as `tcp port 443`
   */
  static async start(namespace: Namespace, filter = "ip"): Promise<Capture> {
    // As another user it would no longer end with nsenter.
    const args = ["-n", "-l", "-tt", "-Z", "root", "--immediate-mode", "-i", "any", ...ROOM, filter];
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
