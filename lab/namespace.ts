import { createInterface } from "node:readline";
import { Anchor, RunOptions } from "./anchor";
import { Family } from "./fabric/families";

const START_LIMIT_MS = 20_000;

/** A network interface has IPv6 where it is switched on, with the addresses that it is given, at once. */
const NO_IPV6_BY_ITSELF = [
  ...["all", "default"].map((which) => `net.ipv6.conf.${which}.disable_ipv6=1`),
  "net.ipv6.conf.default.accept_ra=0",
  "net.ipv6.conf.default.accept_dad=0",
];

/** A network namespace of the lab, under a name. */
export class Namespace {
  constructor(
    private readonly anchor: Anchor,
    readonly name: string,
  ) {}

  /** Makes it anew, with the kernel's settings that are given, such as `net.ipv4.ip_forward=1`. */
  async create(settings: readonly string[] = []): Promise<void> {
    await this.anchor.run("ip", ["netns", "add", this.name]);
    await this.run("sysctl", ["-qw", ...NO_IPV6_BY_ITSELF, ...settings]);
    await this.ip(["link set lo up"]);
  }

  /** Switches IPv6 on where `devices` says so, and off elsewhere: of each network interface whether it has it. */
  async setIpv6(devices: readonly (readonly [device: string, on: boolean])[]): Promise<void> {
    const settings = devices.map(([device, on]) => `net.ipv6.conf.${device}.disable_ipv6=${on ? 0 : 1}`);
    if (settings.length > 0) await this.run("sysctl", ["-qw", ...settings]);
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
  async ip(commands: readonly string[], family: Family = "ip"): Promise<void> {
    const args = [...(family === "ip6" ? ["-6"] : []), "-batch", "-"];
    await this.run("ip", args, { input: `${commands.join("\n")}\n` });
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

/** What one that forwards IPv6 needs. */
export const IPV6_ROUTER_SETTINGS = ["net.ipv6.conf.all.forwarding=1"];
