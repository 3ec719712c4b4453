import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { Namespace } from "../../lab/namespace";
import { until } from "../../lab/until";

/** What came of a question: the address and port that it was seen to come from, or why the connection is no more. */
export interface Reply {
  readonly seenAs?: string;
  readonly lost?: string;
}

/** A TCP connection that stays open and is silent until it is told to speak. */
export class KeptConnection {
  private readonly replies: Reply[] = [];
  private readonly input = new PassThrough();

  private constructor(from: Namespace, address: string, port: number) {
    const args = [join(__dirname, "keep-connection.cjs"), address, String(port)];
    const client = from.start(process.execPath, args, { input: this.input, reject: false });
    createInterface({ input: client.stdout! }).on("line", (line) =>
      this.replies.push(JSON.parse(line) as Reply),
    );
  }

  /** Opens one, and returns once it has been answered. */
  static async open(from: Namespace, address: string, port = 80): Promise<KeptConnection> {
    const connection = new KeptConnection(from, address, port);
    await connection.ask();
    return connection;
  }

  /** Asks on it, and gives the reply. */
  async ask(): Promise<Reply> {
    const before = this.replies.length;
    this.request("/");
    return until("A reply on the kept connection", 60, () => this.replies[before]);
  }

  /** Asks on it, and waits for nothing. */
  request(path: string): void {
    this.input.write(`${path}\n`);
  }

  /** The port that it is seen to come from, outside. */
  get port(): number {
    return Number(this.replies[0]!.seenAs!.split(":")[1]);
  }

  close(): void {
    this.input.end();
  }
}
