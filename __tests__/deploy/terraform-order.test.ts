import { EnvironmentInput } from "../../lib/config/schema";
import { offlineLines } from "../../lib/deploy/in-words";
import { until } from "../../lab/until";
import { Account } from "../support/account";
import { describeWith } from "../support/tools";
import { Deployed, Round } from "./deployed";

const MINUTES = 60_000;
const [A, B, C] = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] as const;

/** Hosts in each zone, and a private instance in each. */
function perZone(...zones: NonNullable<EnvironmentInput["zones"]>): Partial<EnvironmentInput> {
  return {
    endpoints: false,
    zones,
    nat: { placement: "per-zone" },
    privateInstances: { count: zones.length },
  };
}

/** What is applied in each round: `stack`, or `stack leaves` where it only makes way. */
function steps(rounds: readonly Round[]): string[][] {
  return rounds.map(({ order }) =>
    order.steps.map(({ stack, leaving }) => (leaving ? `${stack} leaves` : stack)),
  );
}

function expectRoutesBeforeHosts(rounds: readonly Round[]): void {
  expect(rounds).toHaveLength(1);
  const order = steps(rounds)[0]!.filter((step) => step === "routes" || step === "nat-instance");
  expect(order).toEqual(["routes", "nat-instance"]);
}

describeWith(
  ["terraform", "moto_server"],
  "changes that destroy, on an emulator that refuses what AWS refuses",
  () => {
    jest.setTimeout(15 * MINUTES);
    let deployed: Deployed;
    beforeAll(async () => {
      deployed = await Deployed.start();
      await deployed.change(perZone(A, B, C));
    });
    afterAll(() => deployed?.stop());
    // The order is right when AWS never has to say no.
    let known = 0;
    afterEach(() => expect(deployed.emulator.refusals.slice(known)).toEqual([]));

    test("the network cannot go first, as it would without an order: AWS refuses", async () => {
      const account = new Account(deployed.emulator, "eu-central-1");
      const { SubnetId } = await account.subnet("10.8.6.0/24");
      await expect(account.deleteSubnet(SubnetId!)).rejects.toMatchObject({ Code: "DependencyViolation" });
      await until("The refusal", 10, () => deployed.emulator.refusals.length > 0);
      known = deployed.emulator.refusals.length;
    });

    test("the last zone is removed in one round, routes first and the network last", async () => {
      const rounds = await deployed.change(perZone(A, B));
      expectRoutesBeforeHosts(rounds);
      expect(steps(rounds)[0]!.at(-1)).toBe("network");
    });

    test("one host instead of two: the routes move before theirs is destroyed", async () => {
      const rounds = await deployed.change({ ...perZone(A, B), nat: { placement: "single" } });
      expectRoutesBeforeHosts(rounds);
    });

    test("the first zone is removed, and the next one takes its ranges: both rounds of the network's own", async () => {
      const rounds = await deployed.change({ ...perZone(B), nat: { placement: "single" } });
      expect(steps(rounds)).toEqual([
        ["nat-instance leaves", "private-instances leaves", "network leaves"],
        ["network"],
        ["nat-instance", "private-instances"],
        ["routes"],
      ]);
    });

    test("a private range changes: who is in the subnet leaves it, and the Elastic IP stays", async () => {
      const address = () => deployed.output("nat-instance", "nat_public_ip");
      const before = await address();
      const ranges = { name: B, publicCidr: "10.8.1.0/24", privateCidr: "10.8.100.0/24" };
      const rounds = await deployed.change({ ...perZone(ranges), nat: { placement: "single" } });
      expect(steps(rounds)).toEqual([
        ["nat-instance leaves", "private-instances leaves", "network"],
        ["nat-instance", "private-instances"],
        ["routes"],
      ]);
      expect(offlineLines(rounds[0]!.order)).toHaveLength(2);
      expect(await address()).toEqual(before);
    });

    test("the VPC's range changes: all of it leaves, and comes again", async () => {
      const rounds = await deployed.change({
        ...perZone(B),
        nat: { placement: "single" },
        vpcCidr: "10.9.0.0/16",
      });
      expect(steps(rounds)).toEqual([
        ["routes leaves", "nat-instance leaves", "private-instances leaves", "network leaves"],
        ["network"],
        ["nat-instance", "private-instances"],
        ["routes"],
      ]);
    });
  },
);
