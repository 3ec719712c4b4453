import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { describe as described } from "../../lib/adopt/describe";
import { environmentFile } from "../../lib/adopt/environment-file";
import { VpcFacts } from "../../lib/adopt/facts";
import { obstacles } from "../../lib/adopt/obstacles";
import { loadEnvironment } from "../../lib/config/load";
import { Emulator } from "../../lib/emulator/emulator";
import { factsOf, useEmulator } from "../support/adopted";
import {
  SHAPES,
  gatewayForThreeZones,
  gatewayInEachZone,
  secondaryRange,
} from "../support/existing-networks";
import { PROJECT } from "../support/script";
import { describeWith } from "../support/tools";

describeWith(["moto_server"], "the environment file that adopt writes", () => {
  let emulator: Emulator;
  let folder: string;
  const written: string[] = [];
  beforeAll(async () => {
    emulator = await Emulator.start();
    useEmulator(emulator);
    folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  });
  afterAll(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

  function write(facts: VpcFacts, include: string[] = []) {
    const description = described(facts, include);
    const options = { date: "2026-11-26", library: join(PROJECT, "lib/config/environment") };
    const text = environmentFile(description, obstacles(description), options);
    const file = join(folder, `net-${written.length}.ts`);
    writeFileSync(file, text);
    written.push(file);
    return { text, environment: loadEnvironment(file), description };
  }

  test.each(Object.entries(SHAPES))("%s: is loaded as the network that it describes", async (_, shape) => {
    const network = await shape(emulator);
    const { environment, description } = write(await factsOf(network.builder));
    expect(environment.vpcCidrs).toEqual(network.cidrs);
    expect(environment.network).toMatchObject({ vpcId: network.vpcId, takeOver: false, leave: false });
    expect(
      environment.network!.zones.map(({ name, publicSubnetId, privateSubnets, routeTables }) => ({
        name,
        publicSubnetId,
        privateSubnets,
        routeTables: routeTables.map(({ id, wayOutToday }) => [id, wayOutToday]),
      })),
    ).toEqual(
      description.zones.map(({ name, publicSubnet, privateSubnets, routeTables }) => ({
        name,
        publicSubnetId: publicSubnet?.subnet.id,
        privateSubnets: privateSubnets.map(({ subnet: { id, cidr, routeTableId } }) => ({
          id,
          cidr,
          routeTableId,
        })),
        routeTables: routeTables.map(({ table, way }) => [table.id, way.id]),
      })),
    );
    expect(environment.nat).toMatchObject({ kind: "instance", placement: description.placement.value });
    expect(environment.gatewayEndpoints).toEqual([]);
    expect(environment.privateInstances.count).toBe(0);
  });

  test("says each table's way out with the addresses that the internet sees, and what stands in the way at its top", async () => {
    const network = await gatewayForThreeZones(emulator);
    const { text } = write(await factsOf(network.builder));
    const oneLine = text.replace(/\n *(\/\/|\*) */g, " ");
    const { id, publicIp } = network.natGateways["a"]!;
    expect(oneLine).toContain(
      `${network.routeTables["private-b"]}: to NAT gateway ${id} in ${network.subnets["public-a"]} of eu-central-1a, which the ` +
        `internet sees as ${publicIp}.`,
    );
    expect(oneLine.indexOf("AWS does not say who keeps the default route")).toBeLessThan(
      oneLine.indexOf("export default"),
    );
    expect(text.match(/A NAT host's/g)).toHaveLength(1);
  });

  test("of names that would end a comment, or hold what does not print, only harmless ones are left", async () => {
    const network = await secondaryRange(emulator);
    const facts = await factsOf(network.builder);
    const name = '*/ process.exit(1); /*\n}); "`${1}` ‮ ' + "x".repeat(300);
    const { text, environment } = write({
      ...facts,
      name,
      subnets: facts.subnets.map((subnet) => ({ ...subnet, name })),
      routeTables: facts.routeTables.map((table) => ({ ...table, name, tags: { "a\nb": "terraform */" } })),
      natGateways: facts.natGateways.map((gateway) => ({ ...gateway, name })),
    });
    expect(environment.network!.vpcId).toBe(network.vpcId);
    expect(text).toContain("(* / process.exit(1);");
    const secret = write({ ...facts, name: "ghp_0123456789abcdefABCDEF0123456789" });
    expect(secret.text).not.toContain("ghp_");
  });

  test("tells what is left out where it would stand, in lines that load when they are taken in", async () => {
    const network = await gatewayForThreeZones(emulator);
    const { builder } = network;
    const table = await builder.routeTable();
    const database = await builder.subnet("b", "10.0.200.0/24", table);
    const facts = await factsOf(builder);
    const { text } = write(facts);
    expect(text).toContain(`// { id: "${database}", cidr: "10.0.200.0/24", routeTableId: "${table}" }\n`);
    expect(text).toContain(`// { id: "${table}" }\n`);
    const { environment } = write(facts, [table]);
    const tables = environment.network!.zones.flatMap(({ routeTables }) => routeTables);
    expect(tables.find(({ id }) => id === table)).toEqual({ id: table, gatewayEndpoints: [] });
    // In a zone that has nothing else.
    const onlyC = facts.subnets.filter(({ id }) => id !== network.subnets["private-b"]);
    expect(write({ ...facts, subnets: onlyC }).text.replace(/\n *\/\/ /g, " ")).toContain(
      `Left out: ${database}, 10.0.200.0/24: its table ${table} has no default route`,
    );
  });

  test("names clients where a subnet that is left out is led to the NAT hosts", async () => {
    const network = await gatewayForThreeZones(emulator);
    const facts = await factsOf(network.builder);
    const subnets = facts.subnets.map((each) =>
      each.id === network.subnets["private-c"] ? { ...each, isOnOutpost: true } : each,
    );
    expect(write({ ...facts, subnets }).environment.clients.cidrs).toEqual([
      "10.0.16.0/20",
      "10.0.32.0/20",
      "10.0.48.0/20",
    ]);
  });

  test("names the gateway endpoints that tables have, and free Elastic IPs as a hint", async () => {
    const network = await gatewayInEachZone(emulator);
    const { builder, routeTables } = network;
    const tables = ["private-a", "private-b", "private-c"].map((name) => routeTables[name]!);
    await builder.endpoint("s3", { tables });
    const spare = await builder.address();
    const some = write(await factsOf(builder));
    expect(some.environment.network!.zones[0]!.routeTables[0]!.gatewayEndpoints).toEqual(["s3"]);
    expect(some.text).toContain("gatewayEndpoints: [],\n});");
    expect(some.text).toContain(`// elasticIpAllocationIds: ["${spare.allocationId}"],`);
    expect(some.environment.nat).not.toHaveProperty("elasticIpAllocationIds");
    await builder.endpoint("dynamodb", { tables });
    const all = write(await factsOf(builder));
    expect(all.environment.network!.zones[2]!.routeTables[0]!.gatewayEndpoints).toEqual(["dynamodb", "s3"]);
    expect(all.text).not.toContain("\n  gatewayEndpoints");
  });

  test("of a VPC with many ranges is laid out as Prettier does it, like all the others", async () => {
    const network = await secondaryRange(emulator);
    const facts = await factsOf(network.builder);
    const more = Array.from({ length: 9 }, (_, index) => ({
      cidr: `100.${index + 70}.0.0/16`,
      state: "associated",
    }));
    expect(write({ ...facts, ranges: [...facts.ranges, ...more] }).environment.vpcCidrs).toHaveLength(11);
    const checked = await execa("prettier", ["--check", "--print-width=110", ...written], {
      cwd: PROJECT,
      preferLocal: true,
      all: true,
      reject: false,
    });
    expect([checked.exitCode, checked.all]).toEqual([0, expect.stringContaining("All matched files")]);
  });
});
