import { TopologyError, readTopology } from "../../lib/topology";
import { topologyOf, topologyOfStacks, withSubnet, written } from "./written";

/** The line that reading such a file ends with. */
function lineOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof TopologyError) return error.message;
    throw error;
  }
  return "no error";
}

const instance = (values: object) =>
  withSubnet({ aws_instance: { host: { subnet_id: "${aws_subnet.a.id}", ...values } } });
const group = (values: object) =>
  withSubnet({ aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}", ...values } } });
const route = (values: object) =>
  withSubnet({
    aws_route_table: { t: { vpc_id: "${aws_vpc.main.id}" } },
    aws_route: { out: { route_table_id: "${aws_route_table.t.id}", ...values } },
  });
const rule = { from_port: 443, to_port: 443, protocol: "tcp" };

describe("expressions that cannot be resolved", () => {
  const vpc = (id: string, more: object = {}) => ({
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: id, cidr_block: "10.0.1.0/24" } },
    },
    ...more,
  });
  test.each<[string, object, string]>([
    [
      "a resource that is not there",
      vpc("${aws_vpc.gone.id}"),
      '"${aws_vpc.gone.id}": there is no aws_vpc.gone',
    ],
    [
      "a function call",
      vpc("${element(aws_vpc.main.*.id, 0)}"),
      '"${element(aws_vpc.main.*.id, 0)}": only plain references are followed, no functions, conditions or splats',
    ],
    [
      "a splat",
      vpc("${aws_vpc.main[*].id}"),
      '"${aws_vpc.main[*].id}": only plain references are followed, no functions, conditions or splats',
    ],
    [
      "a for expression, on one line whatever its own",
      vpc('${[for v in aws_vpc.main :\n  v.id if v != "}"][0]}'),
      '"${[for v in aws_vpc.main : v.id if v != "}"][0]}": only plain references are followed, no functions, conditions or splats',
    ],
    ["a directive", vpc("%{ if true }x%{ endif }"), '"%{ if true }x%{ endif }": directives are not followed'],
    [
      "a variable without a default",
      vpc("${var.vpc}", { variable: { vpc: {} } }),
      '"${var.vpc}": var.vpc has no default',
    ],
    ["a local that is not there", vpc("${local.vpc}"), '"${local.vpc}": local.vpc is not declared'],
    ["a whole resource", vpc("${aws_vpc.main}"), '"${aws_vpc.main}": a whole resource is no value here'],
    [
      "an attribute without a stand-in",
      vpc("${aws_vpc.main.default_network_acl_id}"),
      '"${aws_vpc.main.default_network_acl_id}": AWS decides its default_network_acl_id, and there is no stand-in for it',
    ],
    [
      "a data source",
      vpc("${data.aws_vpc.main.id}"),
      '"${data.aws_vpc.main.id}": AWS alone knows what a data source finds',
    ],
    ["a module's output", vpc("${module.vpc.vpc_id}"), '"${module.vpc.vpc_id}": there is no module.vpc'],
    [
      "what is not in a map",
      vpc("${var.ids.b}", { variable: { ids: { default: { a: "vpc-1" } } } }),
      '"${var.ids.b}": there is no "b" in it',
    ],
    [
      "a list inside a text",
      vpc("vpc-${var.ids}", { variable: { ids: { default: ["1"] } } }),
      '"vpc-${var.ids}": a list or a map cannot be part of a text',
    ],
  ])("%s", (_, content, why) => {
    expect(lineOf(() => topologyOf(content))).toBe(`web: aws_subnet.a: cannot resolve ${why}`);
  });

  test("what depends on itself is named where it comes round", () => {
    const locals = { a: "${local.b}", b: "${local.a}" };
    expect(lineOf(() => topologyOf(vpc("${local.a}", { locals })))).toBe(
      'web: local.b: cannot resolve "${local.a}": it depends on itself',
    );
    const card = (other: string) => ({
      subnet_id: "${aws_subnet.a.id}",
      private_ip: `\${aws_network_interface.${other}.private_ip}`,
    });
    expect(
      lineOf(() => topologyOf(withSubnet({ aws_network_interface: { x: card("y"), y: card("x") } }))),
    ).toBe(
      'web: aws_network_interface.x: cannot resolve "${aws_network_interface.y.private_ip}": it depends on itself',
    );
  });

  test("what does not shape the network may be any expression", () => {
    const { region, instances } = topologyOf({
      ...instance({
        instance_type: "${var.type}",
        user_data: '${file("x")} %{ if',
        ami: "${data.aws_ami.x.id}",
        tags: { Name: "${upper(var.x)}" },
      }),
      provider: { aws: { region: "${var.region}" } },
    });
    expect(region).toBeUndefined();
    expect(instances).toMatchObject([{ name: "host" }]);
    expect(instances[0]!.instanceType).toBeUndefined();
  });
});

