import { explain } from "../../lib/reachability";
import { Changes, FROM_FRONT, FRONT, GROUP_ARN, asked, published, rule, vpc_id, zone } from "./published";
import { ANYTHING, answer, host, subnet, way } from "./small";

describe("zones", () => {
  /** A second private subnet with a target, in zone b; the load balancer is in a, or in both. */
  const zones = (lb: object, targets: readonly string[], enabled = ["public"]) =>
    published({
      lb: { ...lb, subnets: enabled.map((name) => `\${aws_subnet.${name}.id}`) },
      targets,
      more: {
        aws_subnet: {
          public: { ...subnet("10.0.1.0/24"), ...zone("a"), map_public_ip_on_launch: true },
          private: { ...subnet("10.0.2.0/24"), ...zone("a") },
          second: { ...subnet("10.0.3.0/24"), ...zone("b") },
          public_b: { ...subnet("10.0.4.0/24"), ...zone("b") },
        },
        aws_route_table_association: {
          public_b: {
            subnet_id: "${aws_subnet.public_b.id}",
            route_table_id: "${aws_route_table.public.id}",
          },
        },
        aws_instance: {
          far: { ...host("second"), vpc_security_group_ids: ["${aws_security_group.target.id}"] },
        },
      },
    });
  const both = ["public", "public_b"];

  test("its name leads to a zone that has a target", () => {
    expect(way(explain(zones({}, ["far"], both), { from: "internet", to: "front" }))).toEqual([
      ...["main", "front-public-b", "front", "far-card0"],
    ]);
    const inA = zones({}, ["far"], both).networkInterfaces.find(({ name }) => name === "front-public")!;
    expect(answer(zones({}, ["far"], both), "internet", inA.publicIp!)).toBe("ELB_NOT_CROSSZONE");
  });

  test("it passes on to others when it is told to cross them, and never to one that it is not in", () => {
    const crossing = { enable_cross_zone_load_balancing: true };
    const inA = "front-public";
    expect(answer(zones(crossing, ["far"], both), "internet", inA)).toBe("reachable");
    expect(answer(zones(crossing, ["far"]), "internet", "front")).toBe("ELB_INSTALLED_AZ_RESTRICTION");
  });
});

describe("several targets", () => {
  const two = (second: object, changes: Changes = {}) =>
    published({
      ...changes,
      targets: ["app", "second"],
      more: {
        aws_security_group: { second: { vpc_id, egress: [ANYTHING], ...second } },
        aws_instance: {
          second: { ...host("private"), vpc_security_group_ids: ["${aws_security_group.second.id}"] },
        },
      },
    });

  test("one that health checks do not reach gets nothing", () => {
    for (const topology of [two({ ingress: [] }), two({ ingress: [FROM_FRONT] })]) {
      expect(answer(topology, "internet", "front")).toBe("reachable");
    }
    const checkedElsewhere = two(
      { ingress: [rule(8080, { security_groups: [FRONT] }), FROM_FRONT] },
      { group: { health_check: [{ port: "8080" }] } },
    );
    expect(way(explain(checkedElsewhere, { from: "internet", to: "front" })).at(-1)).toBe("second-card0");
  });

  test("where no health check comes through, it passes on to any, and says so", () => {
    const { verdict, request } = asked({ group: { health_check: [{ port: "8080" }] } });
    expect(verdict).toBe("reachable");
    expect(request.map(({ text }) => text).join()).toContain(
      "none of its targets is healthy, so that it passes on to any",
    );
  });

  test("where a healthy one is out of the client's reach, which one it gets is the load balancer's choice", () => {
    const byRange = rule(8443, { cidr_blocks: ["10.0.0.0/16"] });
    expect(answer(two({ ingress: [byRange] }), "internet", "front")).toMatch(
      /^front gives some connections to second-card0, which they do not reach: no ingress rule of security group second/,
    );
  });
});

test("targets that were not read leave open what a listener without others answers", () => {
  const registered = { aws_autoscaling_group: { web: { target_group_arns: [GROUP_ARN] } } };
  expect(answer(published({ targets: [], more: registered }), "internet", "front")).toContain(
    "registers targets that were not read",
  );
  expect(answer(published({ more: registered }), "internet", "front")).toBe("reachable");
});
