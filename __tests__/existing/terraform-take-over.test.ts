import { Report } from "../../lib/deploy/report";
import { toMarkdown } from "../../lib/deploy/markdown";
import { toText } from "../../lib/deploy/text";
import { ExistingNetwork, gatewayForThreeZones } from "../support/existing-networks";
import { Snapshot } from "../support/snapshot";
import { describeWith } from "../support/tools";
import { OthersAccount } from "./account";
import { InNetwork } from "./in-network";

const MINUTES = 60_000;
const LETTERS = ["a", "b", "c"] as const;

describeWith(["terraform", "moto_server"], "one gateway for three zones, taken over and given back", () => {
  jest.setTimeout(15 * MINUTES);
  let account: OthersAccount;
  let network: ExistingNetwork;
  let before: Snapshot;
  let ours: InNetwork;
  beforeAll(async () => {
    account = await OthersAccount.start();
    network = await gatewayForThreeZones(account.emulator);
    before = await account.snapshot();
    ours = await account.adopt(network);
  });
  afterAll(() => account?.stop());
  const t0 = Date.now();
  afterEach(() => console.log(expect.getState().currentTestName, (Date.now() - t0) / 1000));

  const gateway = () => network.natGateways["a"]!;
  const everywhere = (...ways: string[]) =>
    Object.fromEntries(LETTERS.map((letter) => [`private-${letter}`, ways]));

  test("the first plan says whose routes it imports, and that they stay as they are", async () => {
    console.log(toText(await ours.report()));
  });

  test("beside it: the host is made, and the routes are imported and stay as they are", async () => {
    expect(await account.watched(network, () => ours.deploy())).toEqual(everywhere(gateway().id));
  });

  async function moved(report: Report) {
    console.log(toText(report));
    console.log(toMarkdown(report));
    const ways = await account.watched(network, () => ours.applyPlanned("routes"));
    console.log(JSON.stringify(ways));
  }

  test("taken over", async () => {
    ours.write({ takeOver: true });
    await moved(await ours.reportRoutes());
  });

  test("a zone that is no longer in the environment is refused", async () => {
    ours.write({ takeOver: true, zones: ours.network.zones.slice(0, 2) });
    console.log(toText(await ours.reportRoutes()));
  });

  test("given back", async () => {
    ours.write({});
    await moved(await ours.reportRoutes());
  });

  test("a destruction without leaving is refused", async () => {
    await expect(ours.destroy()).rejects.toThrow("was there before");
  });

  test("left", async () => {
    ours.write({ leave: true });
    await moved(await ours.reportRoutes());
    await account.watched(network, () => ours.destroy());
    expect(await account.snapshot()).toEqual(before);
  });
});
