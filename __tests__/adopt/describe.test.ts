import { Description, describe as described } from "../../lib/adopt/describe";
import { Emulator } from "../../lib/emulator/emulator";
import { factsOf, useEmulator } from "../support/adopted";
import {
  ExistingNetwork,
  Shape,
  gatewayForThreeZones,
  gatewayInEachZone,
  inlineRoutes,
  natInstanceOfAnotherProject,
  secondaryRange,
} from "../support/existing-networks";
import { describeWith } from "../support/tools";

describeWith(["moto_server"], "what adopt makes of the networks that people have", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
    useEmulator(emulator);
  });
  afterAll(() => emulator.stop());

  async function read(shape: Shape): Promise<{ network: ExistingNetwork; description: Description }> {
    const network = await shape(emulator);
    return { network, description: described(await factsOf(network.builder)) };
  }

  test("a gateway in one zone for three: one NAT host, in that zone; each zone's own table leads to the gateway", async () => {
    const { network, description } = await read(gatewayForThreeZones);
    const { id } = network.natGateways["a"]!;
    expect(summary(description, network)).toEqual({
      placement: "single",
      hostZones: ["eu-central-1a"],
      zones: {
        "eu-central-1a": zone("public-a", ["private-a"], { "private-a": id }),
        "eu-central-1b": zone("public-b", ["private-b"], { "private-b": id }),
        "eu-central-1c": zone("public-c", ["private-c"], { "private-c": id }),
      },
    });
    const [first] = description.zones;
    expect(first!.routeTables[0]!.way).toMatchObject({
      zone: "eu-central-1a",
      publicIps: [network.natGateways["a"]!.publicIp],
      words: expect.stringMatching(
        `^NAT gateway ${id} in ${network.subnets["public-a"]} of eu-central-1a, which`,
      ),
    });
    expect(first!.publicSubnet!.why).toContain(`${id} is in it today`);
    expect(description.leftOut).toEqual([]);
  });

  test("the zone of the one NAT comes first, wherever it is in the alphabet", async () => {
    const network = await gatewayForThreeZones(emulator);
    const { builder } = network;
    const other = await builder.natGateway(network.subnets["public-c"]!);
    for (const letter of ["a", "b", "c"]) {
      await builder.replaceDefaultRoute(network.routeTables[`private-${letter}`]!, other.id);
    }
    const { zones, hostZones, placement } = described(await factsOf(builder));
    expect(placement).toEqual({ value: "single", why: "today one NAT, in eu-central-1c, serves all zones" });
    expect(zones.map(({ name }) => name)).toEqual(["eu-central-1c", "eu-central-1a", "eu-central-1b"]);
    expect(hostZones.map(({ name }) => name)).toEqual(["eu-central-1c"]);
  });

  test("a gateway in each zone: a NAT host in each", async () => {
    const { network, description } = await read(gatewayInEachZone);
    const table = (letter: string) => ({ [`private-${letter}`]: network.natGateways[letter]!.id });
    expect(summary(description, network)).toEqual({
      placement: "per-zone",
      hostZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      zones: {
        "eu-central-1a": zone("public-a", ["private-a"], table("a")),
        "eu-central-1b": zone("public-b", ["private-b"], table("b")),
        "eu-central-1c": zone("public-c", ["private-c"], table("c")),
      },
    });
    expect(description.placement.why).toBe(
      "today there is a NAT in each of eu-central-1a, eu-central-1b and eu-central-1c",
    );
  });

  test("a secondary range: its subnets are served too, and both ranges are the VPC's", async () => {
    const { network, description } = await read(secondaryRange);
    const table = (letter: string) => ({ [`private-${letter}`]: network.natGateways[letter]!.id });
    expect(summary(description, network).zones).toEqual({
      "eu-central-1a": zone("public-a", ["private-a", "pods-a"], table("a")),
      "eu-central-1b": zone("public-b", ["private-b", "pods-b"], table("b")),
    });
    expect(description.facts.ranges.map(({ cidr }) => cidr)).toEqual(network.cidrs);
  });

  test("a NAT instance of another project: the table that two zones share is the first one's", async () => {
    const { network, description } = await read(natInstanceOfAnotherProject);
    const host = network.natInstances["a"]!;
    expect(summary(description, network)).toEqual({
      placement: "single",
      hostZones: ["eu-central-1a"],
      zones: {
        "eu-central-1a": zone("public-a", ["private-a"], { private: host.networkInterfaceId }),
        "eu-central-1b": zone("public-b", ["private-b"], {}),
      },
    });
    const [, second] = description.zones;
    expect(second!.privateSubnets[0]!.routeTableId).toBe(network.routeTables["private"]);
    expect(description.zones[0]!.routeTables[0]!.way.words).toBe(
      `network interface ${host.networkInterfaceId} of instance ${host.id} in ${network.subnets["public-a"]} of ` +
        `eu-central-1a, which the internet sees as ${host.publicIp}`,
    );
    expect(description.zones[0]!.publicSubnet!.why).toContain(`${host.networkInterfaceId} is in it today`);
  });

  test("routes inline in a route table: read like others, as AWS does not tell them apart", async () => {
    const { network, description } = await read(inlineRoutes);
    expect(summary(description, network).zones).toEqual({
      "eu-central-1a": zone("public-a", ["private-a"], { "private-a": network.natGateways["a"]!.id }),
    });
  });

  test("who is in a private subnet is counted by kind, and the most used subnet comes first", async () => {
    const network = await secondaryRange(emulator);
    const { builder } = network;
    const pods = network.subnets["pods-a"]!;
    await builder.instance(pods);
    await builder.instance(pods);
    await builder.networkInterface(pods, "AWS Lambda VPC ENI-orders-1f2e");
    await builder.networkInterface(pods, "arn:aws:ecs:eu-central-1:123456789012:attachment/1f2e");
    await builder.networkInterface(pods, "RDSNetworkInterface");
    await builder.networkInterface(pods, "somebody's");
    const [first] = described(await factsOf(builder)).zones;
    expect(first!.privateSubnets.map(({ subnet, users }) => [subnet.id, users])).toEqual([
      [pods, "2 instances, 1 Lambda function, 1 ECS task, 1 database and 1 other network interface"],
      [network.subnets["private-a"], ""],
    ]);
  });

  test("each table is told apart in a zone with several, and its gateway endpoints are known", async () => {
    const network = await gatewayInEachZone(emulator);
    const { builder } = network;
    const gateway = network.natGateways["a"]!.id;
    const second = await builder.routeTable(gateway);
    const third = await builder.subnet("a", "10.1.128.0/24", second);
    const fourth = await builder.subnet("a", "10.1.129.0/24", network.routeTables["private-a"]);
    await builder.endpoint("s3", { tables: [second] });
    await builder.endpoint("dynamodb", { tables: [second] });
    const [{ privateSubnets, routeTables }] = described(await factsOf(builder)).zones as any;
    expect(privateSubnets.map(({ subnet, routeTableId }: any) => [subnet.id, routeTableId])).toEqual([
      [network.subnets["private-a"], undefined],
      [third, undefined],
      // Behind the last table's place, and ruled by another.
      [fourth, network.routeTables["private-a"]],
    ]);
    expect(routeTables.map(({ table, gatewayEndpoints }: any) => [table.id, gatewayEndpoints])).toEqual([
      [network.routeTables["private-a"], []],
      [second, ["dynamodb", "s3"]],
    ]);
  });

  test("a subnet without a default route is left out, with the lines that would add it; --include takes it in", async () => {
    const network = await gatewayForThreeZones(emulator);
    const { builder } = network;
    const table = await builder.routeTable();
    const database = await builder.subnet("b", "10.0.200.0/24", table);
    const facts = await factsOf(builder);
    const { leftOut, zones } = described(facts);
    expect(leftOut).toEqual([
      {
        subnet: expect.objectContaining({ id: database }),
        why: `its table ${table} has no default route, and one would open it to the internet`,
        way: expect.objectContaining({ kind: "none" }),
      },
    ]);
    expect(zones[1]!.privateSubnets).toHaveLength(1);
    const included = described(facts, [table]);
    expect(included.leftOut).toEqual([]);
    expect(included.zones[1]!.privateSubnets.map(({ subnet }) => subnet.id)).toContain(database);
    expect(included.zones[1]!.routeTables.map(({ way }) => way.kind)).toEqual(["nat", "none"]);
  });
});

/** The same by the names of the network's builder. */
function summary({ placement, hostZones, zones }: Description, network: ExistingNetwork) {
  const nameOf = (names: Readonly<Record<string, string>>, id: string) =>
    Object.keys(names).find((name) => names[name] === id)!;
  return {
    placement: placement.value,
    hostZones: hostZones.map(({ name }) => name),
    zones: Object.fromEntries(
      zones.map(({ name, publicSubnet, privateSubnets, routeTables }) => [
        name,
        zone(
          nameOf(network.subnets, publicSubnet!.subnet.id),
          privateSubnets.map(({ subnet }) => nameOf(network.subnets, subnet.id)),
          Object.fromEntries(
            routeTables.map(({ table, way }) => [nameOf(network.routeTables, table.id), way.id!]),
          ),
        ),
      ]),
    ),
  };
}

function zone(publicSubnet: string, privateSubnets: string[], routeTables: Record<string, string>) {
  return { publicSubnet, privateSubnets, routeTables };
}
