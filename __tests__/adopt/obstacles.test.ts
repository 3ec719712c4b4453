import * as ec2 from "@aws-sdk/client-ec2";
import { describe as described } from "../../lib/adopt/describe";
import { VpcFacts } from "../../lib/adopt/facts";
import { obstacles } from "../../lib/adopt/obstacles";
import { Emulator } from "../../lib/emulator/emulator";
import { factsOf, useEmulator } from "../support/adopted";
import { gatewayForThreeZones, gatewayInEachZone, inlineRoutes } from "../support/existing-networks";
import { NetworkBuilder } from "../support/network-builder";
import { describeWith } from "../support/tools";

const messages = (facts: VpcFacts, include: string[] = []) =>
  obstacles(described(facts, include)).map(({ message }) => message);

/** What stops everything. */
const stops = (facts: VpcFacts, include: string[] = []) =>
  obstacles(described(facts, include)).flatMap((each) => (each.stops ? each.message : []));

const about = (facts: VpcFacts, word: string | RegExp) => messages(facts).filter((each) => each.match(word));

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

  test("a default route to what is gone, by AWS's word or because nobody is there", async () => {
    const network = await inlineRoutes(emulator);
    const { builder } = network;
    const table = network.routeTables["private-a"]!;
    const gateway = network.natGateways["a"]!.id;
    const facts = await factsOf(builder);
    const blackhole = facts.routeTables.map((each) => ({
      ...each,
      routes: each.routes.map((route) => ({ ...route, isBlackhole: route.target === gateway })),
    }));
    const said = (target: string, why: string) =>
      `${table} (private): leads to ${target}, but ${why}: its subnets have no way out today, and takeOver: false would be ` +
      "no way back";
    expect(about({ ...facts, routeTables: blackhole }, "no way back")).toEqual([
      expect.stringMatching(/, but what it leads to is gone \(blackhole\): its subnets/),
    ]);
    await builder.ec2.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId: gateway }));
    expect(about(await factsOf(builder), "no way back")).toEqual([
      said(`NAT gateway ${gateway}`, "it is gone"),
    ]);
    const unattached = await builder.networkInterface(network.subnets["public-a"]!, "");
    await builder.replaceDefaultRoute(table, unattached);
    expect(about(await factsOf(builder), "no way back")).toEqual([
      expect.stringContaining("but it is attached to no instance"),
    ]);
    const host = await builder.instance(network.subnets["public-a"]!);
    await builder.replaceDefaultRoute(table, host.networkInterfaceId);
    expect(about(await factsOf(builder), "no way back")).toEqual([
      expect.stringContaining("but it takes its own packets alone (source/destination check)"),
    ]);
  });

  describe("default routes to other networks", () => {
    test("a transit gateway's table is left out, said, and taken in by --include", async () => {
      const network = await gatewayForThreeZones(emulator);
      const { builder } = network;
      const { TransitGateway } = await builder.ec2.send(new ec2.CreateTransitGatewayCommand({}));
      const id = TransitGateway!.TransitGatewayId!;
      const table = network.routeTables["private-b"]!;
      await builder.replaceDefaultRoute(table, id);
      const facts = await factsOf(builder);
      expect(about(facts, id)).toEqual([
        `${table}: leads to transit gateway ${id}, so it is left out: taken over, it would send to the internet what is ` +
          `for other networks, or go around a firewall; --include ${table} takes it in`,
      ]);
      expect(described(facts).zones.map(({ name }) => name)).toEqual(["eu-central-1a", "eu-central-1c"]);
      const { zones } = described(facts, [table]);
      const tables = zones.flatMap(({ routeTables }) => routeTables);
      expect(tables.find((each) => each.table.id === table)!.way.id).toBe(id);
    });

    test("a private NAT gateway is none to the internet", async () => {
      const network = await inlineRoutes(emulator);
      const { builder } = network;
      const { NatGateway } = await builder.ec2.send(
        new ec2.CreateNatGatewayCommand({
          SubnetId: network.subnets["private-a"],
          ConnectivityType: "private",
        }),
      );
      await builder.replaceDefaultRoute(network.routeTables["private-a"]!, NatGateway!.NatGatewayId!);
      const facts = await factsOf(builder);
      expect(stops(facts)).toHaveLength(1);
      expect(about(facts, "so it is left out")).toEqual([
        expect.stringContaining(
          `leads to private NAT gateway ${NatGateway!.NatGatewayId}, so it is left out`,
        ),
      ]);
    });

    test("one that a virtual private gateway put there nobody can change, not even with --include", async () => {
      const network = await inlineRoutes(emulator);
      const facts = await factsOf(network.builder);
      const table = network.routeTables["private-a"]!;
      const propagated = {
        ...facts,
        routeTables: facts.routeTables.map((each) => ({
          ...each,
          routes: each.routes.map((route) =>
            each.id === table && route.destination === "0.0.0.0/0"
              ? { ...route, target: "vgw-0123456789abcdef0", isPropagated: true }
              : route,
          ),
        })),
      };
      expect(described(propagated, [table]).zones).toEqual([]);
      expect(described(propagated).leftOut[0]).not.toHaveProperty("way");
      expect(stops(propagated)).toEqual([expect.not.stringContaining("--include")]);
    });
  });

  describe("route tables", () => {
    test("that AWS does not say the owner of, with what their tags say", async () => {
      const network = await inlineRoutes(emulator);
      const facts = await factsOf(network.builder);
      const table = network.routeTables["private-a"]!;
      expect(about(facts, "AWS does not say who keeps")).toEqual([
        expect.stringMatching(`^${table} \\(private\\) \\[ManagedBy: terraform\\]: AWS does not say`),
      ]);
      const stack = { "aws:cloudformation:stack-name": "network" };
      const ofStack = facts.routeTables.map((each) => (each.id === table ? { ...each, tags: stack } : each));
      const said = messages({ ...facts, routeTables: ofStack });
      expect(said).toContainEqual(expect.stringContaining('is of the CloudFormation stack "network"'));
      expect(said).not.toContainEqual(expect.stringContaining("AWS does not say who keeps"));
    });

    test("that public and private subnets share, either way", async () => {
      const network = await gatewayForThreeZones(emulator);
      const { builder, subnets, routeTables } = network;
      expect(about(await factsOf(builder), "shared by")).toEqual([]);
      await mapPublicIps(builder, subnets["public-b"]!);
      const hidden = await builder.subnet("c", "10.0.99.0/24", routeTables["public"]);
      await builder.instance(hidden);
      await mapPublicIps(builder, subnets["private-c"]!);
      expect(about(await factsOf(builder), "shared by")).toEqual([
        expect.stringMatching(
          `^${routeTables["public"]}: leads to an internet gateway, and is shared by public subnets and ${hidden}, where`,
        ),
        expect.stringMatching(
          `^${routeTables["private-c"]}: leads to a NAT, and is shared by private subnets and ${subnets["private-c"]}, which`,
        ),
      ]);
    });

    test("of which one is the main one, in which new subnets are", async () => {
      const network = await gatewayForThreeZones(emulator);
      const { builder } = network;
      const main = await builder.mainRouteTable();
      await builder.route(main, "0.0.0.0/0", network.natGateways["a"]!.id);
      const follower = await builder.subnet("b", "10.0.99.0/24");
      const facts = await factsOf(builder);
      expect(about(facts, "main route table")).toEqual([
        expect.stringMatching(
          `^${main}: is the VPC's main route table, which ${follower} and every new subnet`,
        ),
      ]);
      expect(described(facts).zones[1]!.routeTables.map(({ table }) => table.id)).toContain(main);
    });
  });

  describe("network ACLs", () => {
    test("of the public subnet that keep answers from the NAT host, or its requests in", async () => {
      const network = await inlineRoutes(emulator);
      const acl = await network.builder.networkAcl(network.subnets["public-a"]!, [
        { number: 90, egress: false, allows: true, ports: [32768, 65535] },
        { number: 100, egress: false, allows: false, ports: [0, 65535] },
        { number: 100, egress: true, allows: false, ports: [443, 443] },
      ]);
      const needs = "which a NAT host there needs; allow it before takeOver: true";
      expect(about(await factsOf(network.builder), acl)).toEqual([
        `eu-central-1a: ${acl} does not let TCP port 443 out to 0.0.0.0/0, ${needs}`,
        `eu-central-1a: ${acl} does not let TCP ports 1024-65535 in from 0.0.0.0/0, ${needs}`,
      ]);
    });

    test("of the private one that keep other subnets from it; of one that lets all pass in parts nothing is said", async () => {
      const network = await gatewayForThreeZones(emulator);
      const { builder, subnets } = network;
      const acl = await builder.networkAcl(subnets["private-a"]!, [
        { number: 10, egress: false, allows: false, cidr: "10.0.48.0/20", ports: [80, 80] },
        // Not all of a range: that is somebody alone.
        { number: 20, egress: false, allows: false, cidr: "10.0.32.7/32" },
        { number: 30, egress: true, allows: true, ports: [1024, 40000] },
        { number: 31, egress: true, allows: true, ports: [40001, 65535] },
        { number: 32, egress: true, allows: false, ports: [0, 65535] },
      ]);
      expect(about(await factsOf(builder), acl)).toEqual([
        `eu-central-1a: ${acl} does not let TCP port 80 in from 10.0.48.0/20, which a NAT host there needs; allow it ` +
          "before takeOver: true",
      ]);
    });

    test("choose the public subnet: one that lets a NAT's traffic pass, though the NAT of today is in the other", async () => {
      const network = await inlineRoutes(emulator);
      const { builder } = network;
      const open = await builder.subnet("a", "10.4.1.0/24", network.routeTables["public"]);
      const before = described(await factsOf(builder)).zones[0]!.publicSubnet!;
      expect([before.subnet.id, before.why]).toEqual([
        network.subnets["public-a"],
        expect.stringContaining("the best of the zone's 2 public subnets"),
      ]);
      await builder.networkAcl(network.subnets["public-a"]!, [{ number: 1, egress: true, allows: false }]);
      expect(described(await factsOf(builder)).zones[0]!.publicSubnet!.subnet.id).toBe(open);
    });
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

async function mapPublicIps(builder: NetworkBuilder, subnet: string): Promise<void> {
  await builder.ec2.send(
    new ec2.ModifySubnetAttributeCommand({ SubnetId: subnet, MapPublicIpOnLaunch: { Value: true } }),
  );
}