describe("references between stacks", () => {
  const network = (output: object) => ({
    resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
    output,
  });
  const subnet = {
    resource: {
      aws_subnet: {
        a: { vpc_id: "${data.terraform_remote_state.net.outputs.vpc.id}", cidr_block: "10.0.1.0/24" },
      },
    },
    data: {
      terraform_remote_state: { net: { backend: "local", config: { path: "../network/terraform.tfstate" } } },
    },
  };
  const reference = '"${data.terraform_remote_state.net.outputs.vpc.id}"';

  test.each<[string, Record<string, object>, string]>([
    [
      "a state that no stack keeps",
      { elsewhere: network({}), web: subnet },
      `web: aws_subnet.a: cannot resolve ${reference}: the stack whose state this is was not read`,
    ],
    [
      "an output that is not there",
      { network: network({}), web: subnet },
      `web: aws_subnet.a: cannot resolve ${reference}: network has no output "vpc"`,
    ],
    [
      "a remote state that is not declared",
      { network: network({}), web: { ...subnet, data: {} } },
      `web: aws_subnet.a: cannot resolve ${reference}: there is no data.terraform_remote_state.net`,
    ],
    [
      "an output that cannot be resolved itself, named where it stands",
      { network: network({ vpc: { value: { id: "${one(aws_vpc.main[*].id)}" } } }), web: subnet },
      'network: output.vpc: cannot resolve "${one(aws_vpc.main[*].id)}": only plain references are followed, ' +
        "no functions, conditions or splats",
    ],
  ])("%s", (_, stacks, line) => {
    expect(lineOf(() => topologyOfStacks(stacks))).toBe(line);
  });

  test("a stack that is read without the one that it needs", () => {
    const stacks = { network: network({ vpc: { value: { id: "${aws_vpc.main.id}" } } }), web: subnet };
    expect(lineOf(() => topologyOfStacks(stacks))).toBe("no error");
    expect(lineOf(() => topologyOfStacks(stacks, { stacks: ["web"] }))).toBe(
      `web: aws_subnet.a: cannot resolve ${reference}: the stack whose state this is was not read`,
    );
  });
});

describe("resources that cannot be read", () => {
  const card = (values: object) => ({ subnet_id: "${aws_subnet.a.id}", ...values });
  const GIVE = "which Terraform alone expands; give the state: terraform show -json > state.json";
  test.each<[string, object, string]>([
    ["count", instance({ count: 2 }), `aws_instance.host: has count, ${GIVE}`],
    ["for_each", instance({ for_each: { a: 1 } }), `aws_instance.host: has for_each, ${GIVE}`],
    [
      "dynamic blocks",
      group({ dynamic: { ingress: {} } }),
      `aws_security_group.web: has dynamic ingress blocks, ${GIVE}`,
    ],
    ["a missing argument", withSubnet({ aws_instance: { host: {} } }), "aws_instance.host: has no subnet_id"],
    [
      "an id from elsewhere",
      withSubnet({ aws_instance: { host: { subnet_id: "subnet-12" } } }),
      "aws_instance.host: its subnet_id, subnet-12, is not part of what was read",
    ],
    [
      "a security group from elsewhere",
      instance({ vpc_security_group_ids: ["sg-12"] }),
      "aws_instance.host: its security group, sg-12, is not part of what was read",
    ],
    [
      "a table that no VPC came with",
      withSubnet({ aws_default_route_table: { t: { default_route_table_id: "rtb-12" } } }),
      "aws_default_route_table.t: its default_route_table_id, rtb-12, is not part of what was read",
    ],
    [
      "a main table from elsewhere",
      withSubnet({
        aws_main_route_table_association: { m: { vpc_id: "${aws_vpc.main.id}", route_table_id: "rtb-12" } },
      }),
      "aws_vpc.main: its main route table, rtb-12, is not part of what was read",
    ],
    [
      "an attachment to an instance from elsewhere",
      withSubnet({
        aws_network_interface: { x: card({ attachment: { instance: "i-12", device_index: 1 } }) },
      }),
      "aws_network_interface.x: its instance, i-12, is not part of what was read",
    ],
    [
      "an association of an Elastic IP from elsewhere",
      withSubnet({ aws_eip_association: { x: { public_ip: "192.0.2.1" } } }),
      "aws_eip_association.x: its allocation_id, address 192.0.2.1, is not part of what was read",
    ],
    [
      "an Elastic IP for a card from elsewhere",
      withSubnet({ aws_eip: { x: { network_interface: "eni-12" } } }),
      "aws_eip.x: its network_interface, eni-12, is not part of what was read",
    ],
    [
      "a prefix list in an inline rule",
      group({ egress: { ...rule, prefix_list_ids: ["pl-12"] } }),
      "aws_security_group.web: has a rule with a prefix list, whose ranges are not in the JSON; name the ranges",
    ],
    [
      "a prefix list in a rule of its own",
      withSubnet({
        aws_vpc_security_group_egress_rule: {
          s3: {
            security_group_id: "${aws_vpc.main.default_security_group_id}",
            ip_protocol: "-1",
            prefix_list_id: "pl-12",
          },
        },
      }),
      "aws_vpc_security_group_egress_rule.s3: has a rule with a prefix list, whose ranges are not in the JSON; name the ranges",
    ],
    [
      "a prefix list in a route",
      route({ destination_prefix_list_id: "pl-12", gateway_id: "igw-12" }),
      "aws_route.out: routes to a prefix list, whose ranges are not in the JSON; name the ranges",
    ],
    [
      "a route without a destination",
      route({ gateway_id: "igw-12" }),
      "aws_route.out: has a route without destination_cidr_block or destination_ipv6_cidr_block",
    ],
    [
      "a route without a target",
      route({ destination_cidr_block: "0.0.0.0/0" }),
      "aws_route.out: has a route to 0.0.0.0/0 that leads nowhere",
    ],
    [
      "two routes to one destination",
      withSubnet({
        aws_route: Object.fromEntries(
          ["a", "b"].map((name) => [
            name,
            {
              route_table_id: "${aws_vpc.main.default_route_table_id}",
              destination_cidr_block: "0.0.0.0/0",
              gateway_id: "igw-12",
            },
          ]),
        ),
      }),
      "aws_route.b: routes 0.0.0.0/0 in the same table as web: aws_route.a",
    ],
    ["a rule without a peer", group({ ingress: rule }), "aws_security_group.web: has a rule without a peer"],
    [
      "a range that is none",
      group({ ingress: { ...rule, cidr_blocks: ["10.0.0.0"] } }),
      'aws_security_group.web: cidr_blocks "10.0.0.0" is not a range of addresses',
    ],
    [
      "a VPC without an IPv4 range",
      { resource: { aws_vpc: { main: { ipv4_ipam_pool_id: "ipam-pool-12" } } } },
      "aws_vpc.main: has no IPv4 cidr_block",
    ],
    [
      "a direction that is none",
      withSubnet({
        aws_security_group_rule: {
          x: {
            ...rule,
            type: "in",
            security_group_id: "${aws_vpc.main.default_security_group_id}",
            self: true,
          },
        },
      }),
      'aws_security_group_rule.x: type "in" is neither ingress nor egress',
    ],
    [
      "a flag that is none",
      instance({ source_dest_check: "no" }),
      "aws_instance.host: source_dest_check is neither true nor false",
    ],
    [
      "a port that is none",
      group({ ingress: { ...rule, from_port: "https", self: true } }),
      "aws_security_group.web: from_port is no whole number",
    ],
    [
      "a list that is none",
      instance({ vpc_security_group_ids: "sg-12" }),
      "aws_instance.host: vpc_security_group_ids is not a list",
    ],
    ["a text that is none", instance({ private_ip: ["a"] }), "aws_instance.host: private_ip is not a text"],
    [
      "two cards with one number",
      withSubnet({
        aws_instance: { host: card({}) },
        aws_network_interface: Object.fromEntries(
          ["x", "y"].map((name) => [
            name,
            card({ attachment: { instance: "${aws_instance.host.id}", device_index: 1 } }),
          ]),
        ),
      }),
      "aws_network_interface.y: another card is number 1 on that instance already",
    ],
  ])("%s", (_, content, line) => {
    expect(lineOf(() => topologyOf(content))).toBe(`web: ${line}`);
  });

  test("the same address in two files", () => {
    const file = withSubnet({});
    expect(lineOf(() => readTopology(written({ "a.tf.json": file, "b.tf.json": file })))).toBe(
      "web: aws_vpc.main: is declared again in b.tf.json",
    );
  });
});

