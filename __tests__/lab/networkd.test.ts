import { Capture } from "../../lab/capture";
import { Lab } from "../../lab/lab";
import { until } from "../../lab/until";
import { describeLab } from "../support/tools";
import { Conversation } from "./conversation";
import { INTERNET, article, startLab, untilThrough } from "./labs";

const INTERFACES = ["ens5", "ens6"];

describeLab("what networkd does on the NAT host breaks no open flow", () => {
  let lab: Lab;
  let conversation: Conversation;
  beforeAll(async () => {
    lab = await startLab(article());
    await untilThrough(lab);
    await lab.machine("nat-b").waitForUnit("nat-firewall.service", 240);
    await shortenLeases();
    conversation = await Conversation.start(lab.namespace("private-0"), INTERNET);
  });
  afterAll(() => conversation?.stop());

  const doings: [string, string, string[]][] = [
    ["renewing both leases", "networkctl", ["renew", ...INTERFACES]],
    ["reconfiguring both network interfaces", "networkctl", ["reconfigure", ...INTERFACES]],
    ["reloading its files", "networkctl", ["reload"]],
    ["its restart", "systemctl", ["restart", "systemd-networkd.service"]],
  ];
  test.each(doings)("%s", async (_, program, args) => {
    await lab.machine("nat-b").run(program, args);
    await bothAreConfigured();
    await expectUnbroken();
  });

  test("the renewal of a lease when half of its two minutes is over", async () => {
    const answers = await Capture.start(lab.namespace("nat-b"), "udp dst port 68");
    await lab.machine("nat-b").run("networkctl", ["renew", "ens6"]);
    const renewals = () => answers.seen.filter((line) => / ens6 +In /.test(line)).length;
    await until(
      "The next renewal",
      100,
      () => renewals() >= 2,
      async () => answers.seen.join("\n"),
    );
    await answers.stop();
    await expectUnbroken();
  });

  /** From the next renewal on: two minutes is the shortest that dnsmasq gives. */
  async function shortenLeases(): Promise<void> {
    const { namespace } = lab.router();
    const folder = `/run/lab/${namespace.name}`;
    await lab.anchor.run("sed", ["-i", "/^dhcp-range=/s/,1h$/,2m/", `${folder}/dnsmasq.conf`]);
    await lab.anchor.run("pkill", ["--pidfile", `${folder}/dnsmasq.pid`]);
    void namespace.start("dnsmasq", [`--conf-file=${folder}/dnsmasq.conf`], { reject: false });
  }

  async function bothAreConfigured(): Promise<void> {
    await lab.machine("nat-b").until("Both network interfaces", 30, async () => {
      const { stdout } = await lab.machine("nat-b").run("networkctl", ["list", "--no-legend"]);
      return INTERFACES.every((networkInterface) =>
        new RegExp(`${networkInterface} .* configured`).test(stdout),
      );
    });
  }

  /** One that broke would go on under another port. */
  async function expectUnbroken(): Promise<void> {
    await conversation.goesOn();
    const { tcp, udp } = conversation.seenAs();
    expect([tcp.length, udp.length]).toEqual([1, 1]);
    await untilThrough(lab);
  }
});
