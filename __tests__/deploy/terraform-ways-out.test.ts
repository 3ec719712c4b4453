import { EnvironmentInput } from "../../lib/config/schema";
import { toText } from "../../lib/deploy/text";
import { Account } from "../support/account";
import { watchDefaultRoute } from "../support/route-watch";
import { describeWith } from "../support/tools";
import { Deployed, Round } from "./deployed";

const MINUTES = 60_000;
const PRIVATE = "10.8.2.0/24";

function environment(nat: EnvironmentInput["nat"]): Partial<EnvironmentInput> {
  return { endpoints: false, gatewayEndpoints: [], privateInstances: { count: 1 }, nat };
}

/** What is applied in each round. */
function steps(rounds: readonly Round[]): string[][] {
  return rounds.map(({ order }) => order.steps.map(({ stack }) => stack));
}

describeWith(["terraform", "moto_server"], "from one way out to another, and back", () => {
  jest.setTimeout(15 * MINUTES);
  let deployed: Deployed;
  let account: Account;
  beforeAll(async () => {
    deployed = await Deployed.start();
    account = new Account(deployed.emulator, "eu-central-1");
    await deployed.begin(environment({}));
  });
  afterAll(() => deployed?.stop());
  afterEach(() => expect(deployed.emulator.refusals).toEqual([]));

  /** Changes the environment, and expects of each apply that the default route leads to something all the while. */
  async function change(nat: EnvironmentInput["nat"]) {
    const { SubnetId } = await account.subnet(PRIVATE);
    const targets: string[] = [];
    let looks = 0;
    const rounds = await deployed.change(environment(nat), {
      whileApplying: async (apply) => {
        const watched = await watchDefaultRoute(account, SubnetId!, apply);
        expect(watched.gaps).toEqual([]);
        looks += watched.looks;
        targets.push(...watched.targets.filter((target) => target !== targets.at(-1)));
      },
    });
    expect(looks).toBeGreaterThan(rounds.length * 10);
    return { rounds, ways: targets.map((target) => target.split("-")[0]) };
  }

  test("a gateway is made, the route moves in place, and the host stands by", async () => {
    const { rounds, ways } = await change({ kind: "gateway", standby: "instance" });
    console.log(
      JSON.stringify(steps(rounds)),
      ways,
      rounds.map(({ report }) => toText(report)).join("\n=====\n"),
    );
    expect(ways).toEqual(["eni", "nat"]);
  });

  test("the host goes once nothing leads there", async () => {
    const { rounds, ways } = await change({ kind: "gateway" });
    console.log(
      JSON.stringify(steps(rounds)),
      ways,
      rounds.map(({ report }) => toText(report)).join("\n=====\n"),
    );
    expect(ways).toEqual(["nat"]);
  });

  test("back: a host is made, and the gateway stands by", async () => {
    const { rounds, ways } = await change({ kind: "instance", standby: "gateway" });
    console.log(
      JSON.stringify(steps(rounds)),
      ways,
      rounds.map(({ report }) => toText(report)).join("\n=====\n"),
    );
    expect(ways).toEqual(["nat", "eni"]);
  });

  test("the gateway goes", async () => {
    const { rounds, ways } = await change({});
    console.log(
      JSON.stringify(steps(rounds)),
      ways,
      rounds.map(({ report }) => toText(report)).join("\n=====\n"),
    );
    expect(ways).toEqual(["eni"]);
  });

  test("the short way, without a standby: two rounds", async () => {
    const { rounds, ways } = await change({ kind: "gateway" });
    console.log(
      JSON.stringify(steps(rounds)),
      ways,
      rounds.map(({ report }) => toText(report)).join("\n=====\n"),
    );
    expect(ways).toEqual(["eni", "nat"]);
  });

  test("and back", async () => {
    const { rounds, ways } = await change({});
    console.log(
      JSON.stringify(steps(rounds)),
      ways,
      rounds.map(({ report }) => toText(report)).join("\n=====\n"),
    );
    expect(ways).toEqual(["nat", "eni"]);
  });
});
