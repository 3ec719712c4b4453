import * as ec2 from "@aws-sdk/client-ec2";
import { describe as described } from "../../lib/adopt/describe";
import { VpcFacts } from "../../lib/adopt/facts";
import { Emulator } from "../../lib/emulator/emulator";
import { factsOf, useEmulator } from "../support/adopted";
import { gatewayForThreeZones, gatewayInEachZone, inlineRoutes } from "../support/existing-networks";
import { NetworkBuilder } from "../support/network-builder";
import { describeWith } from "../support/tools";
import { about, stops } from "./said";

describeWith(["moto_server"], "what stands in the way of a NAT host", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
    useEmulator(emulator);
  });
  afterAll(() => emulator.stop());

  describe("that stops everything", () => {
    test("a VPC where nothing leads to a NAT, with the tables that could be taken in", async () => {
      const builder = await NetworkBuilder.vpc(emulator, ["10.9.0.0/16"]);
      const empty = await factsOf(builder);
      expect(stops(empty)).toEqual([
        `${builder.vpcId}: no private subnet of it leads to a NAT, so there is no way out to take over; make private ` +
          "subnets with route tables of their own first",
      ]);
      await builder.subnet("a", "10.9.0.0/24", await builder.routeTable(builder.internetGatewayId));
      const table = await builder.routeTable();
      await builder.subnet("a", "10.9.1.0/24", table);
      const facts = await factsOf(builder);
      expect(stops(facts)).toEqual([
        expect.stringContaining(`--include ${table} takes in what leads elsewhere`),
      ]);
      expect(stops(facts, [table])).toEqual([]);
    });

    test("no zone with a place for a NAT host, with each zone's reason", async () => {
      const network = await gatewayForThreeZones(emulator);
      const facts = await factsOf(network.builder);
      const publicA = network.subnets["public-a"]!;
      expect(
        stops({
          ...facts,
          zones: facts.zones.map((zone) => ({ ...zone, offersHost: zone.name !== "eu-central-1b" })),
          subnets: facts.subnets
            .filter(({ id }) => id !== network.subnets["public-c"])
            .map((subnet) => (subnet.id === publicA ? { ...subnet, blockMode: "block-ingress" } : subnet)),
        }),
      ).toEqual([
        `${network.vpcId}: no zone has a place for a NAT host (eu-central-1a: VPC Block Public Access (block-ingress) ` +
          `keeps ${publicA} from the internet; eu-central-1b: the NAT hosts' instance type cannot be had in this zone; ` +
          "eu-central-1c: no subnet of it leads to an internet gateway); make one place for it first",
      ]);
    });

    test("no address free for a NAT host, in the public subnet or in all private ones", async () => {
      const builder = await NetworkBuilder.vpc(emulator, ["10.9.0.0/16"]);
      const publicSubnet = await builder.subnet(
        "a",
        "10.9.0.0/28",
        await builder.routeTable(builder.internetGatewayId),
      );
      const gateway = await builder.natGateway(publicSubnet);
      const table = await builder.routeTable(gateway.id);
      const privateSubnet = await builder.subnet("a", "10.9.1.0/28", table);
      await fill(builder, publicSubnet);
      expect(stops(await factsOf(builder))).toEqual([
        expect.stringContaining(`(eu-central-1a: ${publicSubnet} has no address free for a NAT host)`),
      ]);
      await fill(builder, privateSubnet);
      expect(stops(await factsOf(builder))).toEqual([
        expect.stringContaining(
          "(eu-central-1a: none of its private subnets has an address free for a NAT host)",
        ),
      ]);
      const another = await builder.subnet("a", "10.9.2.0/28", table);
      await builder.subnet("a", "10.9.3.0/28", await builder.routeTable(builder.internetGatewayId));
      const { zones } = described(await factsOf(builder));
      // The full one is the most used, and still not the first.
      expect(zones[0]!.privateSubnets.map(({ subnet }) => subnet.id)).toEqual([another, privateSubnet]);
    });
  });

  test("a zone without a public subnet, which another zone's NAT host serves", async () => {
    const network = await gatewayInEachZone(emulator);
    const facts = await factsOf(network.builder);
    const without = {
      ...facts,
      subnets: facts.subnets.filter(({ id }) => id !== network.subnets["public-b"]),
    };
    expect(about(without, "eu-central-1b:")).toEqual([
      "eu-central-1b: no subnet of it leads to an internet gateway; another zone's NAT host serves it, at $0.01 per GB " +
        "each way between the zones",
    ]);
    expect(described(without).hostZones.map(({ name }) => name)).toEqual(["eu-central-1a", "eu-central-1c"]);
  });

  test("a zone that does not have the instance type, on the emulator's list as on AWS's", async () => {
    const builder = await NetworkBuilder.vpc(emulator, ["10.9.0.0/16"], "us-east-1");
    const publicTable = await builder.routeTable(builder.internetGatewayId);
    const publicA = await builder.subnet("a", "10.9.0.0/24", publicTable);
    await builder.subnet("e", "10.9.1.0/24", publicTable);
    const table = await builder.routeTable((await builder.natGateway(publicA)).id);
    await builder.subnet("a", "10.9.2.0/24", table);
    await builder.subnet("e", "10.9.3.0/24", table);
    const facts = await factsOf(builder);
    expect(about(facts, /^us-east-1/)).toEqual([
      "us-east-1e: the NAT hosts' instance type cannot be had in this zone; another zone's NAT host serves it, at $0.01 " +
        "per GB each way between the zones",
    ]);
    expect(described(facts).zones[1]).not.toHaveProperty("publicSubnet");
  });

  test("too few Elastic IPs, and when AWS does not say how many there may be", async () => {
    const builder = await NetworkBuilder.vpc(emulator, ["10.9.0.0/16"], "eu-west-1");
    const publicSubnet = await builder.subnet(
      "a",
      "10.9.0.0/24",
      await builder.routeTable(builder.internetGatewayId),
    );
    const table = await builder.routeTable((await builder.natGateway(publicSubnet)).id);
    await builder.subnet("a", "10.9.1.0/24", table);
    for (let index = 0; index < 3; index++) await builder.address();
    expect(about(await factsOf(builder), "Elastic IPs")).toEqual([]);
    await builder.address();
    const facts = await factsOf(builder);
    expect(about(facts, "Elastic IPs")).toEqual([
      'Elastic IPs: 1 more is needed, and the account has 5 of 5 in eu-west-1; raise the quota (Service Quotas, "EC2-VPC ' +
        'Elastic IPs"), or name free ones in nat.elasticIpAllocationIds',
    ]);
    expect(about({ ...facts, addressQuota: undefined }, "Elastic IPs")).toEqual([
      expect.stringContaining(
        "5 of 5 in eu-west-1, unless it was raised, which AWS does not say here; raise",
      ),
    ]);
    expect(about({ ...facts, addressQuota: 6 }, "Elastic IPs")).toEqual([]);
  });

  test("endpoints of Systems Manager that are there already", async () => {
    const network = await inlineRoutes(emulator);
    const subnets = [network.subnets["private-a"]!];
    const ids = [];
    for (const service of ["ssm", "ssmmessages", "logs"]) {
      ids.push(await network.builder.endpoint(service, { subnets }));
    }
    expect(about(await factsOf(network.builder), "Systems Manager has")).toEqual([
      `${ids[0]} (ssm) and ${ids[1]} (ssmmessages): Systems Manager has endpoints here already: leave endpoints at false, ` +
        "and see that their security groups let in TCP 443 from the NAT hosts (10.4.0.0/24)",
    ]);
  });

  test("what is odd about the VPC: IPv6, dedicated tenancy, no DNS, ranges that come and go", async () => {
    const network = await inlineRoutes(emulator);
    const { builder, vpcId } = network;
    await builder.ec2.send(
      new ec2.AssociateVpcCidrBlockCommand({ VpcId: vpcId, AmazonProvidedIpv6CidrBlock: true }),
    );
    await builder.ec2.send(
      new ec2.ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsSupport: { Value: false } }),
    );
    const facts = await factsOf(builder);
    const leaving = { cidr: "100.64.0.0/16", state: "disassociating" };
    expect(about({ ...facts, ranges: [...facts.ranges, leaving], isDedicated: true }, vpcId)).toEqual([
      `${vpcId}: its range 100.64.0.0/16 is disassociating, and left out; run this again when that is done`,
      expect.stringMatching(`^${vpcId}: its tenancy is dedicated, so a NAT host is a Dedicated Instance`),
      expect.stringMatching(`^${vpcId}: its DNS support is off, so a NAT host finds neither packages nor`),
      `${vpcId}: has IPv6 too (${facts.ipv6Cidrs[0]}); its ::/0 routes are not touched, and lead where they lead today`,
    ]);
    expect(facts.isDedicated).toBe(false);
    const { Vpc } = await builder.ec2.send(
      new ec2.CreateVpcCommand({ CidrBlock: "10.9.0.0/16", InstanceTenancy: "dedicated" }),
    );
    expect((await factsOf({ vpcId: Vpc!.VpcId!, region: builder.region })).isDedicated).toBe(true);
  });

  test("subnets that an environment cannot name: on Outposts, in Local Zones, of IPv6 alone", async () => {
    const network = await gatewayForThreeZones(emulator);
    const facts = await factsOf(network.builder);
    const odd = (changes: Partial<VpcFacts["subnets"][number]>, zones = facts.zones) => {
      const id = network.subnets["private-b"];
      const subnets = facts.subnets.map((each) => (each.id === id ? { ...each, ...changes } : each));
      const changed = { ...facts, subnets, zones };
      const { leftOut, alsoServed, zones: left } = described(changed);
      expect(left.map(({ name }) => name)).toEqual(["eu-central-1a", "eu-central-1c"]);
      expect(alsoServed.map((each) => each.id)).toEqual([id]);
      expect(about(changed, "and clients lets it in")).toHaveLength(1);
      return leftOut.map(({ why }) => why);
    };
    const zone = "eu-central-1-ham-1a";
    expect(odd({ isOnOutpost: true })).toEqual(["it is on an Outpost"]);
    expect(odd({ cidr: undefined })).toEqual(["it has IPv6 alone"]);
    expect(odd({ zone }, [...facts.zones, { name: zone, type: "local-zone", offersHost: true }])).toEqual([
      `${zone} is a local zone`,
    ]);
  });
});

async function fill(builder: NetworkBuilder, subnet: string): Promise<void> {
  const { subnets } = await factsOf(builder);
  for (let left = subnets.find(({ id }) => id === subnet)!.freeAddresses; left > 0; left--) {
    await builder.networkInterface(subnet, "");
  }
}
