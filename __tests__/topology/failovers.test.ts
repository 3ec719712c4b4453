import { loadEnvironment } from "../../lib/config/load";
import { Topology, readTopology } from "../../lib/topology";
import { network } from "../reachability/networks";
import { synthesize } from "../support/synthesize";
import { problemsOf } from "./line-of";
import { topologyOf, withSubnet, written } from "./written";

/** A line for each failover, in the names of what it is about. */
function failoversOf({ failovers = [], networkInterfaces, routeTables, gateways }: Topology): string[] {
  const all = [...networkInterfaces, ...routeTables, ...gateways];
  const nameOf = (id: string) => all.find((each) => each.id === id)?.name ?? id;
  return failovers.map(({ networkInterfaceId, routeTableIds, others }) => {
    const ways = others.map(({ kind, id }) => `${kind}:${nameOf(id)}`);
    return `${nameOf(networkInterfaceId)} of ${routeTableIds.map(nameOf).join("+")} to ${ways.join(" or ")}`;
  });
}

test("the failovers of hosts to each other's are read from what the state machine is told", () => {
  const topology = readTopology(synthesize(loadEnvironment("production")).folder);
  const tables = "private-a+private-b+private-c";
  expect(failoversOf(topology)).toEqual([
    `nat-a-card1 of ${tables} to network-interface:nat-b-card1 or network-interface:nat-c-card1`,
    `nat-b-card1 of ${tables} to network-interface:nat-c-card1 or network-interface:nat-a-card1`,
    `nat-c-card1 of ${tables} to network-interface:nat-a-card1 or network-interface:nat-b-card1`,
  ]);
  expect(problemsOf(topology)).toEqual([]);
});

test("that to a NAT gateway is too, and without failover there is none", () => {
  const fields = { monitoring: "heartbeat" } as const;
  expect(failoversOf(network({ ...fields, nat: { standby: "gateway", failover: "standby" } }))).toEqual([
    "nat-b-card1 of private-b to nat-gateway:nat-b",
  ]);
  expect(network({ ...fields, nat: { standby: "gateway" } }).failovers).toBeUndefined();
});

const LOST = {
  event: "lost",
  networkInterfaceId: "eni-1",
  tables: [{ routeTableId: "rtb-1" }],
  others: [{ networkInterfaceId: "eni-2" }, { natGatewayId: "nat-1" }],
};

test("in a state, what it is told is a text", () => {
  const resource = (type: string, name: string, attributes: object) => ({
    ...{ mode: "managed", type, name, instances: [{ attributes }] },
  });
  const state = {
    version: 4,
    lineage: "of-a-test",
    terraform_version: "1.9.0",
    resources: [
      resource("aws_vpc", "main", {
        id: "vpc-1",
        cidr_block: "10.0.0.0/16",
        default_route_table_id: "rtb-0",
      }),
      resource("aws_cloudwatch_event_target", "lost", { id: "lost", input: JSON.stringify(LOST) }),
    ],
  };
  const { failovers } = readTopology(written({ "terraform.tfstate": state }));
  expect(failovers).toEqual([
    {
      ...{ stack: expect.any(String), address: "aws_cloudwatch_event_target.lost" },
      ...{ networkInterfaceId: "eni-1", routeTableIds: ["rtb-1"] },
      others: [
        { kind: "unknown", id: "eni-2", what: "network interface" },
        { kind: "unknown", id: "nat-1", what: "NAT gateway" },
      ],
    },
  ]);
});

test.each<[string, string | undefined]>([
  ["nothing", undefined],
  ["what is no JSON", "we lost a host"],
  ["what is no object", '"lost"'],
  ["another event", JSON.stringify({ ...LOST, event: "not lost" })],
  ["an event that is lost and of no network interface", '{"event": "lost"}'],
  ["an expression that is not followed, of anything else", "${upper(var.x)}"],
])("a target that is told %s is no failover, and no reason to say so", (_, input) => {
  const topology = topologyOf(withSubnet({ aws_cloudwatch_event_target: { any: { arn: "x", input } } }));
  expect(topology.failovers).toBeUndefined();
  expect(problemsOf(topology)).toEqual([]);
});

test("one that cannot be read and may be a failover is named", () => {
  const input = '${jsonencode({"event" = "lost", "networkInterfaceId" = upper(var.x)})}';
  const topology = topologyOf(withSubnet({ aws_cloudwatch_event_target: { any: { arn: "x", input } } }));
  expect(topology.failovers).toBeUndefined();
  expect(problemsOf(topology)).toEqual([
    expect.stringMatching(/^web: aws_cloudwatch_event_target\.any: cannot resolve "\$\{upper\(var\.x\)\}"/),
  ]);
});
