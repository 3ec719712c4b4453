import { EgressOnlyInternetGateway } from "@cdktf/provider-aws/lib/egress-only-internet-gateway";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { EnvironmentInput } from "../../lib/config/schema";
import { Synthesized, synthesize, testEnvironment } from "../support/synthesize";
import { THREE_ZONES, crossStack } from "./examples";

const [network, natInstance, natGateway] = ["network", "nat-instance", "nat-gateway"] as const;
const IPV6 = { ipv6: "egress-only" } as const;

function synthesized(changes: Partial<EnvironmentInput>): Synthesized {
  return synthesize(testEnvironment(changes));
}

/** The routes stack's routes, as `name: destination > argument value`. */
function routes({ json }: Synthesized): string[] {
  return Object.entries<any>(json("routes").resource?.aws_route ?? {}).map(([name, route]) => {
    const target = Object.keys(route).find((key) =>
      /^(network_interface|nat_gateway|egress_only_gateway)_id$/.test(key),
    )!;
    const to = /outputs\.cross-stack-output-(\S+)-id\}/.exec(route[target])![1];
    return `${name}: ${route.destination_cidr_block ?? route.destination_ipv6_cidr_block} > ${to}`;
  });
}

describe("which stacks there are:", () => {
  it.each<[EnvironmentInput["nat"], string[]]>([
    [undefined, [natInstance]],
    [{ kind: "instance" }, [natInstance]],
    [{ kind: "instance", standby: "gateway" }, [natGateway, natInstance]],
    [{ kind: "gateway" }, [natGateway]],
    [{ kind: "gateway", standby: "instance" }, [natGateway, natInstance]],
    [{ kind: "regional-gateway" }, [natGateway]],
    [{ kind: "regional-gateway", standby: "instance" }, [natGateway, natInstance]],
    [{ kind: "none" }, []],
  ])("with nat %j, %j", (nat, ways) => {
    expect(synthesized({ nat }).stacks).toEqual([...ways, network, "private-instances", "routes"].sort());
  });
});

describe("where the private default routes lead:", () => {
  const hosts = ["a", "b", "c"].map(
    (zone) => `private_${zone}_default: 0.0.0.0/0 > aws_network_interface-nat_a_card1`,
  );
  const gateways = ["a", "b", "c"].map(
    (zone) => `private_${zone}_default: 0.0.0.0/0 > aws_nat_gateway-nat_${zone}`,
  );

  it.each<[EnvironmentInput["nat"], string[]]>([
    [{ kind: "instance", standby: "gateway" }, hosts],
    [{ kind: "gateway", placement: "per-zone" }, gateways],
    [{ kind: "gateway", placement: "per-zone", standby: "instance" }, gateways],
    [
      { kind: "gateway" },
      ["a", "b", "c"].map((zone) => `private_${zone}_default: 0.0.0.0/0 > aws_nat_gateway-nat_a`),
    ],
    [
      { kind: "regional-gateway" },
      ["a", "b", "c"].map((zone) => `private_${zone}_default: 0.0.0.0/0 > aws_nat_gateway-nat`),
    ],
    [{ kind: "none" }, []],
  ])("with nat %j", (nat, expected) => {
    expect(routes(synthesized({ ...THREE_ZONES, nat }))).toEqual(expected);
  });

  it("with IPv6, to the egress-only gateway beside, whatever the IPv4 way is", () => {
    const ipv6 = "private_b_default_ipv6: ::/0 > aws_egress_only_internet_gateway-egress_only";
    expect(routes(synthesized({ ...IPV6, nat: { kind: "none" } }))).toEqual([ipv6]);
    expect(routes(synthesized({ ...IPV6 }))).toEqual([expect.stringContaining("nat_b_card1"), ipv6]);
  });

  it("with NAT64, DNS64's range to the gateway", () => {
    const { json, file } = synthesized({ ...IPV6, nat: { kind: "gateway" }, nat64: true });
    expect(json("routes").resource.aws_route.private_b_nat64).toMatchObject({
      destination_ipv6_cidr_block: "64:ff9b::/96",
      nat_gateway_id: crossStack(natGateway, "aws_nat_gateway.nat_b.id"),
    });
    expect(json(network).resource.aws_subnet.private_b.enable_dns64).toBe(true);
    expect(json(network).resource.aws_subnet.public_b).not.toHaveProperty("enable_dns64");
    expect(file(network)).toHaveResource(Subnet);
  });
});

describe("a zonal NAT gateway", () => {
  const { file } = synthesized({ ...THREE_ZONES, nat: { kind: "gateway" } });

  it("stands in a public subnet, with an Elastic IP", () => {
    expect(file(natGateway)).toHaveResourceWithProperties(NatGateway, {
      subnet_id: crossStack(network, "aws_subnet.public_a.id"),
      allocation_id: "${aws_eip.nat_a.allocation_id}",
    });
    expect(file(natGateway)).toHaveResourceWithProperties(Eip, { domain: "vpc" });
  });
});

