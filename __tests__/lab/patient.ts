import { firstReply } from "../../lab/first-reply";
import { Lab } from "../../lab/lab";
import { Machine } from "../../lab/nat-host/machine";
import { Conversation } from "./conversation";
import { INTERNET, article, startLab, untilThrough } from "./labs";

/** While it is there, the host may reboot. */
const BRAKE = "/var/lib/nat-probe/may-reboot";

const SCRIPT = "/usr/local/lib/nat-probe.sh";

/** The article's NAT host, and what is done to it. */
export class Patient {
  readonly topology = article();
  /** What was measured, for people; docs/operations.md has it. */
  readonly measured: string[] = [];
  lab!: Lab;

  get host(): Machine {
    return this.lab.machine("nat-b");
  }

  /** Starts it, with all that it should have, and may reboot. */
  async start(): Promise<void> {
    this.lab = await startLab(this.topology);
    await this.healthy();
  }

  /** Waits until it has all that it should, and its probe gets answers. */
  async healthy(): Promise<void> {
    await untilThrough(this.lab);
    for (const unit of ["nat-firewall", "nat-probe"]) await this.host.waitForUnit(`${unit}.service`, 240);
    await this.host.write(BRAKE, "");
    await this.host.until("An answer to the probe", 60, () => this.probeIsAnswered());
  }

  private async probeIsAnswered(): Promise<boolean> {
    const asking = "for to in 1.1.1.1 8.8.8.8; do curl --silent --max-time 2 $to && exit; done; exit 1";
    const { exitCode } = await this.host.run("ip", ["netns", "exec", "nat-probe", "sh", "-c", asking], {
      reject: false,
    });
    return exitCode === 0;
  }

  /** Breaks something and measures until the first packet comes through. */
  async recovery(what: string, breaks: () => Promise<unknown>, limit = 300): Promise<void> {
    const [before, reboots] = [(await this.said()).length, this.host.reboots];
    const from = this.lab.namespace("private-0");
    const conversation = await Conversation.start(from, INTERNET);
    await breaks();
    const seconds = await firstReply(from, INTERNET, limit);
    const rebooted = this.host.reboots > reboots;
    const how = rebooted ? "by a reboot" : "without a reboot";
    const open = (await isUnbroken(conversation)) ? "went on" : "were lost";
    conversation.stop();
    this.tell(`${what}: through again after ${seconds.toFixed(1)} s, ${how}; open connections ${open}`);
    this.measured.push(...(await this.said()).slice(rebooted ? 0 : before).map((line) => `    ${line}`));
  }

  tell(line: string): void {
    this.measured.push(line);
  }

  /** What the probe has written to the journal since the machine was switched on. */
  async said(): Promise<string[]> {
    const args = ["--unit", "nat-probe", "--identifier", "bash", "--boot", "--output", "cat", "--no-pager"];
    const { stdout } = await this.host.run("journalctl", args, { reject: false });
    return stdout.split("\n").filter((line) => /through|reboot|full/.test(line));
  }

  /** From now on all that the probe waits for takes a tenth of the time. */
  async tenTimesThePace(): Promise<void> {
    const changes = ["s/pause=1$/pause=0.1/", "s/pause=10/pause=1/", "s/timeout 2 /timeout 0.2 /"];
    await this.host.run("sed", ["-i", ...changes.flatMap((change) => ["-e", change]), SCRIPT]);
    await this.host.run("systemctl", ["restart", "nat-probe"]);
  }

  /** While the internet's router has a rule. */
  async onInternet(rule: string, meanwhile: () => Promise<unknown>): Promise<void> {
    const internet = this.lab.namespace("aws-internet");
    await internet.run("nft", ["--file", "-"], {
      input: `table ip gone { chain forward { type filter hook forward priority 0; ${rule}; }; }`,
    });
    await meanwhile();
    await internet.run("nft", ["delete", "table", "ip", "gone"]);
  }
}

/** One that breaks is answered no more, or goes on under another port. */
async function isUnbroken(conversation: Conversation): Promise<boolean> {
  try {
    await conversation.goesOn();
  } catch {
    return false;
  }
  const { tcp, udp } = conversation.seenAs();
  return tcp.length === 1 && udp.length === 1;
}

export function pass(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
