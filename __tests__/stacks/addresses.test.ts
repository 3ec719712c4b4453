import { Environment } from "../../lib/config/environment";
import { loadEnvironment } from "../../lib/config/load";
import { EnvironmentInput } from "../../lib/config/schema";
import { STACKS, StackName, synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, SSH, THREE_ZONES } from "./examples";

const ARTICLE = `
network
  aws_default_security_group.default
  aws_internet_gateway.gateway
  aws_route.public_default
  aws_route_table.private_b
  aws_route_table.public
  aws_route_table_association.private_b
  aws_route_table_association.public_b
  aws_subnet.private_b
  aws_subnet.public_b
  aws_vpc.vpc
nat-instance
  aws_eip.nat_b
  aws_iam_instance_profile.nat_profile
  aws_iam_role.nat_profile
  aws_iam_role_policy_attachment.nat_profile
  aws_instance.nat_b
  aws_network_interface.nat_b_card1
  aws_network_interface_attachment.nat_b
  aws_security_group.nat
  aws_vpc_security_group_egress_rule.nat
  data.aws_ami.al2023
  data.aws_ec2_instance_type_offerings.nat_type
  data.terraform_remote_state.cross-stack-reference-input-network
private-instances
  aws_iam_instance_profile.private_profile
  aws_iam_role.private_profile
  aws_iam_role_policy_attachment.private_profile
  aws_instance.private_0
  aws_instance.private_1
  aws_security_group.endpoints
  aws_security_group.private
  aws_vpc_endpoint.endpoints_ec2messages
  aws_vpc_endpoint.endpoints_ssm
  aws_vpc_endpoint.endpoints_ssmmessages
  aws_vpc_security_group_egress_rule.private
  aws_vpc_security_group_ingress_rule.endpoints_https
  data.aws_ami.al2023
  data.aws_ec2_instance_type_offerings.private_type
  data.terraform_remote_state.cross-stack-reference-input-network
routes
  aws_route.private_b_default
  aws_vpc_security_group_ingress_rule.nat_from_private
  data.terraform_remote_state.cross-stack-reference-input-nat-instance
  data.terraform_remote_state.cross-stack-reference-input-network
  data.terraform_remote_state.cross-stack-reference-input-private-instances
`;

const PRODUCTION = `
network
  aws_default_security_group.default
  aws_internet_gateway.gateway
  aws_route.public_default
  aws_route_table.private_a
  aws_route_table.private_b
  aws_route_table.private_c
  aws_route_table.public
  aws_route_table_association.private_a
  aws_route_table_association.private_b
  aws_route_table_association.private_c
  aws_route_table_association.public_a
  aws_route_table_association.public_b
  aws_route_table_association.public_c
  aws_subnet.private_a
  aws_subnet.private_b
  aws_subnet.private_c
  aws_subnet.public_a
  aws_subnet.public_b
  aws_subnet.public_c
  aws_vpc.vpc
  aws_vpc_endpoint.dynamodb
  aws_vpc_endpoint.s3
nat-instance
  aws_eip.nat_a
  aws_eip.nat_b
  aws_eip.nat_c
  aws_iam_instance_profile.nat_profile
  aws_iam_role.nat_profile
  aws_iam_role_policy_attachment.nat_profile
  aws_instance.nat_a
  aws_instance.nat_b
  aws_instance.nat_c
  aws_network_interface.nat_a_card1
  aws_network_interface.nat_b_card1
  aws_network_interface.nat_c_card1
  aws_network_interface_attachment.nat_a
  aws_network_interface_attachment.nat_b
  aws_network_interface_attachment.nat_c
  aws_security_group.nat
  aws_vpc_security_group_egress_rule.nat
  data.aws_ami.al2023
  data.aws_ec2_instance_type_offerings.nat_type
  data.terraform_remote_state.cross-stack-reference-input-network
private-instances
  aws_iam_instance_profile.private_profile
  aws_iam_role.private_profile
  aws_iam_role_policy_attachment.private_profile
  aws_instance.private_0
  aws_instance.private_1
  aws_instance.private_2
  aws_security_group.private
  aws_vpc_security_group_egress_rule.private
  data.aws_ami.al2023
  data.aws_ec2_instance_type_offerings.private_type
  data.terraform_remote_state.cross-stack-reference-input-network
routes
  aws_route.private_a_default
  aws_route.private_b_default
  aws_route.private_c_default
  aws_vpc_security_group_ingress_rule.nat_from_private
  data.terraform_remote_state.cross-stack-reference-input-nat-instance
  data.terraform_remote_state.cross-stack-reference-input-network
  data.terraform_remote_state.cross-stack-reference-input-private-instances
`;

