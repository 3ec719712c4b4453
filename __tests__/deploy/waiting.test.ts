import { StackPlan } from "../../lib/deploy/stack-plan";
import { waitingOf } from "../../lib/deploy/waiting";
import { Has, INTERFACE, SUBNET, network, planned, subnet } from "./planned-stacks";

const PREVIEW = { preview: "nat-gateway is not deployed yet" };
const ZONAL = "nat-0000000a";

const hostInterface: Has = [
  "aws_network_interface.card1",
  { id: INTERFACE, subnet_id: SUBNET },
  ["delete"],
  null,
];
const left: StackPlan = {
  ...planned("nat-instance", [hostInterface, ["aws_eip.nat_b", {}, ["delete"], null]]),
  isLeft: true,
};
/** From one kind of gateway to another, in one stack. */
const gateways = planned("nat-gateway", [
  ["aws_nat_gateway.nat_b", { id: ZONAL }, ["delete"], null],
  ["aws_nat_gateway.nat", {}, ["create"]],
]);
const route = (values: object, after: object | null): Has => [
  "aws_route.private_b_default",
  { ...values },
  after ? ["update"] : ["delete"],
  after && { ...after },
];
const fromHost = route({ network_interface_id: INTERFACE }, { nat_gateway_id: "nat-00000000" });
const fromGateway = route({ nat_gateway_id: ZONAL }, { nat_gateway_id: "nat-00000000" });

test.each<[string, StackPlan[], string, string[]]>([
  [
    "of a stack that is left, all that the route leads to",
    [left, planned("routes", [fromHost], PREVIEW)],
    "nat-instance",
    ["aws_network_interface.card1"],
  ],
  [
    "of another, too",
    [gateways, planned("routes", [fromGateway], PREVIEW)],
    "nat-gateway",
    ["aws_nat_gateway.nat_b"],
  ],
])("stays while the route cannot be planned: %s", (_, plans, stack, stays) => {
  expect(waitingOf(plans)).toEqual(new Map([[stack, { stays, reason: "routes still leads there" }]]));
});

test.each<[string, StackPlan[]]>([
  ["the route moves in this round", [left, planned("routes", [fromHost])]],
  ["the route leads elsewhere", [left, planned("routes", [fromGateway], PREVIEW)]],
  [
    "the route will lead there for ever",
    [
      left,
      planned(
        "routes",
        [route({ network_interface_id: INTERFACE }, { network_interface_id: INTERFACE })],
        PREVIEW,
      ),
    ],
  ],
  ["it only repeats what a later stack put there", [planned("network", [fromHost], PREVIEW), left]],
  [
    "it stands in the way of what goes",
    [network(subnet(["delete"])), { ...left, isLeft: false }, planned("routes", [fromHost], PREVIEW)],
  ],
  ["it cannot be planned either", [{ ...left, ...PREVIEW }, planned("routes", [fromHost], PREVIEW)]],
])("nothing waits when %s", (_, plans) => {
  expect(waitingOf(plans)).toEqual(new Map());
});
