import { explain } from "../../lib/reachability";
import { ANYTHING, host, small } from "./small";

export const vpc_id = "${aws_vpc.main.id}";
export const FRONT = "${aws_security_group.front.id}";
export const GROUP_ARN = "${aws_lb_target_group.web.arn}";
export const zone = (letter: string) => ({ availability_zone: `eu-central-1${letter}` });
export const rule = (port: number, peer: object) => ({
  protocol: "tcp",
  from_port: port,
  to_port: port,
  ...peer,
});

const LISTENER = {
  ...{ load_balancer_arn: "${aws_lb.front.arn}", port: 443, protocol: "TCP" },
  default_action: [{ type: "forward", target_group_arn: GROUP_ARN }],
};
const GROUP = { vpc_id, port: 8443, protocol: "TCP" };
export const FROM_FRONT = rule(8443, { security_groups: [FRONT] });
export const FROM_ANYWHERE = rule(443, { cidr_blocks: ["0.0.0.0/0"] });

export interface Changes {
  readonly lb?: object;
  readonly listener?: object;
  readonly group?: object;
  /** The rules by which targets are let in. */
  readonly targetIngress?: readonly object[];
  readonly frontIngress?: readonly object[];
  readonly frontEgress?: readonly object[];
  readonly targets?: readonly string[];
  readonly more?: Readonly<Record<string, object>>;
}

/** The small network with a load balancer, in the public subnet, in front of `app` in the private one. */
export function published(changes: Changes = {}) {
  const { lb, listener, group, more, targets = ["app"] } = changes;
  const { targetIngress = [FROM_FRONT], frontIngress = [FROM_ANYWHERE], frontEgress = [ANYTHING] } = changes;
  return small({
    aws_lb: {
      front: {
        ...{ load_balancer_type: "network", subnets: ["${aws_subnet.public.id}"], security_groups: [FRONT] },
        ...lb,
      },
    },
    aws_lb_listener: { web: { ...LISTENER, ...listener } },
    aws_lb_target_group: { web: { ...GROUP, ...group } },
    aws_lb_target_group_attachment: Object.fromEntries(
      targets.map((name) => [
        name,
        { target_group_arn: GROUP_ARN, target_id: `\${aws_instance.${name}.id}` },
      ]),
    ),
    ...more,
    aws_security_group: {
      front: { vpc_id, ingress: frontIngress, egress: frontEgress },
      target: { vpc_id, ingress: targetIngress, egress: [ANYTHING] },
      ...more?.["aws_security_group"],
    },
    aws_instance: {
      app: { ...host("private"), vpc_security_group_ids: ["${aws_security_group.target.id}"] },
      ...more?.["aws_instance"],
    },
  });
}

/** What someone on the internet gets who asks for the load balancer. */
export const asked = (changes: Changes = {}) =>
  explain(published(changes), { from: "internet", to: "front" });

export const ROUTE = {
  route_table_id: "${aws_route_table.public.id}",
  gateway_id: "${aws_internet_gateway.main.id}",
};
