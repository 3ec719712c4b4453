import { dirname, join } from "node:path";
import { Emulator } from "../../lib/emulator/emulator";
import { explain } from "../../lib/reachability";
import { readPlans, readTopology } from "../../lib/topology";
import { existingEnvironment } from "../support/existing";
import { NetworkBuilder } from "../support/network-builder";
import { planEmulated } from "../support/planned";
import { describeWith } from "../support/tools";
import { linesOf } from "./in-words";

describeWith(
  ["terraform", "moto_server"],
  "plans that the real terraform made of a network that exists",
  () => {
    jest.setTimeout(10 * 60_000);
    let emulator: Emulator;
    let there: Awaited<ReturnType<typeof makeNetwork>>;
    beforeAll(async () => {
      emulator = await Emulator.start();
      there = await makeNetwork(emulator);
    });
    afterAll(() => emulator?.stop());

    async function planned(takeOver: boolean) {
      const { natId: wayOutToday, ...ids } = there;
      const zones = [
        {
          name: "eu-central-1a",
          publicSubnetId: ids.publicId,
          privateSubnets: [
            { id: ids.privateId, cidr: "10.60.16.0/20" },
            { id: ids.podsId, cidr: "100.64.0.0/24", routeTableId: ids.mainTableId },
          ],
          routeTables: [{ id: ids.tableId, wayOutToday }, { id: ids.mainTableId }],
        },
      ];
      const environment = existingEnvironment(
        { vpcId: ids.vpcId, takeOver, zones },
        { gatewayEndpoints: [] },
      );
      const plans = await planEmulated(environment, emulator);
      const folder = join(dirname(plans[0]!.file), "../..");
      return { synthesized: readTopology(folder), ...readPlans(plans, folder) };
    }

    test("take the real values in place of placeholders, and else say what the JSON says", async () => {
      const { synthesized, before, after } = await planned(true);
      const ids = (topology: typeof after) => [...topology.vpcs, ...topology.subnets].map(({ id }) => id);
      expect(ids(after)).toEqual(ids(synthesized));
      expect(ids(before)).toEqual(ids(synthesized));
      expect(after.subnets.find(({ id }) => id === there.publicId)).toMatchObject({ cidr: "10.60.0.0/24" });
      expect(after.subnets.find(({ id }) => id === there.publicId)!.unreadCidr).toBeUndefined();
      expect(linesOf(after, "subnet").filter((line) => line.includes("private"))).toEqual(
        linesOf(synthesized, "subnet").filter((line) => line.includes("private")),
      );
      expect(after.gateways.map(({ id, vpcId }) => [id, vpcId])).toEqual([[there.gatewayId, there.vpcId]]);
      expect(
        linesOf(after, "table").filter((line) => line.includes("0.0.0.0/0>network-interface")),
      ).toHaveLength(2);
      // That of the subnet that none is associated with is the VPC's main one.
      expect(after.vpcs[0]!.mainRouteTableId).toBe(there.mainTableId);
      for (const from of ["private-a", "private-a-1"]) {
        const { verdict, missing } = explain(after, { from, to: "internet" });
        expect([from, verdict, missing]).toEqual([from, "reachable", []]);
      }
      expect(explain(before, { from: "private-a", to: "internet" }).missing[0]!.why).toContain(there.natId);
    });

    test("before the routes are taken over, lead where they led", async () => {
      const { after } = await planned(false);
      const table = after.routeTables.find(({ id }) => id === there.tableId)!;
      expect(table.routes.map(({ destination, target }) => [destination, target.id])).toEqual([
        ["0.0.0.0/0", there.natId],
      ]);
      expect(after.routeTables.find(({ id }) => id === there.mainTableId)!.routes).toEqual([]);
    });
  },
);

/** A public subnet, a private one that leads to a NAT gateway, and one in the main table, which leads nowhere. */
async function makeNetwork(emulator: Emulator) {
  const builder = await NetworkBuilder.vpc(emulator, ["10.60.0.0/16", "100.64.0.0/20"]);
  const { vpcId, internetGatewayId: gatewayId } = builder;
  const publicId = await builder.subnet("a", "10.60.0.0/24", await builder.routeTable(gatewayId));
  const { id: natId } = await builder.natGateway(publicId);
  const tableId = await builder.routeTable(natId);
  const privateId = await builder.subnet("a", "10.60.16.0/20", tableId);
  const podsId = await builder.subnet("a", "100.64.0.0/24");
  const mainTableId = await builder.mainRouteTable();
  return { vpcId, gatewayId, publicId, privateId, podsId, natId, tableId, mainTableId };
}
