import { EnvironmentInput } from "../../lib/config/schema";
import { toMarkdown } from "../../lib/deploy/markdown";
import { toText } from "../../lib/deploy/text";
import { Account } from "../support/account";
import { watchDefaultRoute } from "../support/route-watch";
import { describeWith } from "../support/tools";
import { Deployed, Round } from "./deployed";

const MINUTES = 60_000;
const PRIVATE = "10.8.2.0/24";
const WHO = "the private subnet of eu-central-1b (private-b)";

type Nat = EnvironmentInput["nat"];

function environment(nat: Nat): Partial<EnvironmentInput> {
  return { endpoints: false, gatewayEndpoints: [], privateInstances: { count: 1 }, nat };
}

/** What is applied of ways out and routes in each round. */
function steps(rounds: readonly Round[]): string[][] {
  const stacks = ["nat-instance", "nat-gateway", "routes"];
  return rounds.map(({ report, order }) =>
    order.steps
      .map(({ stack }) => stack)
      .filter((stack) => stacks.includes(stack) && changes(report, stack).length > 0),
  );
}

/** The kinds of a stack's changes, each once. */
function changes({ stacks }: Round["report"], name: string): string[] {
  return [...new Set(stacks.find(({ stack }) => stack === name)?.changes.map(({ kind }) => kind) ?? [])];
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

  /**
   * Changes the way out, and expects of each apply that the default route leads to something all the while.
   *
   * @returns the rounds, and what the route led to, in turn
   */
  async function change(nat: Nat) {
    const subnetId = (await account.subnet(PRIVATE)).SubnetId!;
    const targets: string[] = [];
    const rounds = await deployed.change(environment(nat), {
      isSettled: ({ report }) => report.stacks.every(({ preview }) => preview === undefined),
      whileApplying: async (apply) => {
        const watched = await watchDefaultRoute(account, subnetId, apply);
        expect(watched.gaps).toEqual([]);
        expect(watched.looks).toBeGreaterThan(10);
        targets.push(...watched.targets.filter((target) => target !== targets.at(-1)));
      },
    });
    return { rounds, ways: targets.map((target) => target.split("-")[0]) };
  }

  /** The public address of the only NAT host or gateway. */
  async function publicIp(stack: "nat-instance" | "nat-gateway"): Promise<string> {
    return Object.values((await deployed.output(stack, "nat_public_ip")) as Record<string, string>)[0]!;
  }

  test("with the host standing by: the gateway is made, and in the next round the route moves in place", async () => {
    const from = await publicIp("nat-instance");
    const { rounds, ways } = await change({ kind: "gateway", standby: "instance" });
    expect(ways).toEqual(["eni", "nat"]);
    expect(steps(rounds)).toEqual([["nat-gateway"], ["routes"]]);
    expect(rounds.map(({ report }) => changes(report, "routes"))).toEqual([["update"], ["update"]]);
    const to = await publicIp("nat-gateway");
    expect(rounds.map(({ report }) => report.addresses)).toEqual([
      [{ who: WHO, from }],
      [{ who: WHO, from, to }],
    ]);
    for (const text of [toText, toMarkdown].map((words) => words(rounds[1]!.report))) {
      expect(text).toContain(`${WHO}: from ${from} to ${to}; allow-lists that name the old one break`);
    }
  });

  test("then the host goes, loudly, and nobody else notices", async () => {
    const { rounds, ways } = await change({ kind: "gateway" });
    expect(ways).toEqual(["nat"]);
    const [{ report, order }] = rounds as [Round];
    expect(order.steps.at(-1)!.stack).toBe("nat-instance");
    expect(report.stacks.at(-1)).toMatchObject({ stack: "nat-instance", isLeft: true });
    expect([report.egress, report.losses, report.addresses]).toEqual([[], [], []]);
    const line = /nat-instance: all that its state holds, \d+ resources, last; to keep it, put it back/;
    expect(toText(report)).toContain("!!! NO LONGER IN THE ENVIRONMENT, AND DESTROYED !!!");
    for (const text of [toText(report), toMarkdown(report)]) expect(text).toMatch(line);
    expect(report.stacks.at(-1)!.changes.every(({ kind }) => kind === "destroy")).toBe(true);
  });

  test("back, with the gateway standing by: it is there, and no route leads to it", async () => {
    const { rounds, ways } = await change({ kind: "instance", standby: "gateway" });
    expect(ways).toEqual(["nat", "eni"]);
    expect(steps(rounds)).toEqual([["nat-instance"], ["routes"]]);
    const [gateway] = Object.values(
      (await deployed.output("nat-gateway", "nat_gateway_id")) as Record<string, string>,
    );
    expect(await account.natGateway(gateway!)).toMatchObject({ State: "available" });
  });

  test("then the gateway goes", async () => {
    const { rounds, ways } = await change({});
    expect(ways).toEqual(["eni"]);
    expect(rounds.map(({ order }) => order.steps.at(-1)!.stack)).toEqual(["nat-gateway"]);
  });

  test("the short way: the host is left alone until the route has moved, and goes in the same round", async () => {
    const { rounds, ways } = await change({ kind: "gateway" });
    expect(ways).toEqual(["eni", "nat"]);
    expect(steps(rounds)).toEqual([["nat-gateway"], ["routes", "nat-instance"]]);
    const [first] = rounds as [Round];
    expect(toText(first.report)).toContain("(no longer in the environment; later: routes still leads there)");
    const { hasChanges, hasDrift, problems, egress } = await deployed.plan(environment({ kind: "gateway" }));
    expect([hasChanges, hasDrift, problems, egress]).toEqual([false, false, [], []]);
  });
});
