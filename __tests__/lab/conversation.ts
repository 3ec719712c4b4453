import { join } from "node:path";
import { createInterface } from "node:readline";
import { Namespace } from "../../lab/namespace";
import { until } from "../../lab/until";

const PROTOCOLS = ["tcp", "udp"] as const;

/** A TCP connection to port 80 and a UDP mapping to port 7 of a host, both in use all the time. */
export class Conversation {
  private readonly answers = { tcp: [] as string[], udp: [] as string[] };

  private constructor(private readonly stop_: () => void) {}

  /**
   * Begins to talk from a namespace, and returns once both are answered.
   *
   * @param pause milliseconds between two questions
   */
  static async start(from: Namespace, address: string, pause = 50): Promise<Conversation> {
    const args = [join(__dirname, "talk.cjs"), address, String(pause)];
    const talking = from.start(process.execPath, args, { reject: false });
    const conversation = new Conversation(() => talking.kill("SIGKILL"));
    createInterface({ input: talking.stdout! }).on("line", (line) => {
      const { protocol, seenAs } = JSON.parse(line) as { protocol: "tcp" | "udp"; seenAs: string };
      conversation.answers[protocol].push(seenAs);
    });
    await conversation.goesOn();
    return conversation;
  }

  /** Waits until both have been answered a few times more. */
  async goesOn(): Promise<void> {
    const before = PROTOCOLS.map((protocol) => this.answers[protocol].length);
    await until("The conversation", 30, () =>
      PROTOCOLS.every((protocol, index) => this.answers[protocol].length >= before[index]! + 3),
    );
  }

  /** The addresses and ports that it has been seen as: one each, unless one has broken. */
  seenAs(): Record<"tcp" | "udp", string[]> {
    return { tcp: [...new Set(this.answers.tcp)], udp: [...new Set(this.answers.udp)] };
  }

  stop(): void {
    this.stop_();
  }
}
