import { DescribeRouteTablesCommand } from "@aws-sdk/client-ec2";
import { Emulator } from "../../lib/emulator/emulator";
import { SHAPES } from "../support/existing-networks";
import { describeWith } from "../support/tools";

describeWith(["moto_server"], "the networks that people have", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator.stop());

  test.each(Object.entries(SHAPES))("%s: every private subnet's table leads to its NAT", async (_, shape) => {
    const network = await shape(emulator);
    const ways = [
      ...Object.values(network.natGateways).map(({ id }) => id),
      ...Object.values(network.natInstances).map(({ networkInterfaceId }) => networkInterfaceId),
    ];
    const privateSubnets = Object.entries(network.subnets).filter(([name]) => !name.startsWith("public"));
    expect(privateSubnets.length).toBeGreaterThan(0);
    for (const [, subnet] of privateSubnets) {
      const Filters = [{ Name: "association.subnet-id", Values: [subnet] }];
      const { RouteTables } = await network.builder.ec2.send(new DescribeRouteTablesCommand({ Filters }));
      const route = RouteTables![0]!.Routes!.find((each) => each.DestinationCidrBlock === "0.0.0.0/0")!;
      expect(ways).toContain(route.NatGatewayId ?? route.NetworkInterfaceId);
    }
  });
});
