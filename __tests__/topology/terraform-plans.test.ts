import { dirname, join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { Emulator } from "../../lib/emulator/emulator";
import { readPlans, readTopology } from "../../lib/topology";
import { planEmulated } from "../support/planned";
import { testEnvironment } from "../support/synthesize";
import { describeWith } from "../support/tools";
import { inWords } from "./in-words";

const TWO_ZONES: Partial<EnvironmentInput> = {
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: { placement: "per-zone" },
};

describeWith(["terraform", "moto_server"], "plans that the real terraform made of an empty account", () => {
  jest.setTimeout(10 * 60_000);
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator?.stop());

  test("are the network that was synthesized, ids and all", async () => {
    const plans = await planEmulated(testEnvironment(TWO_ZONES), emulator);
    const folder = join(dirname(plans[0]!.file), "../..");
    const synthesized = readTopology(folder);
    const { before, after } = readPlans(plans);
    expect(before.vpcs).toEqual([]);
    expect(inWords(after)).toEqual(inWords(synthesized));
    expect(after.vpcs).toEqual(synthesized.vpcs);
    expect(after.routeTables).toEqual(synthesized.routeTables);
    expect(readPlans(plans, folder).after.instances).toEqual(synthesized.instances);
  });
});
