import { describeWith } from "../support/tools";
import { SMALL, expectExit } from "../support/workplace";
import { Rolled } from "./rolled";

const MINUTES = 60_000;

describeWith(["terraform", "moto_server"], "npm run roll, without a failover", () => {
  jest.setTimeout(10 * MINUTES);
  let place: Rolled;
  beforeAll(async () => {
    // As AWS answers: the provider waits for a detachment for 2.5 minutes, unless that was before.
    place = await Rolled.start(SMALL, { detachesAtOnce: false });
  });
  afterAll(() => place?.stop());

  test("it says what it costs, and does nothing without being told to", async () => {
    const hosts = await place.hosts();
    const { exitCode, stdout, stderr } = await place.roll("b");
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.split("\n")).toEqual([
      "nat-b: eu-central-1b has no way out while it is replaced, for as long as AWS takes to end an instance and to start " +
        "and boot another, and what is open is lost",
      "--yes: is missing, and there is no terminal to ask at; write it to go on",
    ]);
    expect(await place.hosts()).toEqual(hosts);
  });

  test("the host is replaced without the provider's wait for a detachment, and the route and address stay", async () => {
    const [hosts, targets, addresses] = [await place.hosts(), await place.targets(), await place.addresses()];
    const ended = await place.roll("b", "--yes");
    expectExit(ended, 0);
    const [, seconds] = /its interface has led nowhere for ([\d.]+) s/.exec(ended.stderr)!;
    console.log(`Without a failover, on the emulator: ${seconds} s`);
    expect(Number(seconds)).toBeLessThan(100);
    expect(await place.hosts()).not.toEqual(hosts);
    expect([await place.targets(), await place.addresses()]).toEqual([targets, addresses]);
    const check = await place.workplace.plan(["--check"]);
    expectExit(check, 0);
  });
});
