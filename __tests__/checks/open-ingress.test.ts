import { openIngress } from "../../lib/checks/open-ingress";
import { PlannedNetwork } from "../../lib/checks/planned";
import { Resource } from "../../lib/terraform-json/plan-json";

const RULE = "aws_vpc_security_group_ingress_rule";

/** The names of the resources that open a group, of stacks with these. */
function open(resources: readonly Resource[], configuration: object = {}): string[] {
  const plan = { planned_values: { root_module: { resources } }, ...configuration };
  const found = openIngress(new PlannedNetwork([{ name: "stack", plan }]));
  return [...new Set(found.map(({ resource }) => resource.name))];
}

function resource(type: string, name: string, values: object): Resource {
  return { address: `${type}.${name}`, mode: "managed", type, name, values: values as Resource["values"] };
}

const rule = (name: string, values: object) =>
  resource(RULE, name, {
    security_group_id: "sg-1",
    ip_protocol: "tcp",
    from_port: 22,
    to_port: 22,
    ...values,
  });

describe("ingress is open", () => {
  test.each(["0.0.0.0/0", "0.0.0.0/1", "64.0.0.0/7"])("from %s", (cidr_ipv4) => {
    expect(open([rule("a", { cidr_ipv4 })])).toEqual(["a"]);
  });

  test.each(["::/0", "2000::/3", "2a00::/11"])("from %s", (cidr_ipv6) => {
    expect(open([rule("a", { cidr_ipv6 })])).toEqual(["a"]);
  });

  test("from ranges of several rules that together are larger than anybody's", () => {
    const rules = [12, 13, 15].map((octet) => rule(`from_${octet}`, { cidr_ipv4: `${octet}.0.0.0/8` }));
    expect(open(rules)).toEqual(["from_12", "from_13"]);
    expect(open(rules.slice(1))).toEqual([]);
  });

  test("from the entries of a prefix list of the stacks, known by its id or by reference", () => {
    const list = resource("aws_ec2_managed_prefix_list", "all", {
      id: "pl-1",
      entry: [{ cidr: "0.0.0.0/1" }, { cidr: "128.0.0.0/1" }],
    });
    expect(
      open([list, rule("a", { prefix_list_id: "pl-1" }), rule("b", { prefix_list_id: "pl-2" })]),
    ).toEqual(["a"]);
    const expressions = {
      prefix_list_id: {
        references: ["aws_ec2_managed_prefix_list.all.id", "aws_ec2_managed_prefix_list.all"],
      },
    };
    const configuration = { root_module: { resources: [{ address: `${RULE}.a`, expressions }] } };
    expect(open([list, rule("a", {})], { configuration })).toEqual(["a"]);
  });

  test.each<[string, object]>([
    ["aws_security_group", { ingress: [{ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }] }],
    ["aws_default_security_group", { ingress: [{ protocol: "-1", ipv6_cidr_blocks: ["::/0"] }] }],
    [
      "aws_security_group_rule",
      { type: "ingress", protocol: "-1", cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] },
    ],
  ])("in whatever form: %s", (type, values) => expect(open([resource(type, "a", values)])).toEqual(["a"]));
});

describe("ingress is not open", () => {
  test("from what one owner may have, beside what opens it", () => {
    const office = rule("office", { cidr_ipv4: "10.0.0.0/8" });
    expect(open([office, rule("all", { cidr_ipv4: "0.0.0.0/0" })])).toEqual(["all"]);
  });

  test("from ranges that let in to different ports, or different groups", () => {
    const half = (name: string, octet: number, values: object) =>
      rule(name, { cidr_ipv4: `${octet}.0.0.0/8`, ...values });
    expect(open([half("a", 10, {}), half("b", 11, { from_port: 443, to_port: 443 })])).toEqual([]);
    expect(open([half("a", 10, {}), half("b", 11, { security_group_id: "sg-2" })])).toEqual([]);
    expect(open([half("a", 10, {}), half("b", 11, { from_port: 1, to_port: 99 })])).toEqual(["a"]);
  });

  test("by egress, nor by a group's state that repeats a rule of its own", () => {
    const values = { ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0", security_group_id: "sg-1" };
    expect(open([resource("aws_vpc_security_group_egress_rule", "a", values)])).toEqual([]);
    const group = resource("aws_security_group", "group", {
      id: "sg-1",
      ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }],
    });
    expect(open([group, rule("own", { cidr_ipv4: "0.0.0.0/0" })])).toEqual(["own"]);
    expect(open([group])).toEqual(["group"]);
  });
});
