import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ExecaChildProcess } from "execa";
import { Anchor, RunOptions, writing } from "../anchor";
import { until } from "../until";

/** How the lab's package manager behaves; `slow` with the seconds that it takes. */
export type Dnf = "works" | "fails" | "hangs" | `slow ${number}`;

/** A machine of the lab: a disk of its own, and systemd running on it while the power is on. */
export class Machine {
  private readonly folder: string;
  private booted?: { readonly pid: number; readonly process: ExecaChildProcess };
  /** How often it has rebooted by itself. */
  reboots = 0;

  constructor(
    private readonly anchor: Anchor,
    /** Also the name of its network namespace. */
    readonly name: string,
    private readonly disk: string,
    id: string,
    /** Switches it on again, as EC2 does, when it has ended by a reboot of its own. */
    private readonly restart: () => Promise<void>,
  ) {
    this.folder = join("/run/lab", id);
  }

  get isOn(): boolean {
    return this.booted !== undefined;
  }

  /** Writes a file to its disk, whether the power is on or not. */
  async write(path: string, content: string, mode = "0644"): Promise<void> {
    if (this.booted) await this.run("sh", writing(path, mode), { input: content });
    else await this.anchor.write(join(this.folder, "upper", path), content, mode);
  }

  /** Removes a file from its disk, whether it was written or came with it. The power must be on. */
  async remove(path: string): Promise<void> {
    await this.run("rm", ["-f", path]);
  }

  async setDnf(dnf: Dnf): Promise<void> {
    await this.write("/etc/lab/dnf", `${dnf}\n`);
  }

  /** Starts systemd in the network namespace of its name, which must be there. */
  async powerOn(): Promise<void> {
    const pidFile = join(this.folder, "pid");
    await this.anchor.run("rm", ["-f", pidFile]);
    const unshare = ["unshare", "--pid", "--mount", "--uts", "--ipc", "--fork", "--kill-child"];
    const process = this.anchor.start(
      "nsenter",
      [
        `--net=/run/netns/${this.name}`,
        ...[...unshare, "--propagation", "private", join(__dirname, "boot.sh")],
        ...[this.disk, this.folder, join(cgroupRoot(), CGROUP, `${this.anchor.pid}-${this.name}`)],
      ],
      { reject: false },
    );
    let ended: string | undefined;
    void process.then(({ stderr, signal }) => {
      ended = stderr || "boot.sh ended";
      if (this.booted?.process !== process || signal !== REBOOTED) return;
      this.booted = undefined;
      this.reboots++;
      // When the lab is taken down meanwhile, nothing is to be done.
      void this.restart().catch(() => {});
    });
    const pid = await until(`The number of ${this.name}'s process 1`, 20, async () => {
      if (ended !== undefined) return `!${ended}`;
      return (await this.anchor.run("cat", [pidFile], { reject: false })).stdout.trim() || undefined;
    });
    if (pid.startsWith("!")) throw new Error(`${this.name} does not boot: ${pid.slice(1)}`);
    this.booted = { pid: Number(pid), process };
  }

  /** Stops its process 1, which answers nothing more; all else goes on. */
  async hangProcess1(): Promise<void> {
    await this.anchor.run("kill", ["-STOP", String(this.booted!.pid)]);
  }

  /** Pulls the plug: nothing is shut down. What was written to the disk stays. */
  async powerOff(): Promise<void> {
    if (!this.booted) return;
    const { pid, process } = this.booted;
    this.booted = undefined;
    await this.anchor.run("kill", ["-KILL", String(pid)], { reject: false });
    await process;
  }

  /** Shuts it down in order, and waits until it is off. */
  async shutDown(): Promise<void> {
    await this.run("systemctl", ["poweroff", "--no-block"]);
    await Promise.race([this.booted!.process, new Promise((resolve) => setTimeout(resolve, 30_000).unref())]);
    await this.powerOff();
  }

  /** Runs a program on the machine. */
  run(program: string, args: readonly string[], options: Omit<RunOptions, "namespace"> = {}) {
    return this.anchor.run("nsenter", this.inside(program, args), options);
  }

  /** Starts a program on the machine that goes on. */
  start(program: string, args: readonly string[], options: Omit<RunOptions, "namespace"> = {}) {
    return this.anchor.start("nsenter", this.inside(program, args), options);
  }

  /** The arguments for an `nsenter` in the lab that runs a program on the machine. */
  inside(program: string, args: readonly string[]): string[] {
    if (!this.booted) throw new Error(`${this.name} is off`);
    const { pid } = this.booted;
    // Its variables are not the caller's.
    const environment = ["env", "-i", "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=linux"];
    return ["--target", String(pid), "--all", "--", ...environment, program, ...args];
  }

  /** What its services said since it was switched on. */
  async journal(): Promise<string> {
    const { stdout, stderr } = await this.run("journalctl", ["--no-pager", "-o", "short-monotonic"], {
      reject: false,
    });
    return stdout || stderr;
  }

  /** Waits until cloud-init has done all that the user data says. */
  async waitForCloudInit(): Promise<void> {
    await this.until("cloud-init's end", 120, async () => {
      const { exitCode } = await this.run("test", ["-e", "/run/cloud-init/result.json"], { reject: false });
      return exitCode === 0;
    });
  }

  /** Waits until one of its units is active. */
  async waitForUnit(unit: string, limit = 60): Promise<void> {
    await this.until(`${unit} on ${this.name}`, limit, async () => {
      const { stdout } = await this.run("systemctl", ["is-active", unit], { reject: false });
      return stdout === "active";
    });
  }

  /** Waits for something, and shows the journal when it does not come. */
  until<T>(what: string, limit: number, attempt: () => Promise<T | undefined | false>): Promise<T> {
    return until(what, limit, attempt, () => this.journal());
  }
}

/** How the kernel ends a process 1 whose namespace reboots (pid_namespaces(7)). */
const REBOOTED = "SIGHUP";

/** The group that the machines' groups are in. */
export const CGROUP = "nat-instance-lab";

/** Where the kernel's cgroup2 is mounted, alone or beside the older ones. */
export function cgroupRoot(): string {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const mount = mounts.map((line) => line.split(" ")).find(([, , type]) => type === "cgroup2");
  if (!mount)
    throw new Error(
      "No cgroup2 is mounted, and systemd needs one; mount it: mount -t cgroup2 none /sys/fs/cgroup",
    );
  return mount[1]!;
}