describe("what is no network at all", () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ["a path with nothing there", { "main.tf.json": {} }, "nowhere", "there is no such file or folder"],
    [
      "an empty folder",
      { "docs/README.md": "" },
      "docs",
      "holds no manifest.json, no *.tf.json and no states",
    ],
    [
      "HCL",
      { "main.tf.json": {}, "vpc.tf": "" },
      "vpc.tf",
      "HCL is not read; give the state: terraform show -json > state.json",
    ],
    ["other JSON", { "x.json": { name: "x" } }, "x.json", "is neither Terraform JSON nor a state"],
    ["JSON that is no object", { "x.json": [] }, "x.json", "is neither Terraform JSON nor a state"],
    [
      "a plan",
      { "plan.json": { format_version: "1.2", planned_values: {} } },
      "plan.json",
      'is a plan; give what "terraform show -json" prints of the state',
    ],
    [
      "a raw state",
      { "raw.json": { version: 4, lineage: "x" } },
      "raw.json",
      'is a raw state; give what "terraform show -json" prints of the state',
    ],
  ])("%s", (_, files, path, why) => {
    const folder = written(files);
    const given = path === "vpc.tf" ? folder : `${folder}/${path}`;
    expect(lineOf(() => readTopology(given))).toBe(`${folder}/${path}: ${why}`);
  });

  test("text that is not JSON", () => {
    const file = `${written({ "main.tf.json": "{" })}/main.tf.json`;
    const line = lineOf(() => readTopology(file));
    expect(line.startsWith(`${file}: is not JSON: `)).toBe(true);
    expect(line).not.toContain("\n");
  });

  test("a stack that is not there is answered with those that are", () => {
    const out = { b: withSubnet({}), a: {} };
    expect(lineOf(() => topologyOfStacks(out, { stacks: ["a", "route"] }))).toMatch(
      /web: there is no stack "route"; there are: a, b$/,
    );
  });
});
