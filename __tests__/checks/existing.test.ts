import { checkPolicy } from "../../lib/checks/policy";
import { flowsOf, walk } from "../../lib/checks/flows";
import { existingEnvironment, existingNetwork, EXISTING, idOf } from "../support/existing";

type NetworkInput = typeof EXISTING;

/** The ways past every NAT, of a network that is as the environment says, or as another one does. */
function astray(network: Partial<NetworkInput>, is: Partial<NetworkInput> = network): string[] {
  const { violations } = checkPolicy([], existingEnvironment(network), { after: existingNetwork(is) });
  return violations.map(({ rule, resource }) => `${rule}: ${resource}`);
}

const RULE = "private-default-route-to-nat";
const ledTo = (wayOutToday?: string) => {
  const [first, second] = EXISTING.zones;
  return {
    zones: [
      { ...first!, routeTables: [{ id: idOf("rtb", 1), wayOutToday }, first!.routeTables[1]!] },
      second!,
    ],
  };
};

test("a private table may lead where it led before us, until it is taken over", () => {
  expect(astray({ takeOver: false })).toEqual([]);
  expect(astray({ takeOver: true })).toEqual([]);
  expect(astray({ takeOver: true }, { takeOver: false })).toEqual([
    `${RULE}: routes/aws_route.${idOf("rtb", 1)}_default`,
    `${RULE}: routes/aws_route.${idOf("rtb", 2)}_default`,
  ]);
});

test("nowhere, where it led nowhere, and where nobody knows any more", () => {
  expect(astray(ledTo(undefined))).toEqual([]);
  expect(astray({ leave: true })).toEqual([]);
  expect(astray({ takeOver: false }, ledTo(undefined))).toEqual([
    `${RULE}: routes/data.aws_route_table.${idOf("rtb", 1)}`,
  ]);
});

test("but not to an internet gateway, nor elsewhere than what is recorded", () => {
  expect(astray(ledTo(idOf("igw", 1)))).toEqual([`${RULE}: routes/aws_route.${idOf("rtb", 1)}_default`]);
  expect(astray({}, ledTo(idOf("nat", 2)))).toEqual([`${RULE}: routes/aws_route.${idOf("rtb", 1)}_default`]);
});

test("whoever is in a private subnet is asked after", () => {
  const topology = existingNetwork({ takeOver: true });
  const flows = flowsOf(topology, []).filter(
    ({ from }) => typeof from !== "string" && from.name === "private-b",
  );
  expect(flows.length).toBeGreaterThan(2);
  for (const flow of flows) expect(walk(topology, flow)?.blocker).toBeUndefined();
});

test("the NAT host's check may be off before anything leads to it", () => {
  const address = "aws_network_interface.nat_a_card1";
  const resource = { address, mode: "managed", type: "aws_network_interface", name: "nat_a_card1" } as const;
  const resources = [{ ...resource, values: { source_dest_check: false } }];
  const stacks = [{ name: "nat-instance", plan: { planned_values: { root_module: { resources } } } }];
  const is = (takeOver: boolean, after: boolean) =>
    checkPolicy(stacks, existingEnvironment({ takeOver }), { after: existingNetwork({ takeOver: after }) })
      .violations.map(({ rule }) => rule)
      .filter((rule) => rule !== RULE);
  expect(is(false, false)).toEqual([]);
  expect(is(true, true)).toEqual([]);
  expect(is(true, false)).toHaveLength(1);
});
