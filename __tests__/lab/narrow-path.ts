import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Lab } from "../../lab/lab";
import { fillIn } from "../../lib/tools/read-files";
import { INTERNET } from "./labs";

/** The namespace of the internet's router, and its name for the cable to the first VPC. */
const ROUTER = "aws-internet";

/** A part of the internet's way to a public address that carries less than the rest. */
export class NarrowPath {
  private constructor(private readonly lab: Lab) {}

  /**
   * Narrows the way between the host on the internet and a public address, both ways.
   *
   * @param mtu the bytes that a packet may have
   * @param tells whether who sends a larger one is told, by ICMP
   */
  static async make(lab: Lab, publicIp: string, mtu: number, tells: boolean): Promise<NarrowPath> {
    const path = new NarrowPath(lab);
    const { stdout } = await lab.run(ROUTER, "ip", ["route", "show", publicIp]);
    const route = stdout.trim().replace(/ mtu \d+/, "");
    // Whatever was learnt on another way is forgotten.
    for (const host of ["internet", "private-0", "nat-b"])
      await lab.run(host, "ip", ["route", "flush", "cache"]);
    await lab
      .namespace(ROUTER)
      .ip([`route replace ${route} mtu ${mtu}`, `route replace ${INTERNET}/32 dev internet mtu ${mtu}`]);
    const rules = readFileSync(join(__dirname, "narrow-path.nft"), "utf8");
    const input = fillIn(rules, { verdict: tells ? "accept" : "drop" });
    await lab.run(ROUTER, "nft", ["--file", "-"], { input });
    return path;
  }

  /** How often a packet was too large: who sent it was told, or would have been. */
  async tooLarge(): Promise<number> {
    const { stdout } = await this.lab.run(ROUTER, "nft", ["list", "counter", "ip", "narrow", "told"]);
    return Number(/packets (\d+)/.exec(stdout)![1]);
  }
}
