import { EnvironmentInput } from "../../lib/config/schema";
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
import { InNetwork, NetworkChanges } from "./in-network";
import { OthersProject } from "./others-project";

const MINUTES = 60_000;

/** What there is of a gateway as the way out, which takes the real terraform least time. */
const STACKS = ["network", "nat-gateway", "routes"];
const GATEWAY = { kind: "gateway", placement: "single" } as const;

describeWith(["terraform", "moto_server"], "networks that people have: there, back, and away", () => {
  jest.setTimeout(15 * MINUTES);
  let account: OthersAccount;
  beforeAll(async () => (account = await OthersAccount.start()));
  afterAll(() => account?.stop());
  afterEach(() => expect(account.emulator.refusals).toEqual([]));

  async function settle(ours: InNetwork, changes: NetworkChanges): Promise<void> {
    ours.write(changes);
    await ours.apply("routes");
  }

  /**
   * Goes there and back, leaves, and destroys all that is ours.
   *
   * @param look what is looked at beside it: before, and while it is taken over
   * @returns the kinds of what each private default route led to, in turn
   */
  async function thereAndBack(
    network: Pick<ExistingNetwork, "subnets">,
    ours: InNetwork,
    look: (isTaken: boolean) => Promise<void> = async () => {},
  ): Promise<Set<string>> {
    const ways = await account.watched(network, async () => {
      await ours.deploy(STACKS);
      await look(false);
      await settle(ours, { takeOver: true });
      await look(true);
      await settle(ours, {});
      await settle(ours, { leave: true });
      await ours.destroy(STACKS);
    });
    const kinds = (targets: readonly string[]) => targets.map((target) => target.split("-")[0]).join(" ");
    return new Set(Object.values(ways).map(kinds));
  }

  test.each<[string, Shape, Partial<EnvironmentInput>, string]>([
    [
      "a NAT instance of another project, one table for two zones",
      natInstanceOfAnotherProject,
      {},
      "eni nat eni",
    ],
    [
      "two ranges, several subnets in a table, and an endpoint of ours",
      secondaryRange,
      { gatewayEndpoints: ["s3"] },
      "nat nat nat",
    ],
  ])("%s", async (_, shape, changes, kinds) => {
    const network = await shape(account.emulator);
    const before = await account.snapshot();
    const ours = await account.adopt(network, { nat: GATEWAY, ...changes });
    expect(await thereAndBack(network, ours)).toEqual(new Set([kinds]));
    expect(await account.snapshot()).toEqual(before);
  });

  test("routes inline in another project's table: its plan shows that one route, and only while it is taken over", async () => {
    const theirs = await OthersProject.apply(account, INLINE_ROUTES);
    const before = await account.snapshot();
    const ours = await account.adopt(theirs.network, { nat: GATEWAY });
    const look = async (isTaken: boolean) => {
      const changes = isTaken ? await theirs.plan() : await theirs.expectSettled().then(() => []);
      expect(changes.map(({ address, kind }) => `${kind} ${address}`)).toEqual(
        isTaken ? ["update aws_route_table.private"] : [],
      );
      const attributes = changes.flatMap((change) => change.attributes.map(({ name }) => name));
      expect(attributes.filter((name) => !name.startsWith("route"))).toEqual([]);
    };
    expect(await thereAndBack(theirs.network, ours, look)).toEqual(new Set(["nat nat nat"]));
    await look(false);
    expect(await account.snapshot()).toEqual(before);
  });

  describe("a gateway in each zone", () => {
    let network: ExistingNetwork;
    let other: ExistingNetwork;
    let ours: InNetwork;
    let publicIps: string[];
    let before: unknown;
    let inner: string;
    let noDefault: string;
    beforeAll(async () => {
      network = await gatewayInEachZone(account.emulator);
      other = await secondaryRange(account.emulator);
      const { builder } = network;
      inner = await builder.subnet("c", "10.1.96.0/24");
      noDefault = await builder.routeTable();
      const listed = [await builder.address(), await builder.address(), await builder.address()];
      publicIps = listed.map(({ publicIp }) => publicIp);
      before = await account.snapshot();
      const elasticIpAllocationIds = listed.map(({ allocationId }) => allocationId);
      ours = await account.adopt(network, {
        nat: { ...GATEWAY, placement: "per-zone", elasticIpAllocationIds },
      });
      await ours.deploy(["nat-gateway"]);
    });

    /** What the account says against changes to the environment, line by line. */
    async function refusal(stack: string, changes: NetworkChanges): Promise<string[]> {
      ours.write(changes);
      const error = await ours.plan(stack).then(
        () => new Error("nothing"),
        (thrown: Error) => thrown,
      );
      ours.write({});
      return error.message.split("\n").sort();
    }

    test("ids that are not there", async () => {
      const [a, b, c] = zones();
      const missing = (id: string) =>
        `network: this account has no ${id} in this region; correct the id, the region or the credentials.`;
      const vpcId = "vpc-0123456789abcdef0";
      expect(await refusal("network", { vpcId })).toEqual([missing(vpcId)]);
      const wrong = {
        ...a,
        privateSubnets: [{ ...a.privateSubnets[0]!, id: "subnet-0123456789abcdef0" }],
        routeTables: [...a.routeTables, { id: "rtb-0123456789abcdef0" }],
      };
      expect(await refusal("network", { zones: [wrong, b, c] })).toEqual([
        missing("rtb-0123456789abcdef0"),
        missing("subnet-0123456789abcdef0"),
      ]);
    });

    test("subnets of another VPC, zone, range or table, and one that is not public: a line each", async () => {
      const [a, b, c] = zones();
      const [subnetA, subnetB] = [a, b].map(({ privateSubnets }) => privateSubnets[0]!) as [Subnet, Subnet];
      const { vpcId, subnets, routeTables } = network;
      const foreign = other.subnets["public-a"]!;
      const wrong = [
        { ...a, publicSubnetId: foreign, privateSubnets: [{ ...subnetA, cidr: "10.1.64.0/20" }] },
        {
          ...b,
          publicSubnetId: subnets["public-a"]!,
          privateSubnets: [{ ...subnetB, routeTableId: routeTables["private-c"]! }],
        },
        { ...c, publicSubnetId: inner },
      ];
      expect(await refusal("network", { zones: wrong, vpcCidrs: ["10.1.0.0/16", "10.99.0.0/16"] })).toEqual([
        `network: network.vpcCidrs: ${vpcId} has the ranges 10.1.0.0/16 and not 10.1.0.0/16, 10.99.0.0/16; name these.`,
        `network: network.zones[0].privateSubnets[0].cidr: ${subnetA.id} has the range 10.1.16.0/20 and not 10.1.64.0/20; write that.`,
        `network: network.zones[0].publicSubnetId: ${foreign} is not in ${vpcId} but in ${other.vpcId}; name a subnet of the VPC.`,
        `network: network.zones[1].privateSubnets[0].routeTableId: ${subnetB.id} is ruled by ${routeTables["private-b"]} and not by ${routeTables["private-c"]}; name that one, and list it in routeTables.`,
        `network: network.zones[1].publicSubnetId: ${subnets["public-a"]} is in the zone eu-central-1a and not in eu-central-1b; list it there.`,
        `network: network.zones[2].publicSubnetId: ${inner} has no route to an internet gateway, so it is not public; name one that has.`,
      ]);
    });

    test("tables of another VPC or that lead elsewhere, and gateways that are not there: a line each", async () => {
      const [a, b, c] = zones();
      const { vpcId, routeTables, natGateways } = network;
      const [tableA, tableB, tableC] = ["a", "b", "c"].map(
        (letter) => routeTables[`private-${letter}`]!,
      ) as Three;
      const [gatewayA, gatewayB, gatewayC] = ["a", "b", "c"].map(
        (letter) => natGateways[letter]!.id,
      ) as Three;
      const foreign = other.routeTables["private-a"]!;
      const missing = "nat-0123456789abcdef0";
      const wrong = [
        { ...a, routeTables: [{ id: tableA, wayOutToday: gatewayB }] },
        { ...b, routeTables: [{ id: tableB }] },
        {
          ...c,
          routeTables: [
            { id: tableC, wayOutToday: missing },
            { id: foreign, wayOutToday: other.natGateways["a"]!.id },
            { id: noDefault, wayOutToday: gatewayC },
          ],
        },
      ];
      expect(await refusal("routes", { zones: wrong })).toEqual(
        [
          `the default route of ${tableA} leads to ${gatewayA} and not to ${gatewayB}; correct its wayOutToday.`,
          `the default route of ${tableB} leads to ${gatewayB} and the environment says that it has none; correct its wayOutToday.`,
          `the default route of ${tableC} leads to ${gatewayC} and not to ${missing}; correct its wayOutToday.`,
          `${foreign} is not in ${vpcId} but in ${other.vpcId}; name a route table of the VPC.`,
          `${noDefault} has no default route, and the environment names its wayOutToday; remove that, or correct the id`,
          `${missing} is not there, or not available, so no route can lead there; correct wayOutToday, or, where it was deleted since, set takeOver: true.`,
        ]
          .map((line) => `routes: ${line}`)
          .sort(),
      );
    });

    test("with addresses that exist: they are used, and not released", async () => {
      const { outputs } = await ours.state("nat-gateway");
      expect(Object.values(outputs["nat_public_ip"])).toEqual(publicIps);
      expect(await thereAndBack(network, ours)).toEqual(new Set(["nat nat nat"]));
      expect(await account.snapshot()).toEqual(before);
    });

    type Zone = NonNullable<EnvironmentInput["network"]>["zones"][number];
    type Subnet = Zone["privateSubnets"][number];
    type Three = [string, string, string];
    const zones = () => ours.network.zones as [Zone, Zone, Zone];
  });

  test("a network of ours of several ranges: the subnets stand in theirs, and go before them", async () => {
    const before = await account.snapshot();
    const ours = account.own({
      region: "eu-central-1",
      vpcCidr: ["10.8.0.0/16", "100.64.0.0/16"],
      zones: [{ name: "eu-central-1b", publicCidr: "100.64.0.0/24", privateCidr: "10.8.2.0/24" }],
    });
    await ours.apply("network");
    await ours.expectSettled("network");
    const { values } = await ours.state("network");
    expect(values("aws_subnet.public_b")["cidr_block"]).toBe("100.64.0.0/24");
    await ours.destroy(["network"]);
    expect(await account.snapshot()).toEqual(before);
  });
});