/** Every resource and data source, as `type.name`, by its stack. */
function addresses(environment: Environment): Record<string, string[]> {
  const { json } = synthesize(environment);
  const inStack = ({ resource = {}, data = {} }: Record<string, Record<string, object>>) =>
    Object.entries({ ...resource, ...prefixed(data) }).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
  return Object.fromEntries(STACKS.map((stack) => [stack, inStack(json(stack)).sort()]));
}

function prefixed(data: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(data).map(([type, named]) => [`data.${type}`, named]));
}

// Terraform destroys what stood at an address that is gone, and makes what stands at a new one. Who moves a resource
// on purpose says so twice: in the stack, with moveTo, and here.
describe("the resources and data sources", () => {
  it.each([
    ["article", ARTICLE],
    ["production", PRODUCTION],
  ])("of %s have these addresses", (name, list) => {
    const lines = Object.entries(addresses(loadEnvironment(name))).flatMap(([stack, all]) => [
      stack,
      ...all.map((address) => `  ${address}`),
    ]);
    expect(lines).toEqual(list.trim().split("\n"));
  });
});

describe("no address goes when the environment grows by", () => {
  const zones = ["eu-central-1c", "eu-central-1a", "eu-central-1b"];
  type Change = [string, Partial<EnvironmentInput>, Partial<EnvironmentInput>];

  it.each<Change>([
    ["a second zone", { zones: zones.slice(0, 1) }, { zones: zones.slice(0, 2) }],
    ["a third zone", { zones: zones.slice(0, 2) }, { zones }],
    ["a zone with a host of its own", { ...PER_ZONE, zones: zones.slice(0, 2) }, { ...PER_ZONE, zones }],
    ["a host in each zone", THREE_ZONES, PER_ZONE],
    ["private instances", {}, { privateInstances: { count: 12 } }],
    ["the endpoints", { endpoints: false }, {}],
    ["SSH", {}, { ssh: SSH }],
  ])("%s", (_, before, after) => {
    const [small, large] = [addresses(testEnvironment(before)), addresses(testEnvironment(after))];
    for (const stack of STACKS) expect(large[stack]).toEqual(expect.arrayContaining(small[stack]!));
    expect(Object.values(large).flat().length).toBeGreaterThan(Object.values(small).flat().length);
  });
});

describe("what is there already is left as it is", () => {
  const json = (changes: Partial<EnvironmentInput>, stack: StackName) =>
    synthesize(testEnvironment(changes)).json(stack).resource;

  it("in the network, by a zone that is added at the end", () => {
    const zones = ["eu-central-1c", "eu-central-1a"];
    // A gateway endpoint takes the new zone's route table too.
    const network = (zones: string[]) => json({ zones, gatewayEndpoints: [] }, "network");
    expect(network(zones)).toMatchObject(network(zones.slice(0, 1)));
  });

  it("in the NAT instance stack, by another zone with a NAT host of its own", () => {
    const zones = ["eu-central-1c", "eu-central-1a"];
    const before = json({ ...PER_ZONE, zones: zones.slice(0, 1) }, "nat-instance");
    expect(json({ ...PER_ZONE, zones }, "nat-instance")).toMatchObject(before);
  });

  it("in the private instances stack, by more instances", () => {
    const count = (count: number) => ({ ...THREE_ZONES, privateInstances: { count } });
    expect(json(count(7), "private-instances")).toMatchObject(json(count(2), "private-instances"));
  });
});
