import { toMarkdown } from "../../lib/deploy/markdown";
import { Report } from "../../lib/deploy/report";
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
  let listed: { readonly allocationId: string; readonly publicIp: string };
  let clientGroup: string;
  /** The host's private network interface, and how plans name it. */
  let host: { readonly id: string; readonly words: string };
  beforeAll(async () => {
    account = await OthersAccount.start();
    network = await gatewayForThreeZones(account.emulator);
    listed = await network.builder.address();
    clientGroup = await account.securityGroup(network, "clients");
    before = await account.snapshot();
    ours = await account.adopt(network, {
      nat: { elasticIpAllocationIds: [listed.allocationId] },
      clients: { securityGroupIds: [clientGroup], cidrs: ["10.0.16.0/20", "10.0.32.0/20", "10.0.48.0/20"] },
    });
  });
  afterAll(() => account?.stop());
  afterEach(() => expect(account.emulator.refusals).toEqual([]));

  const everywhere = (...ways: string[]) =>
    Object.fromEntries(LETTERS.map((letter) => [`private-${letter}`, ways]));
  const theirs = () => `${network.natGateways["a"]!.id} (seen as ${network.natGateways["a"]!.publicIp})`;

  /** What the plan says of each private route table, `TABLE` and `SUBNET` in place of its id and its subnet's. */
  function expectSaid(report: Report, title: string, line: string, more: readonly string[] = []): void {
    const lines = LETTERS.map((letter) =>
      line
        .replace("TABLE", network.routeTables[`private-${letter}`]!)
        .replace("SUBNET", network.subnets[`private-${letter}`]!),
    );
    expect(toText(report)).toContain(`\n${title}:\n`);
    for (const words of [toText(report), toMarkdown(report)]) {
      for (const said of [...lines, ...more]) expect(words).toContain(said);
    }
    expect([report.policy.violations, report.egress, report.problems]).toEqual([[], [], []]);
  }

  /** Applies what was planned, and expects of the plan after it that nothing is left. */
  async function moved(): Promise<Record<string, string[]>> {
    const ways = await account.watched(network, () => ours.applyPlanned("routes"));
    await ours.expectSettled("routes");
    return ways;
  }

  test("the first plan, of an account without any of our stacks, says which routes it imports", async () => {
    const report = await ours.report();
    expect(report.stacks.map(({ stack, preview }) => [stack, preview !== undefined])).toEqual([
      ["network", false],
      ["nat-instance", false],
      ["private-instances", false],
      ["routes", true],
    ]);
    const line = `TABLE, which rules SUBNET: it stays as it is, to ${theirs()}`;
    expectSaid(report, "Default routes imported", line, ["22 to create", "3 to import"]);
    // The Elastic IP that is there; their gateway is not ours to pay.
    expect(report.price).toMatchObject({ before: 3.65 });
  });

  test("beside it: the host is made, and no route leads there", async () => {
    const ways = await account.watched(network, () => ours.deploy());
    expect(ways).toEqual(everywhere(network.natGateways["a"]!.id));
  });

  test("the host has the Elastic IP that was there, and lets in the clients that are named", async () => {
    const hosts = await ours.state("nat-instance");
    expect(hosts.outputs["nat_public_ip"]).toEqual({ "eu-central-1a": listed.publicIp });
    const { id } = hosts.values("aws_network_interface.nat_a_card1");
    host = { id, words: `${id} (seen as ${listed.publicIp})` };
    const { values } = await ours.state("routes");
    const rule = (name: string) => values(`aws_vpc_security_group_ingress_rule.nat_from_${name}`);
    expect(rule(clientGroup)).toMatchObject({ referenced_security_group_id: clientGroup, ip_protocol: "-1" });
    expect(rule("10_0_16_0_20")).toMatchObject({ cidr_ipv4: "10.0.16.0/20", ip_protocol: "-1" });
  });

  test("taken over: each route changes in place, and the plan says from which address to which, and the way back", async () => {
    ours.write({ takeOver: true });
    const report = await ours.reportRoutes();
    const line = `TABLE, which rules SUBNET: to ${theirs()} until now, then to ${host.words}`;
    const way = "The way back: network.takeOver: false, then npm run plan && npm run apply";
    expectSaid(report, "Default routes taken over", line, ["Open connections drop", way]);
    expect(await moved()).toEqual(everywhere(network.natGateways["a"]!.id, host.id));
  });

  test("then nothing asks for their gateway any more: its owners may delete it", async () => {
    expect(JSON.stringify(ours.json("routes"))).not.toMatch(/aws_nat_gateway|nat-[0-9a-f]{17}/);
  });

  test("a zone that is no longer in the environment is refused", async () => {
    ours.write({ takeOver: true, zones: ours.network.zones.slice(0, 2) });
    const dropped = ours.network.zones[2]!.routeTables[0]!.id;
    const report = await ours.reportRoutes();
    expect(report.policy.violations).toMatchObject([
      { rule: "no-route-of-others-destroyed", resource: `routes/aws_route.${dropped}_default` },
    ]);
  });

  test("so is to forget what still leads to us", async () => {
    ours.write({ leave: true });
    const { violations } = (await ours.reportRoutes()).policy;
    expect(violations.map(({ rule }) => rule)).toEqual(LETTERS.map(() => "no-route-of-others-destroyed"));
  });

  test("given back: the same routes, in place", async () => {
    ours.write({});
    const report = await ours.reportRoutes();
    const line = `TABLE, which rules SUBNET: to ${host.words} until now, then to ${theirs()}`;
    const again = "To take over again: network.takeOver: true, then npm run plan && npm run apply";
    expectSaid(report, "Default routes given back", line, ["Open connections drop", again]);
    expect(await moved()).toEqual(everywhere(host.id, network.natGateways["a"]!.id));
  });

  test("a destruction without leaving is refused, and nothing is lost", async () => {
    const refusal =
      /^routes: the default route of rtb-\w+ was there before and is not destroyed; give it back/;
    await expect(ours.destroy()).rejects.toThrow(refusal);
  });

  test("left: the routes stay as they are, and then all of ours goes and the account is what it was", async () => {
    ours.write({ leave: true });
    const report = await ours.reportRoutes();
    expectSaid(
      report,
      "Default routes forgotten",
      `TABLE, which rules SUBNET: it stays in AWS as it is, to ${theirs()}`,
      ["3 to forget"],
    );
    await moved();
    const ways = await account.watched(network, () => ours.destroy());
    expect(ways).toEqual(everywhere(network.natGateways["a"]!.id));
    expect(await account.snapshot()).toEqual(before);
  });
});
