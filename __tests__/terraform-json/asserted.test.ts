import { withAsserted } from "../../lib/terraform-json/asserted";
import { Resource } from "../../lib/terraform-json/stack";

const data = (type: string, name: string, values: object): Resource => ({
  ...{ stack: "web", address: `data.${type}.${name}`, type, deployed: false, data: true },
  values: values as Resource["values"],
});

const held = (condition: string, values: object = {}) =>
  withAsserted([data("aws_subnet", "a", { ...values, lifecycle: { postcondition: [{ condition }] } })])[0]!
    .values;

test.each([
  ['${self.cidr_block == "10.0.1.0/24"}', { cidr_block: "10.0.1.0/24" }],
  [
    '${toset([for each in self.cidr_block_associations : each.cidr_block if each.state == "associated"]) == toset(["10.0.0.0/16", "10.1.0.0/16"])}',
    {
      cidr_block_associations: [
        { cidr_block: "10.0.0.0/16", state: "associated" },
        { cidr_block: "10.1.0.0/16", state: "associated" },
      ],
    },
  ],
  ['${element(concat(self.ids, data.aws_route_tables.main.ids), 0) == "rtb-1"}', { ids: ["rtb-1"] }],
  [
    '${anytrue([for route in self.routes : route.cidr_block == "0.0.0.0/0" && startswith(coalesce(route.gateway_id, "-"), "igw-")])}',
    { routes: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-" }] },
  ],
  [
    '${alltrue([for target in [for each in self.routes : coalesce(each.nat_gateway_id, "-") if each.cidr_block == "0.0.0.0/0"] : contains(local.ways_out, target)])}',
    { routes: [] },
  ],
])("a data source is what its postcondition asserts: %s", (condition, values) => {
  expect(held(condition)).toMatchObject(values);
});

test.each([
  '${self.cidr_block != "10.0.1.0/24"}',
  '${self.cidr_block == "10.0.1.0/24" || self.cidr_block == "10.0.2.0/24"}',
  '${!(self.cidr_block == "10.0.1.0/24")}',
  "${self.cidr_block == var.cidr}",
  '${self.cidr_block == "${var.cidr}"}',
  '${data.aws_subnet.b.cidr_block == "10.0.1.0/24"}',
  '${anytrue([for route in self.routes : route.cidr_block == "0.0.0.0/0"])}',
  '${toset([for each in self.cidr_block_associations : each.cidr_block]) == toset(["10.0.0.0/16"])}',
  '${contains(self.ids, "rtb-1")}',
])("anything else asserts nothing that is read: %s", (condition) => {
  expect(Object.keys(held(condition))).toEqual(["lifecycle"]);
});

test("what is given goes before what is asserted, and what is not a list of conditions is none", () => {
  expect(held('${self.id == "subnet-2"}', { id: "subnet-1" })).toMatchObject({ id: "subnet-1" });
  const [odd] = withAsserted([
    data("aws_subnet", "a", { lifecycle: { postcondition: [{ condition: true }] } }),
  ]);
  expect(Object.keys(odd!.values)).toEqual(["lifecycle"]);
});

describe("a route table that is looked up by the subnet that it rules", () => {
  const of = (filter: object) =>
    withAsserted([
      data("aws_route_tables", "a", { vpc_id: "vpc-1", filter: [filter] }),
      data("aws_route_table", "a", {
        route_table_id: "${element(concat(data.aws_route_tables.a.ids, data.aws_route_tables.main.ids), 0)}",
      }),
    ])[1]!.values;

  test("is that subnet's", () => {
    const values = of({ name: "association.subnet-id", values: ["subnet-1"] });
    expect(values).toMatchObject({ subnet_id: "subnet-1", vpc_id: "vpc-1" });
    expect(values["route_table_id"]).toBeUndefined();
  });

  test.each([
    { name: "association.main", values: ["true"] },
    { name: "association.subnet-id", values: ["subnet-1", "subnet-2"] },
  ])("and not one that is looked up otherwise: %j", (filter) => {
    expect(of(filter)["subnet_id"]).toBeUndefined();
  });
});
