import { explain } from "../../lib/reachability";
import { INTERNET_GATEWAY, answer, by, host, route, small, subnet, way } from "./small";

const MIDDLE = { middle: { ...host("public"), source_dest_check: false } };
const OTHER = { aws_subnet: { other: subnet("10.0.3.0/24") }, aws_instance: { db: host("other") } };

describe("a route inside the VPC's own range", () => {
  const redirected = (target: object, destination = "10.0.3.0/24") =>
    small({
      ...OTHER,
      aws_instance: { ...OTHER.aws_instance, ...MIDDLE },
      aws_route: { inside: route("private", destination, target) },
    });

  test("is taken before the local one, which is shorter", () => {
    const explanation = explain(redirected(by("middle")), { from: "app", to: "db" });
    expect(explanation.verdict).toBe("reachable");
    expect(way(explanation)).toContain("middle");
    expect(explanation.seenAs).toMatch(/^10\.0\.1\./);
  });

  test("is taken also where it is as long as the local one", () => {
    expect(way(explain(redirected(by("middle"), "10.0.0.0/16"), { from: "app", to: "db" }))).toContain(
      "middle",
    );
  });

  test("does not lead elsewhere what stays in its own subnet", () => {
    const topology = small({
      aws_instance: { ...MIDDLE, neighbour: host("private") },
      aws_route: { inside: route("private", "10.0.2.0/24", by("middle")) },
    });
    const explanation = explain(topology, { from: "app", to: "neighbour" });
    expect(explanation.verdict).toBe("reachable");
    expect(way(explanation)).not.toContain("middle");
  });

  test("to `local` is the local one again", () => {
    const topology = small({
      ...OTHER,
      aws_instance: { ...OTHER.aws_instance, ...MIDDLE },
      aws_route: {
        all: route("private", "10.0.0.0/16", by("middle")),
        one: route("private", "10.0.3.0/24", { gateway_id: "local" }),
      },
    });
    expect(way(explain(topology, { from: "app", to: "db" }))).not.toContain("middle");
    expect(way(explain(topology, { from: "app", to: "web" }))).toContain("middle");
  });

  test("to an appliance that was not read is not decided", () => {
    expect(answer(redirected({ vpc_endpoint_id: "vpce-0123456789abcdef0" }), "app", "db")).toMatch(
      /aws_route\.inside leads 10\.0\.3\.0\/24 to VPC endpoint vpce-0123456789abcdef0, which was not read$/,
    );
  });

  test("by which the reply alone would go is not decided: what is there did not see the request", () => {
    const topology = small({
      ...OTHER,
      aws_instance: { ...OTHER.aws_instance, ...MIDDLE },
      aws_route_table_association: {
        other: { subnet_id: "${aws_subnet.other.id}", route_table_id: "${aws_route_table.public.id}" },
      },
      aws_route: { back: route("public", "10.0.2.0/24", by("middle")) },
    });
    expect(answer(topology, "app", "db")).toMatch(
      /leads the reply to 10\.0\.2\.\d+ by network interface middle-card0/,
    );
  });

  test("to the very interface that is meant ends there", () => {
    const topology = small({ aws_route: { own: route("private", "10.0.1.0/24", by("web")) } });
    expect(answer(topology, "app", "web")).toBe("reachable");
    expect(answer(topology, "app", "nat")).toBe("ENI_SOURCE_DEST_CHECK_RESTRICTION");
  });
});

describe("a VPC's second range", () => {
  const second = small({
    aws_vpc_ipv4_cidr_block_association: {
      more: { vpc_id: "${aws_vpc.main.id}", cidr_block: "100.64.0.0/16" },
    },
    aws_subnet: {
      pods: { vpc_id: "${aws_vpc_ipv4_cidr_block_association.more.vpc_id}", cidr_block: "100.64.1.0/24" },
    },
    aws_instance: { pod: host("pods") },
  });

  test("is local like the first, both ways", () => {
    expect(answer(second, "app", "pod")).toBe("reachable");
    expect(answer(second, "pod", "app")).toBe("reachable");
  });

  test("has no address that nobody has, and is not the internet", () => {
    expect(() => answer(second, "app", "100.64.1.200")).toThrow(
      "is in main's range and no network interface has it",
    );
    expect(() => answer(second, "internet", "100.64.1.200")).toThrow(
      "is in main's range and no network interface has it",
    );
  });
});

