import { EnvironmentInput } from "../../lib/config/schema";
import { hasChanges } from "../../lib/terraform-json/changes";
import {
  ExistingNetwork,
  INLINE_ROUTES,
  Shape,
  gatewayInEachZone,
  natInstanceOfAnotherProject,
  secondaryRange,
} from "../support/existing-networks";
import { describeWith } from "../support/tools";
import { OthersAccount } from "./account";
import { InNetwork } from "./in-network";
import { OthersProject } from "./others-project";

const MINUTES = 60_000;

/** What there is of a gateway as the way out; that takes the real terraform least time. */
const STACKS = ["network", "nat-gateway", "routes"];
const GATEWAY = { kind: "gateway", placement: "single" } as const;

describeWith(["terraform", "moto_server"], "networks that people have", () => {
  jest.setTimeout(15 * MINUTES);
  let account: OthersAccount;
  beforeAll(async () => (account = await OthersAccount.start()));
  afterAll(() => account?.stop());
  afterEach(() => expect(account.emulator.refusals).toEqual([]));

  /** Applies the routes stack with changes to the network, and expects that nothing is left to change. */
  async function settle(ours: InNetwork, changes: Parameters<InNetwork["write"]>[0]): Promise<void> {
    ours.write(changes);
    await ours.apply("routes");
  }

  /** Goes there and back, and leaves. @returns what the private routes led to, in turn */
  async function thereAndBack(network: Pick<ExistingNetwork, "subnets">, ours: InNetwork) {
    const ways = await account.watched(network, async () => {
      await ours.deploy(STACKS);
      await settle(ours, { takeOver: true });
      expect(hasChanges(await ours.plan("routes"))).toBe(false);
      await settle(ours, {});
      await settle(ours, { leave: true });
      await ours.destroy(STACKS);
    });
    return Object.fromEntries(
      Object.entries(ways).map(([name, targets]) => [name, targets.map((target) => target.split("-")[0])]),
    );
  }

  test.each<[string, Shape, Partial<EnvironmentInput>, string[]]>([
    [
      "a NAT instance of another project, and one table for two zones",
      natInstanceOfAnotherProject,
      {},
      ["eni", "nat", "eni"],
    ],
    [
      "two ranges, and several subnets in a table",
      secondaryRange,
      { gatewayEndpoints: ["s3"] },
      ["nat", "nat", "nat"],
    ],
  ])("%s: there, back, and away, and the account is what it was", async (_, shape, changes, kinds) => {
    const network = await shape(account.emulator);
    const before = await account.snapshot();
    const ours = await account.adopt(network, { nat: GATEWAY, ...changes });
    const ways = await thereAndBack(network, ours);
    expect(new Set(Object.values(ways).map(String))).toEqual(new Set([String(kinds)]));
    expect(await account.snapshot()).toEqual(before);
  });

  test("a gateway in each zone, and addresses that exist: used, and not released", async () => {
    const network = await gatewayInEachZone(account.emulator);
    const listed = [];
    for (const _ of "abc") listed.push(await network.builder.address());
    const before = await account.snapshot();
    const elasticIpAllocationIds = listed.map(({ allocationId }) => allocationId);
    const nat = { kind: "gateway", placement: "per-zone", elasticIpAllocationIds } as const;
    const ours = await account.adopt(network, { nat });
    await ours.deploy(["nat-gateway"]);
    const { outputs } = await ours.state("nat-gateway");
    expect(Object.values(outputs["nat_public_ip"])).toEqual(listed.map(({ publicIp }) => publicIp));
    await expectWrongFacts(network, ours);
    const ways = await thereAndBack(network, ours);
    expect(new Set(Object.values(ways).map(String))).toEqual(new Set(["nat,nat,nat"]));
    expect(await account.snapshot()).toEqual(before);
  });

  /** Lines of what the account says against an environment. */
  async function refusal(ours: InNetwork, stack: string, network: Parameters<InNetwork["write"]>[0]) {
    ours.write(network);
    const error = await ours.plan(stack).then(
      () => new Error("nothing"),
      (thrown: Error) => thrown,
    );
    ours.write({});
    return error.message.split("\n").sort();
  }

  async function expectWrongFacts(network: ExistingNetwork, ours: InNetwork): Promise<void> {
    const other = await secondaryRange(account.emulator);
    console.log(await refusal(ours, "network", { vpcId: "vpc-0123456789abcdef0" }));
    console.log(other.vpcId, network.vpcId);
  }

  test("routes inline in another project's table: its plan shows that one route, while it is taken over", async () => {
    const theirs = await OthersProject.apply(account, INLINE_ROUTES);
    const before = await account.snapshot();
    const ours = await account.adopt(theirs.network, { nat: GATEWAY });
    const ways = await account.watched(theirs.network, async () => {
      await ours.deploy(STACKS);
      expect(await theirs.plan()).toEqual([]);
      await settle(ours, { takeOver: true });
      console.log(JSON.stringify(await theirs.plan()));
      await settle(ours, {});
      expect(await theirs.plan()).toEqual([]);
      await settle(ours, { leave: true });
      await ours.destroy(STACKS);
    });
    console.log(ways);
    expect(await theirs.plan()).toEqual([]);
    expect(await account.snapshot()).toEqual(before);
  });
});
