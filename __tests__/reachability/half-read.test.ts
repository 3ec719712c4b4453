import { ANYTHING, INTERNET_GATEWAY, answer, host, route, small } from "./small";

const MAIN = "${aws_vpc.main.id}";

describe("a part that names what it belongs to by what cannot be resolved", () => {
  const UNKNOWN = "${var.unknown}";
  const targets: [string, Record<string, object>][] = [
    [
      "a route",
      {
        aws_route: { public: { ...route("public", "0.0.0.0/0", INTERNET_GATEWAY), route_table_id: UNKNOWN } },
      },
    ],
    [
      "a table's association",
      {
        aws_route_table_association: {
          public: { subnet_id: UNKNOWN, route_table_id: "${aws_route_table.public.id}" },
        },
      },
    ],
    [
      "a group's rule",
      {
        aws_security_group: { open: { vpc_id: MAIN, ingress: [ANYTHING] } },
        aws_vpc_security_group_egress_rule: {
          open: { security_group_id: UNKNOWN, ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
        },
      },
    ],
  ];

  test.each(targets)("may be of any: %s", (_, more) => {
    expect(answer(small(more), "app", "internet")).toMatch(/cannot resolve "\$\{var\.unknown\}"/);
  });
});

describe("an instance whose first network interface was not read", () => {
  const interfaces = {
    aws_network_interface: {
      second: {
        subnet_id: "${aws_subnet.private.id}",
        security_groups: ["${aws_security_group.open.id}"],
        source_dest_check: false,
        attachment: { instance: "${aws_instance.nat.id}", device_index: 1 },
      },
    },
    aws_instance: { nat: { ...host("public"), subnet_id: "${var.unknown}" } },
    aws_route: {
      private: route("private", "0.0.0.0/0", { network_interface_id: "${aws_network_interface.second.id}" }),
    },
  };

  test("as the way out is not decided: another of its own is not taken for it", () => {
    expect(answer(small(interfaces), "app", "internet")).toMatch(
      /nat its first network interface was not read, by which it sends/,
    );
  });

  test("is no end either", () => {
    expect(() => answer(small(interfaces), "nat", "internet")).toThrow(
      '"nat" has a first network interface that was not read; name another of its own',
    );
  });
});
