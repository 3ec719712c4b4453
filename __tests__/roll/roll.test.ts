import { EnvironmentInput } from "../../lib/config/schema";
import { Watched, watchDefaultRoutes } from "../support/route-watch";
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

describeWith(["terraform", "moto_server"], "npm run roll, with a failover", () => {
  jest.setTimeout(10 * MINUTES);
  let place: Rolled;
  beforeAll(async () => {
    place = await Rolled.start(TWO_ZONES);
  });
  afterAll(() => place?.stop());
  afterEach(() => place.hearts.silent.clear());

  /** Watches both zones' default routes while something is done. */
  async function watched<T>(action: () => Promise<T>): Promise<{ ended: T; zones: Watched[] }> {
    let ended: T;
    const zones = await watchDefaultRoutes(place.account, place.subnets, async () => {
      ended = await action();
    });
    return { ended: ended!, zones };
  }

  test("one host is replaced, and its zone leads to the other's meanwhile, and at no moment nowhere", async () => {
    const [before, home] = [await place.hosts(), await place.targets()];
    const { ended, zones } = await watched(() => place.roll("b"));
    expectExit(ended, 0);
    console.log(ended.stderr);
    expect(ended.stdout).toMatch(/^Replaced and well: nat-b \(\d+ s in all\)$/);
    expect(zones.map(({ gaps }) => gaps)).toEqual([[], []]);
    expect(zones.map(({ targets }) => targets)).toEqual([[home[0]], [home[1], home[0], home[1]]]);
    const after = await place.hosts();
    expect(after["eu-central-1a"]).toBe(before["eu-central-1a"]);
    expect(after["eu-central-1b"]).not.toBe(before["eu-central-1b"]);
    expectExit(await place.workplace.plan(["--check"]), 0);
  });
});
