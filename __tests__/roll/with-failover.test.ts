import { EnvironmentInput } from "../../lib/config/schema";
import { Watched, watchDefaultRoute } from "../support/route-watch";
import { describeWith } from "../support/tools";
import { expectExit } from "../support/workplace";
import { Rolled } from "./rolled";

const MINUTES = 60_000;

const TWO_ZONES: EnvironmentInput = {
  region: "eu-central-1",
  vpcCidr: "10.8.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: { placement: "per-zone", failover: "other-zone" },
  monitoring: "heartbeat",
  endpoints: false,
  gatewayEndpoints: [],
  privateInstances: { count: 0 },
};

/** Those that a roll changes, and what they take values from: each other one takes seconds to plan. */
const FEW = ["network", "nat-instance", "failover"] as const;

describeWith(["terraform", "moto_server"], "npm run roll, with a failover", () => {
  jest.setTimeout(10 * MINUTES);
  let place: Rolled;
  beforeAll(async () => {
    place = await Rolled.start(TWO_ZONES);
  });
  afterAll(() => place?.stop());
  afterEach(() => place.hearts.hearAll());

  /** Watches both zones' default routes while something is done: what they lead to is looked at each time. */
  async function watched<T>(action: () => Promise<T>): Promise<{ ended: T; zones: Watched[] }> {
    const [one, other] = place.subnets as [string, string];
    let [ended, second]: [T?, Watched?] = [];
    const first = await watchDefaultRoute(place.account, one, async () => {
      second = await watchDefaultRoute(place.account, other, async () => {
        ended = await action();
      });
    });
    return { ended: ended!, zones: [first, second!] };
  }

  const zonesOf = (zones: readonly Watched[]) => zones.map(({ targets }) => targets);
  const NO_GAPS = [[], []];

  test("a zone without a host is refused, with those that have one", async () => {
    const { exitCode, stdout, stderr } = await place.roll("c");
    expect([exitCode, stdout, stderr]).toEqual([
      2,
      "",
      'zone: "c" has no NAT host; write one that has: a, b, or --all',
    ]);
  });

  test("what is to be changed besides is refused before anything is done", async () => {
    const [hosts, home] = [await place.hosts(), await place.targets()];
    const whole = place.keep("network");
    place.workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
    const refused = await place.roll("b");
    whole();
    expectExit(refused, 1);
    expect(refused.stderr.split("\n").at(-1)).toBe(
      "there are changes to apply first (network; the plan updates network/aws_vpc.vpc), and a roll makes none but its own: " +
        `${place.workplace.npm("plan")}; ${place.workplace.npm("apply")}`,
    );
    expect([await place.hosts(), await place.targets()]).toEqual([hosts, home]);
  });

  test("--all stops at the first that does not come back, whose zone stays with the other", async () => {
    const [before, home] = [await place.hosts(), await place.targets()];
    place.hearts.silenceNew("nat-b", before["eu-central-1b"]!);
    const whole = place.keep(...FEW);
    const { ended, zones } = await watched(() => place.roll("--all", "--wait", "4"));
    whole();
    expectExit(ended, 1);
    expect(zones.map(({ gaps }) => gaps)).toEqual(NO_GAPS);
    expect(zonesOf(zones)).toEqual([
      [home[0], home[1], home[0]],
      [home[1], home[0]],
    ]);
    expect(ended.stderr.split("\n").at(-1)).toBe(
      "nat-b is not well after 4 s (--wait): it has said nothing yet; nat-b has said nothing yet, so private_b stays led " +
        "elsewhere, and comes home five minutes after it is well; to go on: " +
        `${place.workplace.npm("roll")} -- b; replaced before it: nat-a`,
    );
    const after = await place.hosts();
    expect(after["eu-central-1a"]).not.toBe(before["eu-central-1a"]);
    expect(after["eu-central-1b"]).not.toBe(before["eu-central-1b"]);
  });

  test("Ctrl-C while it waits for the new host leaves the zone with the other", async () => {
    const home = await place.targets();
    place.hearts.silenceNew("nat-b", (await place.hosts())["eu-central-1b"]!);
    const whole = place.keep(...FEW);
    const { ended, zones } = await watched(async () => {
      const running = place.roll("b");
      running.stderr!.on("data", (chunk: Buffer) => {
        if (chunk.includes("has said nothing yet")) running.kill("SIGINT");
      });
      return running;
    });
    whole();
    expectExit(ended, 130);
    expect(ended.stderr.split("\n").at(-1)).toMatch(
      /^Interrupted; nat-b has said nothing yet, so private_b stays led elsewhere, .* npm run roll -- b$/,
    );
    expect(zones.map(({ gaps }) => gaps)).toEqual(NO_GAPS);
    expect(await place.targets()).toEqual([home[0], home[0]]);
  });

  test("run again it goes on: the host is replaced, its zone comes home, and nothing else has changed", async () => {
    const [before, [home]] = [await place.hosts(), await place.targets()];
    const { ended, zones } = await watched(() => place.roll("b"));
    expectExit(ended, 0);
    expect(ended.stdout).toMatch(/^Replaced and well: nat-b \(\d+ s in all\)$/);
    expect(zones.map(({ gaps }) => gaps)).toEqual(NO_GAPS);
    const [, own] = await place.targets();
    expect(own).not.toBe(home);
    expect(zonesOf(zones)).toEqual([[home], [home, own]]);
    const after = await place.hosts();
    expect(after["eu-central-1a"]).toBe(before["eu-central-1a"]);
    expect(after["eu-central-1b"]).not.toBe(before["eu-central-1b"]);
    await place.workplace.plan();
    expect(place.workplace.report().hasChanges).toBe(false);
  });
});
