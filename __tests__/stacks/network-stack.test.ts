import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { synthesize, testEnvironment } from "../support/synthesize";
import { THREE_ZONES } from "./examples";

describe("the network stack of one zone", () => {
  const synthesized = synthesize(testEnvironment());
  const file = synthesized.file("network");
  const { resource, output } = synthesized.json("network");

  it("has a VPC of the given range with DNS support and hostnames", () => {
    expect(file).toHaveResourceWithProperties(Vpc, {
      cidr_block: "10.8.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
  });

  it("has an internet gateway in the VPC", () => {
    expect(file).toHaveResourceWithProperties(InternetGateway, { vpc_id: "${aws_vpc.vpc.id}" });
  });

  it("has a public subnet that gives public addresses and a private one that never does", () => {
    const inZone = { vpc_id: "${aws_vpc.vpc.id}", availability_zone: "eu-central-1b" };
    expect(file).toHaveResourceWithProperties(Subnet, {
      ...inZone,
      cidr_block: "10.8.1.0/24",
      map_public_ip_on_launch: true,
    });
    expect(file).toHaveResourceWithProperties(Subnet, {
      ...inZone,
      cidr_block: "10.8.2.0/24",
      map_public_ip_on_launch: false,
    });
    expect(Object.keys(resource.aws_subnet)).toEqual(["private_b", "public_b"]);
  });

  it("gives each subnet a route table", () => {
    expect(Object.keys(resource.aws_route_table)).toEqual(["private_b", "public"]);
    expect(file).toHaveResourceWithProperties(RouteTable, { vpc_id: "${aws_vpc.vpc.id}" });
    for (const [subnet, table] of [
      ["public_b", "public"],
      ["private_b", "private_b"],
    ]) {
      expect(file).toHaveResourceWithProperties(RouteTableAssociation, {
        subnet_id: `\${aws_subnet.${subnet}.id}`,
        route_table_id: `\${aws_route_table.${table}.id}`,
      });
    }
    expect(Object.keys(resource.aws_route_table_association)).toHaveLength(2);
  });

  it("has one route, the public subnet's default route to the internet gateway", () => {
    expect(file).toHaveResourceWithProperties(Route, {
      route_table_id: "${aws_route_table.public.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.gateway.id}",
    });
    expect(Object.keys(resource.aws_route)).toEqual(["public_default"]);
  });

  it("takes over the VPC's default security group and leaves no rule in it", () => {
    expect(file).toHaveResourceWithProperties(DefaultSecurityGroup, { vpc_id: "${aws_vpc.vpc.id}" });
    // Without the lists a rule that someone adds is not seen by later plans.
    expect(resource.aws_default_security_group.default).toMatchObject({ ingress: [], egress: [] });
    expect(Object.keys(resource).filter((type) => type.includes("security_group"))).toEqual([
      "aws_default_security_group",
    ]);
  });

  it("puts out the VPC and each zone's subnets", () => {
    expect(output).toMatchObject({
      vpc_id: { description: "The VPC", value: "${aws_vpc.vpc.id}" },
      public_subnet_ids: {
        description: "The public subnet of each zone",
        value: { "eu-central-1b": "${aws_subnet.public_b.id}" },
      },
      private_subnet_ids: {
        description: "The private subnet of each zone",
        value: { "eu-central-1b": "${aws_subnet.private_b.id}" },
      },
    });
  });
});

describe("the network stack of three zones", () => {
  const { resource, output } = synthesize(testEnvironment(THREE_ZONES)).json("network");

  it.each([
    ["a", "10.8.1.0/24", "10.8.2.0/24"],
    ["b", "10.8.3.0/24", "10.8.4.0/24"],
    ["c", "10.8.5.0/24", "10.8.6.0/24"],
  ])("gives zone %s the public subnet %s and the private subnet %s", (letter, publicCidr, privateCidr) => {
    const zone = `eu-central-1${letter}`;
    expect(resource.aws_subnet[`public_${letter}`]).toMatchObject({
      availability_zone: zone,
      cidr_block: publicCidr,
      map_public_ip_on_launch: true,
    });
    expect(resource.aws_subnet[`private_${letter}`]).toMatchObject({
      availability_zone: zone,
      cidr_block: privateCidr,
      map_public_ip_on_launch: false,
    });
  });

  it("shares one route table among the public subnets and gives each private one its own", () => {
    const tables = Object.values<any>(resource.aws_route_table_association)
      .map(({ subnet_id, route_table_id }) => `${subnet_id} ${route_table_id}`)
      .sort();
    expect(tables).toEqual([
      "${aws_subnet.private_a.id} ${aws_route_table.private_a.id}",
      "${aws_subnet.private_b.id} ${aws_route_table.private_b.id}",
      "${aws_subnet.private_c.id} ${aws_route_table.private_c.id}",
      "${aws_subnet.public_a.id} ${aws_route_table.public.id}",
      "${aws_subnet.public_b.id} ${aws_route_table.public.id}",
      "${aws_subnet.public_c.id} ${aws_route_table.public.id}",
    ]);
    expect(Object.keys(resource.aws_route_table)).toHaveLength(4);
    expect(Object.keys(resource.aws_route)).toEqual(["public_default"]);
  });

  it("puts out every zone's subnets by the zone's name", () => {
    const bySubnet = (tier: string) =>
      Object.fromEntries(
        ["a", "b", "c"].map((letter) => [`eu-central-1${letter}`, `\${aws_subnet.${tier}_${letter}.id}`]),
      );
    expect(output.public_subnet_ids.value).toEqual(bySubnet("public"));
    expect(output.private_subnet_ids.value).toEqual(bySubnet("private"));
  });
});

it("The network stack takes the subnets that the environment names instead of the VPC's first ones", () => {
  const zones = [{ name: "eu-central-1b", publicCidr: "10.8.64.0/20", privateCidr: "10.8.128.0/20" }];
  const { resource } = synthesize(testEnvironment({ zones })).json("network");
  expect(resource.aws_subnet.public_b.cidr_block).toBe("10.8.64.0/20");
  expect(resource.aws_subnet.private_b.cidr_block).toBe("10.8.128.0/20");
});
