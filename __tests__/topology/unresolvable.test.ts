import { lineOf, problemsOf } from "./line-of";
import { topologyOf, topologyOfStacks, withSubnet } from "./written";

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
      "an attribute without a placeholder",
      vpc("${aws_vpc.main.dhcp_options_id}"),
      '"${aws_vpc.main.dhcp_options_id}": AWS decides its dhcp_options_id, and there is no placeholder for it',
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
    expect(problemsOf(topologyOf(content))).toContain(`web: aws_subnet.a: cannot resolve ${why}`);
  });

  test("what depends on itself is named where it comes round", () => {
    const locals = { a: "${local.b}", b: "${local.a}" };
    expect(problemsOf(topologyOf(vpc("${local.a}", { locals })))).toContain(
      'web: aws_subnet.a: local.b: cannot resolve "${local.a}": it depends on itself',
    );
    const networkInterface = (other: string) => ({
      subnet_id: "${aws_subnet.a.id}",
      private_ip: `\${aws_network_interface.${other}.private_ip}`,
    });
    expect(
      problemsOf(
        topologyOf(
          withSubnet({ aws_network_interface: { x: networkInterface("y"), y: networkInterface("x") } }),
        ),
      ),
    ).toContain(
      'web: aws_network_interface.x: cannot resolve "${aws_network_interface.y.private_ip}": it depends on itself',
    );
  });

  test("what does not shape the network may be any expression", () => {
    const { region, instances } = topologyOf({
      ...withSubnet({
        aws_instance: {
          host: {
            subnet_id: "${aws_subnet.a.id}",
            instance_type: "${var.type}",
            user_data: '${file("x")} %{ if',
            ami: "${data.aws_ami.x.id}",
            tags: { Name: "${upper(var.x)}" },
          },
        },
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
      'web: aws_subnet.a: network: output.vpc: cannot resolve "${one(aws_vpc.main[*].id)}": only plain references are followed, ' +
        "no functions, conditions or splats",
    ],
  ])("%s", (_, stacks, line) => {
    expect(problemsOf(topologyOfStacks(stacks))).toContain(line);
  });

  test("a stack that is read without the one that it needs", () => {
    const stacks = { network: network({ vpc: { value: { id: "${aws_vpc.main.id}" } } }), web: subnet };
    expect(lineOf(() => topologyOfStacks(stacks))).toBe("no error");
    expect(lineOf(() => topologyOfStacks(stacks, { stacks: ["web"] }))).toContain(
      `holds no VPC that can be read: web: aws_subnet.a: cannot resolve ${reference}: the stack whose state this is was not read`,
    );
  });
});
