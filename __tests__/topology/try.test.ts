import { problemsOf } from "./line-of";
import { topologyOf, withSubnet } from "./written";

const VARIABLES = { ids: { default: { a: "subnet-1", none: null } }, unset: {} };
/** As the routes stack writes what a failover has recorded. */
const RECORDED =
  "${{ for name, text in zipmap(data.aws_ssm_parameters_by_path.x.names, data.aws_ssm_parameters_by_path.x.values) : name => jsondecode(text) }}";

/** A network with a host that stands where an expression says. */
function hostIn(subnet_id: string) {
  return topologyOf({
    ...withSubnet({ aws_instance: { host: { subnet_id } } }),
    variable: VARIABLES,
    locals: { recorded: RECORDED, of_a_data_source: "${data.aws_subnet.x.id}" },
  });
}

test.each([
  ["the first that is there", "${try(aws_subnet.a.id, var.unset)}"],
  ["what follows where there is no such part", "${try(var.ids.b, aws_subnet.a.id)}"],
  ["what follows several that are not there", '${try(var.ids.b, var.ids["c"], aws_subnet.a.id)}'],
  [
    "what follows a record of what has happened since",
    "${try(local.recorded.private_a.id, aws_subnet.a.id)}",
  ],
  ["what is tried in a try", "${try(try(var.ids.b, var.ids.c), aws_subnet.a.id)}"],
])("try is %s", (_, expression) => {
  const { subnets, networkInterfaces } = hostIn(expression);
  expect(networkInterfaces).toMatchObject([{ subnetId: subnets[0]!.id }]);
});

test.each([
  ["is unknown here, and may be there", "${try(local.of_a_data_source, aws_subnet.a.id)}", "AWS alone knows"],
  ["comes last and is not there", "${try(var.ids.b, var.ids.c)}", 'there is no "c" in it'],
  ["is no plain reference", "${try(x ? y : z, aws_subnet.a.id)}", "only plain references are followed"],
])("what %s is not passed over", (_, expression, why) => {
  expect(problemsOf(hostIn(expression)).join("\n")).toMatch(why);
});

test("null is what is not given", () => {
  const route = (gateway_id: string) => ({
    aws_route_table: { a: { vpc_id: "${aws_vpc.main.id}" } },
    aws_network_interface: { host: { subnet_id: "${aws_subnet.a.id}" } },
    aws_route: {
      out: {
        route_table_id: "${aws_route_table.a.id}",
        destination_cidr_block: "0.0.0.0/0",
        network_interface_id: "${aws_network_interface.host.id}",
        gateway_id,
      },
    },
  });
  const targets = (gateway_id: string) =>
    topologyOf({ ...withSubnet(route(gateway_id)), locals: { recorded: RECORDED }, variable: VARIABLES })
      .routeTables.flatMap(({ routes }) => routes)
      .map(({ target }) => target.kind);
  expect(targets("${try(local.recorded.a.gateway, null)}")).toEqual(["network-interface"]);
  expect(targets("${try(var.ids.none, null)}")).toEqual(["network-interface"]);
});
