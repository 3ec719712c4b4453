import { Lab } from "../../lab/lab";
import { describeLab } from "../support/tools";
import { INTERNET, article, elasticIp, startLab } from "./labs";
import { NarrowPath } from "./narrow-path";

const SIZE = 5_000_000;
/** What an IPv4 and an ICMP header take of a packet. */
const PING_HEADERS = 28;
/** Curl's status when the time is over (curl(1), "EXIT CODES"). */
const TIMED_OUT = 28;

describeLab("packets of every size through the article's NAT host", () => {
  const topology = article();
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology);
    await lab.machine("nat-b").waitForUnit("nat-firewall.service");
  });

  /** Sends packets of a size that nobody may cut into pieces. */
  const ping = (from: string, to: string, size: number) =>
    lab.run(from, "ping", ["-n", "-c1", "-W5", "-Mdo", "-s", String(size - PING_HEADERS), to], {
      reject: false,
    });

  const curl = (seconds: number, ...args: string[]) =>
    lab.run("private-0", "curl", ["--silent", "--fail", "--max-time", String(seconds), ...args], {
      reject: false,
      ...(args.includes("@-") ? { input: "x".repeat(SIZE) } : {}),
    });

  /** The bytes that arrived, by way of a private instance and the internet; the status when they did not. */
  async function download(seconds = 50): Promise<number | string> {
    const url = `http://${INTERNET}/${SIZE}`;
    const { stdout, exitCode } = await curl(seconds, "-o/dev/null", "-w%{size_download}", url);
    return exitCode === 0 ? Number(stdout) : `curl: ${exitCode}`;
  }
  async function upload(seconds = 50): Promise<number | string> {
    const { stdout, exitCode } = await curl(seconds, "--data-binary", "@-", `http://${INTERNET}/`);
    return exitCode === 0 ? Number(stdout) : `curl: ${exitCode}`;
  }

  const narrow = (mtu: number, tells: boolean) => NarrowPath.make(lab, elasticIp(topology), mtu, tells);
  const bothWays = (seconds?: number) => Promise.all([download(seconds), upload(seconds)]);
  const whole = [SIZE, SIZE];

  test("the VPC carries 9001 bytes between a private instance and both network interfaces of the NAT host", async () => {
    const { stdout: links } = await lab.machine("nat-b").run("ip", ["-oneline", "link"]);
    expect(links.match(/ mtu 9001 /g)).toHaveLength(2);
    const { id } = topology.instances.find(({ name }) => name === "nat-b")!;
    const networkInterfaces = topology.networkInterfaces.filter(({ instanceId }) => instanceId === id);
    expect(networkInterfaces).toHaveLength(2);
    for (const { privateIp } of networkInterfaces) {
      expect((await ping("private-0", privateIp, 9001)).stdout).toContain("1 received");
    }
  });

  test("the internet gateway carries 1500 bytes, and of a larger packet the private instance is told so", async () => {
    expect((await ping("private-0", INTERNET, 1500)).stdout).toContain("1 received");
    expect((await ping("private-0", INTERNET, 1501)).stdout).toContain("Frag needed and DF set (mtu = 1500)");
  });

  describe("with the firewall, which makes TCP's segments small", () => {
    test.each([true, false])("5 MB each way fit a path of 1400 bytes that tells: %p", async (tells) => {
      const path = await narrow(1400, tells);
      expect(await bothWays()).toEqual(whole);
      expect(await path.tooLarge()).toBe(0);
    });

    test("a path of 1300 bytes tells both ends so, and 5 MB each way pass", async () => {
      const path = await narrow(1300, true);
      expect(await bothWays()).toEqual(whole);
      expect(await path.tooLarge()).toBeGreaterThan(0);
    });

    test("a path of 1300 bytes that tells nobody lets nothing large pass, as the documentation says", async () => {
      const path = await narrow(1300, false);
      expect(await bothWays(5)).toEqual([`curl: ${TIMED_OUT}`, `curl: ${TIMED_OUT}`]);
      expect(await path.tooLarge()).toBeGreaterThan(0);
    });
  });

  describe("with networkd alone, which leaves TCP's segments as they are", () => {
    beforeAll(() => lab.machine("nat-b").run("nft", ["delete", "table", "ip", "nat_host"]));

    test("a path of 1400 bytes tells both ends so, and 5 MB each way pass", async () => {
      const path = await narrow(1400, true);
      expect(await bothWays()).toEqual(whole);
      expect(await path.tooLarge()).toBeGreaterThan(0);
    });

    test("a path of 1400 bytes that tells nobody lets nothing large pass, as the documentation says", async () => {
      const path = await narrow(1400, false);
      expect(await bothWays(5)).toEqual([`curl: ${TIMED_OUT}`, `curl: ${TIMED_OUT}`]);
      expect(await path.tooLarge()).toBeGreaterThan(0);
    });

    test("5 MB each way pass where the internet carries its 1500 bytes", async () => {
      const path = await narrow(1500, false);
      expect(await bothWays()).toEqual(whole);
      expect(await path.tooLarge()).toBe(0);
    });
  });
});