test("an address outside that the internet drops is not reached through it, and a longer route is not decided", () => {
  const peered = small({
    aws_route: {
      peer: route("private", "10.9.0.0/16", { vpc_peering_connection_id: "pcx-0123456789abcdef0" }),
    },
  });
  for (const to of ["10.8.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1"]) {
    expect(answer(peered, "app", to)).toBe("IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS");
  }
  expect(answer(peered, "app", "10.9.0.1")).toMatch(
    /to VPC peering connection pcx-0123456789abcdef0, which is not followed$/,
  );
});

test.each([
  "169.254.169.254",
  "127.0.0.1",
  "0.0.0.0",
  "224.0.0.251",
  "239.1.2.3",
  "255.255.255.255",
  "240.0.0.1",
])("no route leads to %s, whatever the table says", (to) => {
  for (const from of ["app", "web"]) {
    expect(explain(small(), { from, to })).toMatchObject({
      verdict: "not reachable",
      request: [],
      blocker: { code: "NEVER_ROUTED", name: `${from}-card0` },
    });
  }
});

describe("a gateway endpoint", () => {
  const endpoint = (tables: readonly string[], service = "s3") =>
    small({
      aws_vpc_endpoint: {
        [service]: {
          vpc_id: "${aws_vpc.main.id}",
          service_name: `com.amazonaws.eu-central-1.${service}`,
          route_table_ids: tables.map((name) => `\${aws_route_table.${name}.id}`),
        },
      },
      // Nothing else leads out of the private subnet.
      aws_route: { private: route("private", "192.0.2.0/32", INTERNET_GATEWAY) },
    });

  test.each(["s3", "dynamodb"])(
    "in the subnet's table is the way to %s, under the private address",
    (service) => {
      const explanation = explain(endpoint(["private"], service), { from: "app", to: `aws:${service}` });
      expect(explanation.verdict).toBe("reachable");
      expect(way(explanation)).toEqual(["app-card0", "private", service]);
      expect(explanation.seenAs).toMatch(/^10\.0\.2\./);
    },
  );

  test("in another subnet's table is none, nor for another service", () => {
    expect(answer(endpoint(["public"]), "app", "aws:s3")).toBe("NO_ROUTE_TO_DESTINATION");
    expect(answer(endpoint(["private"]), "app", "aws:dynamodb")).toBe("NO_ROUTE_TO_DESTINATION");
    expect(answer(endpoint(["private"]), "app", "internet")).toBe("NO_ROUTE_TO_DESTINATION");
  });
});

describe("a regional NAT gateway", () => {
  const regional = (more: Readonly<Record<string, object>> = {}) =>
    small({
      aws_nat_gateway: { all: { vpc_id: "${aws_vpc.main.id}", availability_mode: "regional" } },
      aws_route: { private: route("private", "0.0.0.0/0", { nat_gateway_id: "${aws_nat_gateway.all.id}" }) },
      ...more,
    });

  test("is a hop like a zonal one, in no subnet", () => {
    const explanation = explain(regional(), { from: "app", to: "internet" });
    expect(explanation.verdict).toBe("reachable");
    expect(way(explanation)).toEqual(["app-card0", "private", "all", "main"]);
    expect(explanation.reply.map(({ name }) => name)).toEqual(["all", "app-card0"]);
  });

  test("leads nowhere in a VPC without an internet gateway", () => {
    const topology = regional();
    const without = { ...topology, gateways: topology.gateways.filter(({ kind }) => kind === "nat-gateway") };
    expect(answer(without, "app", "internet")).toBe("NO_ROUTE_TO_DESTINATION");
  });
});
