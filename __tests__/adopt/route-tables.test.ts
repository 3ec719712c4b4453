import * as ec2 from "@aws-sdk/client-ec2";
import { describe as described } from "../../lib/adopt/describe";
import { Emulator } from "../../lib/emulator/emulator";
import { factsOf, useEmulator } from "../support/adopted";
import { gatewayForThreeZones, inlineRoutes } from "../support/existing-networks";
import { NetworkBuilder } from "../support/network-builder";
import { describeWith } from "../support/tools";
import { about, stops } from "./said";

describeWith(["moto_server"], "what stands in the way of taking over routes", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
    useEmulator(emulator);
  });
  afterAll(() => emulator.stop());

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
      const said = about({ ...facts, routeTables: ofStack }, /./);
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
});

async function mapPublicIps(builder: NetworkBuilder, subnet: string): Promise<void> {
  await builder.ec2.send(
    new ec2.ModifySubnetAttributeCommand({ SubnetId: subnet, MapPublicIpOnLaunch: { Value: true } }),
  );
}
