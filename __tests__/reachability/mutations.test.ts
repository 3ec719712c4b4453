import { explain } from "../../lib/reachability";
import { StackName } from "../support/synthesize";
import { spoiled } from "./networks";

type Spoil = (resource: any) => void;

/** Each element of a private instance's way out, broken, with what the verdict must name. */
const BROKEN: [string, StackName, Spoil, string, string][] = [
  [
    "the private instance's egress rule",
    "private-instances",
    (r) => delete r.aws_vpc_security_group_egress_rule.private,
    "private-0-card0",
    "ENI_SG_RULES_MISMATCH",
  ],
  [
    "the private default route",
    "routes",
    (r) => delete r.aws_route.private_b_default,
    "private-b",
    "NO_ROUTE_TO_DESTINATION",
  ],
  [
    "the private subnet's association with its table",
    "network",
    (r) => delete r.aws_route_table_association.private_b,
    "vpc-default",
    "NO_ROUTE_TO_DESTINATION",
  ],
  [
    "interface #1's attachment",
    "nat-instance",
    (r) => delete r.aws_network_interface_attachment.nat_b,
    "nat-b-card1",
    "NETWORK_INTERFACE_NOT_ATTACHED",
  ],
  [
    "the rule that lets the private side into the NAT host",
    "routes",
    (r) => delete r.aws_vpc_security_group_ingress_rule.nat_from_private,
    "nat-b-card1",
    "ENI_SG_RULES_MISMATCH",
  ],
  [
    "that rule's group",
    "routes",
    (r) => {
      const rule = r.aws_vpc_security_group_ingress_rule.nat_from_private;
      rule.referenced_security_group_id = rule.security_group_id;
    },
    "nat-b-card1",
    "ENI_SG_RULES_MISMATCH",
  ],
  [
    "that rule's protocol",
    "routes",
    (r) =>
      Object.assign(r.aws_vpc_security_group_ingress_rule.nat_from_private, {
        ip_protocol: "udp",
        from_port: 53,
        to_port: 53,
      }),
    "nat-b-card1",
    "ENI_SG_RULES_MISMATCH",
  ],
  [
    "interface #1's check, which is off",
    "nat-instance",
    (r) => delete r.aws_network_interface.nat_b_card1.source_dest_check,
    "nat-b-card1",
    "ENI_SOURCE_DEST_CHECK_RESTRICTION",
  ],
  [
    "the NAT host's egress rule",
    "nat-instance",
    (r) => delete r.aws_vpc_security_group_egress_rule.nat,
    "nat-b-card0",
    "ENI_SG_RULES_MISMATCH",
  ],
  [
    "the public default route",
    "network",
    (r) => delete r.aws_route.public_default,
    "public",
    "NO_ROUTE_TO_DESTINATION",
  ],
  [
    "the public subnet's association with its table",
    "network",
    (r) => delete r.aws_route_table_association.public_b,
    "vpc-default",
    "NO_ROUTE_TO_DESTINATION",
  ],
];

test.each(BROKEN)("without %s, the verdict names it", (_, stack, spoil, name, code) => {
  const topology = spoiled(stack, ({ resource }) => spoil(resource));
  const { verdict, blocker } = explain(topology, { from: "private-0", to: "internet" });
  expect({ verdict, ...blocker }).toMatchObject({ verdict: "not reachable", name, code });
  expect(blocker!.why).not.toBe("");
  expect(blocker!.fix).not.toBe("");
});

test("a prefix that does not hold the destination is no way there", () => {
  const topology = spoiled("routes", ({ resource }) => {
    resource.aws_route.private_b_default.destination_cidr_block = "128.0.0.0/1";
  });
  expect(explain(topology, { from: "private-0", to: "200.0.0.1" }).verdict).toBe("reachable");
  expect(explain(topology, { from: "private-0", to: "8.8.8.8" }).blocker).toMatchObject({
    name: "private-b",
  });
});

test("without the Elastic IP the world sees the address that the subnet gives", () => {
  const topology = spoiled("nat-instance", ({ resource }) => delete resource.aws_eip);
  expect(explain(topology, { from: "private-0", to: "internet" }).verdict).toBe("reachable");
});

test("without any public address, interface #0 is named", () => {
  const topology = spoiled("nat-instance", ({ resource }) => {
    delete resource.aws_eip;
    resource.aws_instance.nat_b.associate_public_ip_address = false;
  });
  expect(explain(topology, { from: "private-0", to: "internet" }).blocker).toMatchObject({
    name: "nat-b-card0",
    code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  });
});
