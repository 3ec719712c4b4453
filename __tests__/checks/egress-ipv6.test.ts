import { egressWarnings } from "../../lib/checks/egress";
import { network } from "../reachability/networks";
import { DESTROY, warnings } from "./warnings";

const DUAL = { ipv6: "egress-only" } as const;

test("IPv6 alone is at risk where its egress-only gateway goes", () => {
  const gateway = {
    stack: "network",
    address: "aws_egress_only_internet_gateway.egress_only",
    actions: DESTROY,
  } as const;
  const route = { stack: "routes", address: "aws_route.private_b_default_ipv6", actions: DESTROY } as const;
  const without = network(DUAL);
  const after = {
    ...without,
    routeTables: without.routeTables.map((table) => ({
      ...table,
      routes: table.routes.filter(
        ({ destination, target }) => !(destination === "::/0" && target.kind === "egress-only-gateway"),
      ),
    })),
  };
  const found = warnings(network(DUAL), after, [gateway, route]);
  expect(found.map(({ resource }) => resource)).toEqual([
    "network/aws_egress_only_internet_gateway.egress_only",
    "routes/aws_route.private_b_default_ipv6",
  ]);
  for (const { consequence } of found)
    expect(consequence).toMatch(
      /^the private subnet of eu-central-1b \(private-b\) has no internet by IPv6 from then on/,
    );
});

test("and an expectation of IPv6 is asked by IPv6", () => {
  const wanted = [{ from: "private-0", to: "internet", family: "ipv6" as const, reachable: true }];
  const none = { ...DUAL, nat: { kind: "none" } } as const;
  const found = egressWarnings({
    stacks: [],
    before: [network(DUAL)],
    after: network(none),
    expect: wanted,
  });
  expect(found.some(({ consequence }) => consequence.includes("which the environment expects"))).toBe(false);
  expect(found).not.toEqual([]);
});
