import { firstReply } from "../../lab/first-reply";
import { Lab } from "../../lab/lab";
import { Topology } from "../../lib/topology";
import { Deployed } from "../failover/deployed";
import { instanceEvent } from "../support/aws-events";
import { describeWith } from "../support/tools";
import { deployedTopology, routable, withRoutesNow } from "./deployed-topology";
import { KeptConnection } from "./kept-connection";
import { INTERNET, isThrough, startLab, untilThrough } from "./labs";

/** In zone b, behind nat-b. */
const CLIENT = "private-0";

/**
 * From the loss to the packets: terraform has made the network in the emulator, the lab is that network, and its routes are
 * the emulator's. What AWS adds to the times here: an event of EC2 or CloudWatch is delivered in seconds, and before it the
 * heartbeat's alarm takes its periods.
 */
describeWith(["lab", "curl", "python3", "terraform", "moto_server"], "a lost NAT host's routes move", () => {
  const measured: string[] = [];
  let deployed: Deployed;
  let topology: Topology;
  let lab: Lab;

  beforeAll(async () => {
    deployed = await Deployed.apply({
      zones: ["eu-central-1b", "eu-central-1c"],
      nat: { placement: "per-zone", failover: "other-zone" },
      privateInstances: { count: 2 },
    });
    for (const host of HOSTS) await deployed.account.setAlarm(deployed.alarmOf(host), "OK");
    topology = await deployedTopology(deployed);
    lab = await startLab(topology);
    await healthy();
  });
  afterAll(async () => {
    console.log(measured.join("\n"));
    await deployed?.stop();
  });

  async function healthy(): Promise<void> {
    for (const host of HOSTS)
      for (const unit of ["nat-firewall", "nat-probe"])
        await lab.machine(host).waitForUnit(`${unit}.service`, 240);
  }

  const routersTakeRoutes = async () => lab.apply(await withRoutesNow(topology, deployed));
  const onHost = (program: string, ...args: string[]) => lab.machine("nat-b").run(program, args);
  const withoutProbe = () => onHost("systemctl", "mask", "--runtime", "--now", "nat-probe");
  const heartbeatIsMissing = () => deployed.alarm("nat-b", "ALARM");
  const reboot = () => lab.reboot("nat-b");

  interface Loss {
    readonly breaks: () => Promise<unknown>;
    /** What AWS notices. */
    readonly event: () => Promise<unknown>;
    readonly mends: () => Promise<unknown>;
  }

  const losses: Record<string, Loss> = {
    "its plug pulled, which EC2 says": {
      breaks: () => lab.powerOff("nat-b"),
      event: async () => {
        const id = deployed.instanceIds["nat-b"]!;
        await deployed.account.stopInstance(id);
        return deployed.bus.send(instanceEvent(id, "stopping"));
      },
      mends: async () => {
        await deployed.account.startInstance(deployed.instanceIds["nat-b"]!);
        await lab.powerOn("nat-b");
      },
    },
    "its rules and its probe gone": {
      breaks: async () => {
        await withoutProbe();
        await onHost("nft", "flush", "ruleset");
      },
      event: heartbeatIsMissing,
      mends: reboot,
    },
    "another table drops what it forwards, and its probe gone": {
      breaks: async () => {
        await withoutProbe();
        const input =
          "table ip foreign { chain forward { type filter hook forward priority 0; policy drop; }; }";
        await lab.machine("nat-b").run("nft", ["--file", "-"], { input });
      },
      event: heartbeatIsMissing,
      mends: reboot,
    },
    "interface #1 down, networkd masked and killed, and its probe gone": {
      breaks: async () => {
        await withoutProbe();
        await onHost("systemctl", "mask", "--runtime", "systemd-networkd.service", "systemd-networkd.socket");
        await onHost("systemctl", "kill", "--signal=KILL", "systemd-networkd");
        await onHost("ip", "link", "set", "ens6", "down");
      },
      event: heartbeatIsMissing,
      mends: reboot,
    },
  };

  async function goesOutBy(host: string): Promise<void> {
    const [answer] = await untilThrough(lab, CLIENT);
    expect(answer!.seenAs).toMatch(`${routable(deployed.publicIps[host]!)}:`);
  }

  test("packets of zone b go out by its own host", async () => {
    await goesOutBy("nat-b");
    expect(deployed.publicIps["nat-b"]).not.toEqual(deployed.publicIps["nat-c"]);
  });

  test.each(Object.entries(losses))("%s", async (what, { breaks, event, mends }) => {
    const client = lab.namespace(CLIENT);
    const before = await KeptConnection.open(client, INTERNET);
    await breaks();
    expect(await isThrough(lab, CLIENT)).toBe(false);

    const reply = firstReply(client, INTERNET);
    await event();
    await routersTakeRoutes();
    const seconds = (await reply).toFixed(1);
    await goesOutBy("nat-c");
    const away = await before.ask();
    expect(away).toEqual({ lost: expect.any(String) });

    await mends();
    await healthy();
    const meanwhile = await KeptConnection.open(client, INTERNET);
    await deployed.alarm("nat-b", "OK", { waitSeconds: 1 });
    await routersTakeRoutes();
    await goesOutBy("nat-b");
    const home = await meanwhile.ask();
    expect(home).toEqual({ lost: expect.any(String) });
    measured.push(
      `${what}: through by nat-c ${seconds} s after the event; open connections end by ${away.lost} then, and by ${home.lost} on the way back`,
    );
  });
});

const HOSTS = ["nat-b", "nat-c"];
