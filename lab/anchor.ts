import { ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import execa, { ExecaChildProcess } from "execa";

const START_LIMIT_MS = 10_000;

export interface RunOptions {
  /** The network namespace to run in. @default - the lab's own, which has no network interface */
  readonly namespace?: string;
  /** What it reads. @default - nothing */
  readonly input?: string | Readable;
  /** Whether a failure is an error. @default true */
  readonly reject?: boolean;
  /** Milliseconds until it is killed. @default 60_000 */
  readonly timeout?: number;
}

/**
 * The process whose mount, network and process namespaces hold a lab. Whatever runs in it ends with it, and with that
 * go the network namespaces, the network interfaces and the mounts: nothing has to be undone.
 */
export class Anchor {
  private constructor(
    /** The process that holds the namespaces. */
    readonly pid: number,
    private readonly holder?: ChildProcess,
  ) {}

  /**
   * Starts one that ends with this process, whatever this one dies of.
   *
   * @param standing instead, one that stays until it is stopped
   * @throws Error when the kernel does not let it, with what it said
   */
  static async start({ standing = false } = {}): Promise<Anchor> {
    const script = [join(__dirname, "anchor.sh"), ...(standing ? ["standing"] : [])];
    const holder = spawn(
      "unshare",
      ["--mount", "--net", "--pid", "--fork", "--kill-child", "--propagation", "private", "--", ...script],
      // A group of its own: Ctrl-C reaches the caller alone, who then stops it.
      { stdio: ["pipe", "pipe", "pipe"], detached: true },
    );
    try {
      const pid = await firstLine(holder);
      if (standing) [holder.stdin, holder.stdout, holder.stderr].forEach((stream) => stream!.destroy());
      holder.unref();
      return new Anchor(Number(pid), holder);
    } catch (error) {
      holder.kill("SIGKILL");
      throw error;
    }
  }

  /** One that another process started and left standing. */
  static standing(pid: number): Anchor {
    return new Anchor(pid);
  }

  /** Ends everything in it, and waits until it is gone. */
  async stop(): Promise<void> {
    for (let tries = 0; tries < 1000 && this.kill(); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.holder?.stdin?.destroy();
  }

  /** Whether there was still something to end. */
  private kill(): boolean {
    try {
      return process.kill(this.pid, "SIGKILL");
    } catch {
      return false;
    }
  }

  /**
   * Runs a program to its end.
   *
   * @throws Error when it fails or takes too long, with what it printed
   */
  run(program: string, args: readonly string[], options: RunOptions = {}) {
    return this.start(program, args, { timeout: 60_000, ...options });
  }

  /** Starts a program. It ends when it is killed, and with the lab. */
  start(program: string, args: readonly string[], options: RunOptions = {}): ExecaChildProcess {
    const { input, reject = true, timeout } = options;
    return execa("nsenter", this.enter(program, args, options.namespace), {
      ...(input === undefined ? { stdin: "ignore" as const } : { input }),
      reject,
      timeout,
      killSignal: "SIGKILL",
      detached: true,
    });
  }

  /** Writes a file where the lab sees it. */
  async write(path: string, content: string, mode = "0644"): Promise<void> {
    await this.run("sh", writing(path, mode), { input: content });
  }

  /** The arguments with which `nsenter` runs a program in the lab. */
  enter(program: string, args: readonly string[], namespace?: string): string[] {
    return [
      ...["--target", String(this.pid), "--mount", "--net", "--pid", "--"],
      // nsenter passes no signal on.
      ...["setpriv", "--pdeathsig", "KILL"],
      ...(namespace === undefined ? [] : ["ip", "netns", "exec", namespace]),
      ...[program, ...args],
    ];
  }
}

/**
 * The arguments with which a shell writes what it reads to a file. Who reads the file meanwhile finds the whole old
 * one.
 */
export function writing(path: string, mode: string): string[] {
  const script = 'mkdir -p "$(dirname "$1")" && cat >"$1.new" && chmod "$2" "$1.new" && mv "$1.new" "$1"';
  return ["-c", script, "sh", path, mode];
}

async function firstLine(child: ChildProcess): Promise<string> {
  let said = "";
  child.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The lab does not start: ${why} ${said}`.trim()));
    child.once("error", ({ message }) => fail(message));
    child.once("exit", () => fail("unshare ended"));
    createInterface({ input: child.stdout! }).once("line", resolve);
    setTimeout(() => fail("it is silent"), START_LIMIT_MS).unref();
  });
}
