import { createInterface } from "node:readline";
import { Anchor, RunOptions } from "./anchor";

const START_LIMIT_MS = 20_000;

/** A network namespace of the lab, under a name. */
export class Namespace {
  constructor(
    private readonly anchor: Anchor,
    readonly name: string,
  ) {}

  /** Makes it anew, with the kernel's settings that are given, such as `net.ipv4.ip_forward=1`. */
  async create(settings: readonly string[] = []): Promise<void> {
    await this.anchor.run("ip", ["netns", "add", this.name]);
    // The network here is IPv4 alone.
    const all = ["net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1", ...settings];
    await this.run("sysctl", ["-qw", ...all]);
    await this.ip(["link set lo up"]);
  }

  /** Makes one that a machine boots in, which sees to everything itself. */
  async createForMachine(): Promise<void> {
    await this.anchor.run("ip", ["netns", "add", this.name]);
  }

  /** Takes it away, its network interfaces with it, once no process is in it any more. */
  async remove(): Promise<void> {
    await this.anchor.run("ip", ["netns", "delete", this.name], { reject: false });
  }

  /** Carries commands of `ip` out, one a line. */
  async ip(commands: readonly string[]): Promise<void> {
    await this.run("ip", ["-batch", "-"], { input: `${commands.join("\n")}\n` });
  }

  run(program: string, args: readonly string[], options: Omit<RunOptions, "namespace"> = {}) {
    return this.anchor.run(program, args, { ...options, namespace: this.name });
  }

  start(program: string, args: readonly string[], options: Omit<RunOptions, "namespace"> = {}) {
    return this.anchor.start(program, args, { ...options, namespace: this.name });
  }

  /** Starts a server of the lab's own, and waits until it says that it is ready. */
  async serve(file: string, ...args: string[]): Promise<void> {
    const server = this.start(process.execPath, [file, ...args], { reject: false });
    const ready = new Promise<void>((resolve, reject) => {
      createInterface({ input: server.stdout! }).once("line", () => resolve());
      void server.then(({ stderr }) => reject(new Error(`${file} ended: ${stderr}`)));
      setTimeout(() => reject(new Error(`${file} is silent`)), START_LIMIT_MS).unref();
    });
    await ready;
  }
}

/** What a host that forwards needs of the kernel: no second guess at where packets come from or should go. */
export const ROUTER_SETTINGS = [
  "net.ipv4.ip_forward=1",
  "net.ipv4.conf.all.rp_filter=0",
  "net.ipv4.conf.default.rp_filter=0",
  "net.ipv4.conf.all.send_redirects=0",
  "net.ipv4.conf.default.send_redirects=0",
];