it("a regional NAT gateway is of the VPC and stands in no subnet", () => {
  const { json } = synthesized({ nat: { kind: "regional-gateway" } });
  const { aws_nat_gateway, ...others } = json(natGateway).resource;
  expect(others).toEqual({});
  expect(aws_nat_gateway.nat).toMatchObject({
    availability_mode: "regional",
    vpc_id: crossStack(network, "aws_vpc.vpc.id"),
  });
  expect(aws_nat_gateway.nat).not.toHaveProperty("subnet_id");
});

it.each<EnvironmentInput["nat"]>([
  { kind: "gateway", standby: "instance" },
  { kind: "instance", standby: "gateway" },
])("NAT hosts let the private instances in also when they stand by: %j", (nat) => {
  const { aws_vpc_security_group_ingress_rule: rules } = synthesized({ nat }).json("routes").resource;
  expect(rules.nat_from_private.security_group_id).toBe(crossStack(natInstance, "aws_security_group.nat.id"));
});

it("a spot host is stopped and started again, and never ended", () => {
  expect(synthesized({ nat: { market: "spot" } }).file(natInstance)).toHaveResourceWithProperties(Instance, {
    instance_market_options: {
      market_type: "spot",
      spot_options: { spot_instance_type: "persistent", instance_interruption_behavior: "stop" },
    },
  });
  const userData = (market: "spot" | "on-demand") =>
    synthesized({ nat: { market } }).json(natInstance).resource.aws_instance.nat_b.user_data;
  expect(userData("spot")).toBe(`${userData("on-demand")}# Bought on the spot market.\n`);
  expect(synthesized({}).json(natInstance).resource.aws_instance.nat_b).not.toHaveProperty(
    "instance_market_options",
  );
});

describe("IPv6", () => {
  const { file, json } = synthesized({ ...IPV6, zones: ["eu-central-1c", "eu-central-1a"] });
  const { resource } = json(network);

  it("gives the VPC a range, and each subnet a /64 that its zone's letter chooses", () => {
    expect(resource.aws_vpc.vpc.assign_generated_ipv6_cidr_block).toBe(true);
    const ranges = Object.entries<any>(resource.aws_subnet).map(([name, subnet]) => [
      name,
      subnet.ipv6_cidr_block,
    ]);
    const range = (number: number) => `\${cidrsubnet(aws_vpc.vpc.ipv6_cidr_block, 8, ${number})}`;
    expect(Object.fromEntries(ranges)).toEqual({
      public_c: range(4),
      private_c: range(5),
      public_a: range(0),
      private_a: range(1),
    });
    for (const subnet of Object.values<any>(resource.aws_subnet)) {
      expect(subnet.assign_ipv6_address_on_creation).toBe(true);
    }
  });

  it("has an egress-only gateway for the private subnets, and the internet gateway for the public ones", () => {
    expect(file(network)).toHaveResourceWithProperties(EgressOnlyInternetGateway, {
      vpc_id: "${aws_vpc.vpc.id}",
    });
    expect(resource.aws_route.public_default_ipv6).toMatchObject({
      destination_ipv6_cidr_block: "::/0",
      gateway_id: "${aws_internet_gateway.gateway.id}",
    });
  });

  it("is let out of every group and into none", () => {
    const rules = (["nat-instance", "private-instances"] as const).flatMap((stack) =>
      Object.entries<any>(json(stack).resource).flatMap(([type, named]) =>
        Object.entries<any>(named).flatMap(([name, { cidr_ipv6 }]) => (cidr_ipv6 ? [`${type}.${name}`] : [])),
      ),
    );
    expect(rules).toEqual([
      "aws_vpc_security_group_egress_rule.nat_ipv6",
      "aws_vpc_security_group_egress_rule.private_ipv6",
    ]);
  });

  it("is nowhere without being asked for", () => {
    const { json: without, stacks } = synthesized({});
    expect(stacks.filter((stack) => /ipv6|::\/0/.test(JSON.stringify(without(stack).resource)))).toEqual([]);
  });
});

describe("gateway endpoints", () => {
  it("are those of S3 and DynamoDB, in every route table", () => {
    const { file } = synthesized({});
    for (const service of ["s3", "dynamodb"]) {
      expect(file(network)).toHaveResourceWithProperties(VpcEndpoint, {
        vpc_endpoint_type: "Gateway",
        service_name: `com.amazonaws.eu-central-1.${service}`,
        route_table_ids: ["${aws_route_table.public.id}", "${aws_route_table.private_b.id}"],
      });
    }
  });

  it("are those that are asked for", () => {
    expect(
      Object.keys(synthesized({ gatewayEndpoints: ["s3"] }).json(network).resource.aws_vpc_endpoint),
    ).toEqual(["s3"]);
    expect(synthesized({ gatewayEndpoints: [] }).json(network).resource).not.toHaveProperty(
      "aws_vpc_endpoint",
    );
  });
});
