import { describe as described } from "../../lib/adopt/describe";
import { Emulator } from "../../lib/emulator/emulator";
import { factsOf, useEmulator } from "../support/adopted";
import { gatewayForThreeZones, inlineRoutes } from "../support/existing-networks";
import { describeWith } from "../support/tools";
import { about } from "./said";

describeWith(["moto_server"], "network ACLs", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
    useEmulator(emulator);
  });
  afterAll(() => emulator.stop());

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
