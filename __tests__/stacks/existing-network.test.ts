import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { Synthesized, synthesize } from "../support/synthesize";
import { resolveEnvironment } from "../../lib/config/resolve";
import { SOURCE } from "../config/lines";
import { crossStack } from "./examples";

type Network = NonNullable<EnvironmentInput["network"]>;

const TABLES = ["rtb-00000000000000001", "rtb-00000000000000002"] as const;
const NETWORK: Network = {
  vpcId: "vpc-00000000000000001",
  vpcCidrs: ["10.60.0.0/16"],
  takeOver: false,
  zones: [
    {
      name: "eu-central-1a",
      publicSubnetId: "subnet-00000000000000001",
      privateSubnets: [{ id: "subnet-00000000000000011", cidr: "10.60.16.0/20" }],
      routeTables: [{ id: TABLES[0], wayOutToday: "nat-00000000000000001", gatewayEndpoints: ["s3"] }],
    },
    {
      name: "eu-central-1b",
      privateSubnets: [{ id: "subnet-00000000000000021", cidr: "10.60.32.0/20" }],
      routeTables: [{ id: TABLES[1] }],
    },
  ],
};

function existing(network: Partial<Network> = {}, changes: Partial<EnvironmentInput> = {}): Synthesized {
  const input = { region: "eu-central-1", network: { ...NETWORK, ...network }, ...changes };
  return synthesize(resolveEnvironment(input, SOURCE));
}

const routesOf = (synthesized: Synthesized) => synthesized.json("routes").resource.aws_route ?? {};
const HOST = crossStack("nat-instance", "aws_network_interface.nat_a_card1.id");

describe("the stacks in an existing network", () => {
  const synthesized = existing();

  test("wait for the network's checks, though they take no value of it", () => {
    const { stacks } = JSON.parse(readFileSync(join(synthesized.folder, "manifest.json"), "utf8"));
    const others = synthesized.stacks.filter((stack) => stack !== "network");
    expect(others.length).toBeGreaterThan(2);
    for (const stack of others) expect(stacks[stack].dependencies).toContain("network");
  });

  test("change nothing in it but routes, and add gateway endpoints where a table has none", () => {
    expect(synthesized.json("network").resource).toEqual({
      aws_vpc_endpoint: {
        s3: expect.objectContaining({ route_table_ids: [TABLES[1]], vpc_id: NETWORK.vpcId }),
        dynamodb: expect.objectContaining({ route_table_ids: [...TABLES] }),
      },
    });
    expect(existing({}, { gatewayEndpoints: [] }).json("network").resource).toBeUndefined();
  });

  test("put the host into the subnets that are named", () => {
    const { aws_instance, aws_network_interface } = synthesized.json("nat-instance").resource;
    expect(aws_instance.nat_a.subnet_id).toBe("subnet-00000000000000001");
    expect(aws_network_interface.nat_a_card1.subnet_id).toBe("subnet-00000000000000011");
  });

  test("let the private subnets in, and who else is named", () => {
    const clients = { securityGroupIds: ["sg-00000000000000001"], cidrs: ["10.60.48.0/20"] };
    const rulesOf = (changes: Partial<EnvironmentInput>) =>
      Object.values<any>(
        existing({}, changes).json("routes").resource.aws_vpc_security_group_ingress_rule,
      ).map((rule) => rule.cidr_ipv4 ?? rule.referenced_security_group_id);
    const own = crossStack("private-instances", "aws_security_group.private.id");
    expect(rulesOf({}).sort()).toEqual([own, "10.60.16.0/20", "10.60.32.0/20"].sort());
    expect(rulesOf({ clients }).sort()).toEqual([own, "sg-00000000000000001", "10.60.48.0/20"].sort());
  });
});

