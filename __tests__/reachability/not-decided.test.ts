import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unmetExpectations } from "../../lib/reachability";
import { readTopology } from "../../lib/topology";
import { ANYTHING, answer, by, host, route, small, subnet } from "./small";

const UNREAD_LIST = "pl-63a5400a";
const MAIN = "${aws_vpc.main.id}";

/** The small network with `app` in a group of these rules. */
function withGroup(
  rules: { readonly egress?: readonly object[]; readonly ingress?: readonly object[] },
  more = {},
) {
  return small({
    aws_security_group: { own: { vpc_id: MAIN, egress: [], ingress: [], ...rules } },
    aws_instance: {
      app: {
        subnet_id: "${aws_subnet.private.id}",
        vpc_security_group_ids: ["${aws_security_group.own.id}"],
      },
    },
    ...more,
  });
}

const https = (peer: object) => ({ protocol: "tcp", from_port: 443, to_port: 443, ...peer });

describe("a rule for a prefix list that was not read", () => {
  const listed = https({ prefix_list_ids: [UNREAD_LIST] });

  test("matters where no other rule lets the packet through", () => {
    expect(answer(withGroup({ egress: [listed] }), "app", "internet")).toMatch(
      /aws_security_group\.own is for the prefix list pl-63a5400a, whose ranges were not read and may hold 192\.0\.2\.1$/,
    );
    expect(answer(withGroup({ egress: [listed, ANYTHING] }), "app", "internet")).toBe("reachable");
  });

  test("does not matter for what it is not for, nor where the packet is stopped anyway", () => {
    expect(answer(withGroup({ egress: [listed] }), "app", "internet", { port: 80 })).toBe(
      "ENI_SG_RULES_MISMATCH",
    );
    const nowhere = withGroup(
      { egress: [listed] },
      { aws_route: { private: route("private", "198.51.100.0/24", by("nat")) } },
    );
    expect(answer(nowhere, "app", "internet")).toBe("NO_ROUTE_TO_DESTINATION");
  });

  test("matters on the way in, too", () => {
    expect(answer(withGroup({ ingress: [listed] }), "web", "app")).toMatch(/may hold 10\.0\.1\.\d+$/);
  });
});

describe("a prefix list whose entries were read", () => {
  const list = (...ranges: string[]) => ({
    aws_ec2_managed_prefix_list: {
      mine: { name: "mine", address_family: "IPv4", max_entries: 5, entry: ranges.map((cidr) => ({ cidr })) },
    },
  });
  const listed = https({ prefix_list_ids: ["${aws_ec2_managed_prefix_list.mine.id}"] });

  test("lets through what its ranges hold, in a rule", () => {
    const of = (...ranges: string[]) =>
      answer(withGroup({ egress: [listed] }, list(...ranges)), "app", "internet");
    expect(of("198.51.100.0/24", "192.0.2.0/24")).toBe("reachable");
    expect(of("198.51.100.0/24")).toBe("ENI_SG_RULES_MISMATCH");
  });

  test("leads there what its ranges hold, in a route", () => {
    const routed = (...ranges: string[]) =>
      answer(
        small({
          ...list(...ranges),
          aws_route: {
            listed: {
              route_table_id: "${aws_route_table.private.id}",
              destination_prefix_list_id: "${aws_ec2_managed_prefix_list.mine.id}",
              transit_gateway_id: "tgw-0123456789abcdef0",
            },
          },
        }),
        "app",
        "internet",
      );
    expect(routed("198.51.100.0/24")).toBe("reachable");
    expect(routed("192.0.2.0/24")).toMatch(/leads 192\.0\.2\.0\/24 to transit gateway tgw-0123456789abcdef0/);
  });
});

describe("a route for a prefix list that was not read", () => {
  const routed = (target: object, more = {}) =>
    small({
      aws_route: {
        listed: {
          route_table_id: "${aws_route_table.private.id}",
          destination_prefix_list_id: UNREAD_LIST,
          ...target,
        },
      },
      ...more,
    });

  test("may be longer than the one that was read, and than none", () => {
    const toGateway = { transit_gateway_id: "tgw-0123456789abcdef0" };
    const why =
      /aws_route\.listed leads the prefix list pl-63a5400a, whose ranges .* 192\.0\.2\.1, to transit gateway tgw-/;
    expect(answer(routed(toGateway), "app", "internet")).toMatch(why);
  });

  test("to what cannot take the local route's place leaves the VPC's own traffic alone", () => {
    const toGateway = routed({ transit_gateway_id: "tgw-0123456789abcdef0" });
    expect(answer(toGateway, "app", "web")).toBe("reachable");
    expect(answer(routed(by("nat")), "app", "web")).toMatch(
      /may hold 10\.0\.1\.\d+, to network interface nat-card0$/,
    );
  });
});

