/** A service of private instances that the internet is to reach by a load balancer in the public subnet. */
export interface Published {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly targetPort: number;
  /** @default - targetPort */
  readonly healthCheckPort?: number;
  /** The instances, as their resources are called. */
  readonly to: readonly string[];
  /** @default true */
  readonly preservesClientIp?: boolean;
  /** The load balancer's security group. @default - none */
  readonly group?: string;
}

type Resources = Record<string, Record<string, object>>;

/** What publishes them, by one load balancer that is called `published`. */
export function publishing(...all: readonly Published[]): Resources {
  const groups = [...new Set(all.flatMap(({ group }) => group ?? []))];
  const each = <T>(make: (service: Published, name: string) => T) =>
    Object.fromEntries(all.map((service) => [nameOf(service), make(service, nameOf(service))]));
  return {
    aws_lb: {
      published: {
        load_balancer_type: "network",
        subnets: ["${aws_subnet.public.id}"],
        enable_cross_zone_load_balancing: true,
        security_groups: groups.map((group) => `\${aws_security_group.${group}.id}`),
      },
    },
    aws_lb_target_group: each(({ protocol, targetPort, healthCheckPort = targetPort, ...service }) => ({
      ...{ vpc_id: "${aws_vpc.main.id}", target_type: "instance" },
      ...{ protocol: protocol.toUpperCase(), port: targetPort },
      preserve_client_ip: String(service.preservesClientIp ?? true),
      health_check: [{ protocol: "TCP", port: String(healthCheckPort) }],
    })),
    aws_lb_listener: each(({ protocol, port }, name) => ({
      ...{ load_balancer_arn: "${aws_lb.published.arn}", protocol: protocol.toUpperCase(), port },
      default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }],
    })),
    aws_lb_target_group_attachment: Object.assign({}, ...all.map(attachments)) as Record<string, object>,
  };
}

function nameOf({ protocol, port }: Published): string {
  return `${protocol}_${port}`;
}

function attachments(service: Published): Record<string, object> {
  const name = nameOf(service);
  return Object.fromEntries(
    service.to.map((instance) => [
      `${name}_${instance}`,
      {
        target_group_arn: `\${aws_lb_target_group.${name}.arn}`,
        target_id: `\${aws_instance.${instance}.id}`,
      },
    ]),
  );
}