describe("the default routes of an existing network", () => {
  const imported = { id: `${TABLES[0]}_0.0.0.0/0`, to: `aws_route.${TABLES[0]}_default` };
  const theirs = {
    route_table_id: TABLES[0],
    destination_cidr_block: "0.0.0.0/0",
    lifecycle: { prevent_destroy: true },
  };

  test("are imported, and lead where they lead today; a table without one gets none", () => {
    const routes = existing();
    expect(routes.json("routes").import).toEqual([imported]);
    expect(routesOf(routes)).toEqual({
      [`${TABLES[0]}_default`]: expect.objectContaining({
        ...theirs,
        nat_gateway_id: "nat-00000000000000001",
      }),
    });
  });

  test("are the same resources, led to the host, when they are taken over", () => {
    const routes = existing({ takeOver: true });
    expect(routes.json("routes").import).toEqual([imported]);
    const [taken, made] = TABLES.map((table) => routesOf(routes)[`${table}_default`]);
    expect(taken).toEqual(expect.objectContaining({ ...theirs, network_interface_id: HOST }));
    expect(taken).not.toHaveProperty("nat_gateway_id");
    // There was none before, so this one is ours, and goes with us.
    expect(made).toEqual(expect.objectContaining({ network_interface_id: HOST }));
    expect(made).not.toHaveProperty("lifecycle");
  });

  test("are forgotten, and not destroyed, at the end", () => {
    const routes = existing({ leave: true });
    expect(routesOf(routes)).toEqual({});
    expect(routes.json("routes").import).toBeUndefined();
    expect(routes.json("routes").removed).toEqual([
      { from: `aws_route.${TABLES[0]}_default`, lifecycle: { destroy: false } },
    ]);
  });

  test("keep their addresses when zones and tables are listed in another order", () => {
    const turned = existing({ zones: NETWORK.zones.toReversed() });
    expect(routesOf(turned)).toEqual(routesOf(existing()));
  });

  test.each([
    ["nat-00000000000000001", "nat_gateway_id"],
    ["eni-00000000000000001", "network_interface_id"],
    ["igw-00000000000000001", "gateway_id"],
    ["vgw-00000000000000001", "gateway_id"],
    ["tgw-00000000000000001", "transit_gateway_id"],
    ["pcx-00000000000000001", "vpc_peering_connection_id"],
    ["vpce-00000000000000001", "vpc_endpoint_id"],
  ])("to %s are written as %s", (wayOutToday, argument) => {
    const [first] = NETWORK.zones;
    const zones = [{ ...first!, routeTables: [{ id: TABLES[0], wayOutToday }] }];
    expect(Object.values(routesOf(existing({ zones })))).toEqual([
      expect.objectContaining({ [argument]: wayOutToday }),
    ]);
  });
});

describe("Elastic IPs that exist", () => {
  const elasticIpAllocationIds = ["eipalloc-00000000000000001"];

  test("are associated with the host, and none is made", () => {
    const stack = existing({}, { nat: { elasticIpAllocationIds } }).json("nat-instance");
    expect(stack.resource).not.toHaveProperty("aws_eip");
    expect(stack.resource.aws_eip_association.nat_a).toMatchObject({
      allocation_id: elasticIpAllocationIds[0],
      network_interface_id: "${aws_instance.nat_a.primary_network_interface_id}",
    });
    expect(stack.output.nat_public_ip.value).toEqual({ "eu-central-1a": "${data.aws_eip.nat_a.public_ip}" });
  });

  test("are the gateway's, when that is in use, and a standing-by host has its own", () => {
    const nat = { kind: "gateway", standby: "instance", elasticIpAllocationIds } as const;
    const synthesized = existing({}, { nat });
    const { resource } = synthesized.json("nat-gateway");
    expect(resource).not.toHaveProperty("aws_eip");
    expect(resource.aws_nat_gateway.nat_a.allocation_id).toBe(elasticIpAllocationIds[0]);
    expect(synthesized.json("nat-instance").resource.aws_eip).toHaveProperty("nat_a");
  });
});

test("a second range of a VPC of ours is there before the subnets in it", () => {
  const input: EnvironmentInput = {
    region: "eu-central-1",
    vpcCidr: ["10.8.0.0/16", "100.64.0.0/16"],
    zones: [{ name: "eu-central-1b", privateCidr: "100.64.0.0/20" }],
  };
  const synthesized = synthesize(resolveEnvironment(input, SOURCE));
  const { aws_vpc_ipv4_cidr_block_association: ranges, aws_subnet } = synthesized.json("network").resource;
  expect(ranges.vpc_100_64_0_0_16).toMatchObject({
    cidr_block: "100.64.0.0/16",
    vpc_id: "${aws_vpc.vpc.id}",
  });
  expect(aws_subnet.private_b.vpc_id).toBe("${aws_vpc_ipv4_cidr_block_association.vpc_100_64_0_0_16.vpc_id}");
  expect(aws_subnet.public_b.vpc_id).toBe("${aws_vpc.vpc.id}");
  const { aws_vpc_security_group_ingress_rule: rules } = synthesized.json("private-instances").resource;
  expect(Object.values<any>(rules).map(({ cidr_ipv4 }) => cidr_ipv4)).toEqual([
    "10.8.0.0/16",
    "100.64.0.0/16",
  ]);
});