describe("a network interface of an instance that was not read", () => {
  const attached = (interfaceArguments: object = {}) =>
    small({
      aws_network_interface: {
        nat: {
          subnet_id: "${aws_subnet.public.id}",
          security_groups: ["${aws_security_group.open.id}"],
          source_dest_check: false,
          attachment: { instance: "i-0123456789abcdef0", device_index: 1 },
          ...interfaceArguments,
        },
      },
      aws_route: {
        private: route("private", "0.0.0.0/0", { network_interface_id: "${aws_network_interface.nat.id}" }),
      },
    });

  test("as the way out is not decided, and said", () => {
    expect(answer(attached(), "app", "internet")).toBe(
      "nat belongs to i-0123456789abcdef0, which was not read: whether it forwards and translates is not known",
    );
  });

  test("stops what its own check stops", () => {
    expect(answer(attached({ source_dest_check: true }), "app", "internet")).toBe(
      "ENI_SOURCE_DEST_CHECK_RESTRICTION",
    );
  });
});

describe("what only takes away", () => {
  const blocking = (mode: string) =>
    small({ aws_vpc_block_public_access_options: { all: { internet_gateway_block_mode: mode } } });
  const why = /aws_vpc_block_public_access_options\.all may keep the internet out/;

  test("turns a yes on its way into not decided, and leaves everything else", () => {
    expect(answer(blocking("block-bidirectional"), "app", "internet")).toMatch(why);
    expect(answer(blocking("block-bidirectional"), "internet", "web")).toMatch(why);
    expect(answer(blocking("block-bidirectional"), "app", "web")).toBe("reachable");
    expect(answer(blocking("block-bidirectional"), "internet", "app")).toBe(
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
    );
    expect(answer(blocking("off"), "app", "internet")).toBe("reachable");
  });
});

test("routes that a VPN gateway adds come after the local one, and may come before any other", () => {
  const propagated = small({
    aws_vpn_gateway: { vpn: { vpc_id: MAIN } },
    aws_vpn_gateway_route_propagation: {
      all: { vpn_gateway_id: "${aws_vpn_gateway.vpn.id}", route_table_id: "${aws_route_table.private.id}" },
    },
  });
  expect(answer(propagated, "app", "web")).toBe("reachable");
  expect(answer(propagated, "app", "internet")).toMatch(
    /aws_vpn_gateway_route_propagation\.all is of a type/,
  );
  expect(answer(propagated, "web", "internet")).toBe("reachable");
});

test("a module whose content was not read may change anything", () => {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  const main = { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } };
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({
      resource: {
        ...main,
        aws_subnet: { a: { vpc_id: MAIN, cidr_block: "10.0.1.0/24" } },
        aws_instance: { app: { subnet_id: "${aws_subnet.a.id}" } },
      },
      module: { firewall: { source: "./firewall", vpc_id: MAIN } },
    }),
  );
  const topology = readTopology(folder);
  rmSync(folder, { recursive: true });
  expect(answer(topology, "app", "internet")).toMatch(/module\.firewall was not read/);
});

test("what was not read and is not on the way changes nothing", () => {
  const elsewhere = small({
    aws_subnet: { other: subnet("10.0.3.0/24") },
    aws_route_table: { other: { vpc_id: MAIN } },
    aws_route_table_association: {
      other: { subnet_id: "${aws_subnet.other.id}", route_table_id: "${aws_route_table.other.id}" },
    },
    aws_instance: { db: host("other") },
    aws_route: {
      other: route("other", "0.0.0.0/0", { nat_gateway_id: "nat-0123456789abcdef0" }),
      listed: {
        route_table_id: "${aws_route_table.other.id}",
        destination_prefix_list_id: UNREAD_LIST,
        transit_gateway_id: "tgw-0123456789abcdef0",
      },
    },
  });
  expect(answer(elsewhere, "app", "internet")).toBe("reachable");
  expect(answer(elsewhere, "db", "internet")).toContain(
    "NAT gateway nat-0123456789abcdef0, which was not read",
  );
  expect(answer(elsewhere, "db", "app")).toBe("reachable");
});

test("what is not decided meets no expectation", () => {
  const topology = small({
    aws_route: { private: route("private", "0.0.0.0/0", { nat_gateway_id: "nat-0123456789abcdef0" }) },
  });
  const question = { from: "app", to: "internet" };
  const lines = unmetExpectations(topology, [
    { ...question, reachable: true },
    { ...question, reachable: false },
  ]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^expect\[0\]: app → internet by tcp must be reachable and is not decided: .*\/aws_route\.private leads 0\.0\.0\.0\/0 to NAT gateway nat-0123456789abcdef0, which was not read$/,
    ),
    expect.stringMatching(/^expect\[1\]: app → internet by tcp must not be reachable and is not decided: /),
  ]);
});
