import { topologyOf } from "./written";

const vpc_id = "${aws_vpc.main.id}";

const LB = { load_balancer_type: "network", subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] };
const LISTENER = {
  load_balancer_arn: "${aws_lb.front.arn}",
  port: 443,
  protocol: "TCP",
  default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.web.arn}" }],
};
const GROUP = { vpc_id, port: 8443, protocol: "TCP" };
const ATTACHMENT = {
  target_group_arn: "${aws_lb_target_group.web.arn}",
  target_id: "${aws_instance.app.id}",
};

interface Changes {
  readonly lb?: object;
  readonly listener?: object;
  readonly group?: object;
  readonly attachment?: object;
  readonly more?: Readonly<Record<string, object>>;
}

/** Two zones with a load balancer in front of one instance. */
function network({ lb, listener, group, attachment, more }: Changes = {}) {
  const subnet = (zone: string, cidr_block: string) => ({
    ...{ vpc_id, cidr_block, availability_zone: `eu-central-1${zone}` },
  });
  return topologyOf({
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.0.1.0/24"), b: subnet("b", "10.0.2.0/24") },
      aws_instance: { app: { subnet_id: "${aws_subnet.a.id}" } },
      aws_lb: { front: { ...LB, ...lb } },
      aws_lb_listener: { web: { ...LISTENER, ...listener } },
      aws_lb_target_group: { web: { ...GROUP, ...group } },
      aws_lb_target_group_attachment: { app: { ...ATTACHMENT, ...attachment } },
      ...more,
    },
  });
}

const front = (changes: Changes = {}) => network(changes).loadBalancers[0]!;
const listener = (changes: Changes = {}) => front(changes).listeners[0]!;

test("a network load balancer has an interface in each subnet, with public addresses where it faces the internet", () => {
  const topology = network();
  const { scheme, networkInterfaceIds } = topology.loadBalancers[0]!;
  const own = topology.networkInterfaces.filter(({ id }) => networkInterfaceIds.includes(id));
  expect(scheme).toBe("internet-facing");
  expect(
    own.map(({ name, privateIp, publicIp, sourceDestCheck, securityGroupIds }) => [
      ...[name, privateIp, publicIp, sourceDestCheck, securityGroupIds],
    ]),
  ).toEqual([
    ["front-a", "10.0.1.5", "203.0.113.1", false, []],
    ["front-b", "10.0.2.4", "203.0.113.2", false, []],
  ]);
  expect(topology.notUnderstood).toEqual([]);
});

test("an internal one has none", () => {
  const { networkInterfaces, loadBalancers } = network({ lb: { internal: true } });
  expect(loadBalancers[0]!.scheme).toBe("internal");
  expect(networkInterfaces.flatMap(({ publicIp }) => publicIp ?? [])).toEqual([]);
});

test("addresses that are given are taken, an Elastic IP for the public one, and both families if it has them", () => {
  const { networkInterfaces, elasticIps } = network({
    lb: {
      subnets: undefined,
      ip_address_type: "dualstack",
      security_groups: ["${aws_security_group.front.id}"],
      subnet_mapping: [
        {
          subnet_id: "${aws_subnet.a.id}",
          allocation_id: "${aws_eip.front.id}",
          private_ipv4_address: "10.0.1.9",
        },
        { subnet_id: "${aws_subnet.b.id}" },
      ],
    },
    more: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
      aws_subnet: Object.fromEntries(
        ["a", "b"].map((zone, index) => [
          zone,
          {
            ...{ vpc_id, cidr_block: `10.0.${index + 1}.0/24`, availability_zone: `eu-central-1${zone}` },
            ipv6_cidr_block: `\${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, ${index})}`,
          },
        ]),
      ),
      aws_eip: { front: {} },
      aws_security_group: { front: { vpc_id } },
    },
  });
  const [a, b] = networkInterfaces.filter(({ name }) => name.startsWith("front-"));
  expect(a).toMatchObject({ privateIp: "10.0.1.9", publicIp: elasticIps[0]!.publicIp });
  expect(elasticIps[0]!.networkInterfaceId).toBe(a!.id);
  expect(b!.publicIp).not.toBe(a!.publicIp);
  expect([a!.ipv6Addresses, b!.ipv6Addresses]).toEqual([["2001:db8::4"], ["2001:db8:0:1::4"]]);
  expect(a!.securityGroupIds).toHaveLength(1);
});

test("a listener passes to its target group's targets, at the group's port or the target's own", () => {
  const networkInterfaceId = network().networkInterfaces.find(({ name }) => name === "app-card0")!.id;
  expect(listener()).toMatchObject({
    ...{ protocol: "tcp", port: 443, preservesClientIp: true, crossZone: false },
    targets: [{ networkInterfaceId, port: 8443, healthCheckPort: 8443 }],
  });
  expect(listener({ attachment: { port: 9000 } }).targets).toMatchObject([
    { port: 9000, healthCheckPort: 9000 },
  ]);
  expect(listener({ group: { health_check: [{ port: "8080" }] } }).targets).toMatchObject([
    { port: 8443, healthCheckPort: 8080 },
  ]);
  const byAddress = {
    group: { target_type: "ip" },
    attachment: { target_id: "${aws_instance.app.private_ip}" },
  };
  expect(listener(byAddress).targets).toMatchObject([{ networkInterfaceId }]);
});

test("a listener may pass to several groups by weight", () => {
  const forward = [{ target_group: [{ arn: "${aws_lb_target_group.web.arn}", weight: 1 }] }];
  expect(listener({ listener: { default_action: [{ type: "forward", forward }] } }).targets).toHaveLength(1);
});

test.each([
  ["TCP", ["tcp"]],
  ["TLS", ["tcp"]],
  ["UDP", ["udp"]],
  ["TCP_UDP", ["tcp", "udp"]],
])("a listener of %s is one for %j", (protocol, protocols) => {
  const { listeners } = front({ listener: { protocol } });
  expect(listeners.map((one) => one.protocol)).toEqual(protocols);
});

test.each<[object, boolean]>([
  [{}, true],
  [{ preserve_client_ip: "false" }, false],
  [{ target_type: "ip" }, false],
  [{ target_type: "ip", preserve_client_ip: "true" }, true],
  [{ protocol: "UDP", preserve_client_ip: "false" }, true],
  [{ protocol: "TCP_UDP", target_type: "ip" }, true],
])("the client's address is kept or not, as AWS does by default or is told to: %j", (group, kept) => {
  expect(listener({ group }).preservesClientIp).toBe(kept);
});

test.each<[object, object, boolean]>([
  [{}, {}, false],
  [{ enable_cross_zone_load_balancing: true }, {}, true],
  [{ enable_cross_zone_load_balancing: true }, { load_balancing_cross_zone_enabled: "false" }, false],
  [{}, { load_balancing_cross_zone_enabled: "true" }, true],
  [{}, { load_balancing_cross_zone_enabled: "use_load_balancer_configuration" }, false],
])(
  "zones are crossed as the load balancer is told, and its target group before it: %j %j",
  (lb, group, crossed) => {
    expect(listener({ lb, group }).crossZone).toBe(crossed);
  },
);

describe("what is not followed is named, and leaves open what the load balancer may pass on", () => {
  const problems = (changes: Changes) => {
    const topology = network(changes);
    const [only] = topology.loadBalancers;
    return topology.notUnderstood.map(({ address, why, may, touches }) => {
      const ofIt = only !== undefined && touches !== "anything" && touches.includes(only.id);
      return [address, why, ofIt ? may : "nothing of it"];
    });
  };

  test.each<[Changes, string, RegExp, string]>([
    [
      { lb: { load_balancer_type: "application" } },
      "aws_lb.front",
      /^is a load balancer of type application, which is not followed$/,
      "nothing of it",
    ],
    [{ lb: { subnets: [] } }, "aws_lb.front", /^has no subnet that was read$/, "nothing of it"],
    [{ listener: { port: undefined } }, "aws_lb_listener.web", /^has no port$/, "open"],
    [{ listener: { protocol: "GENEVE" } }, "aws_lb_listener.web", /the protocol "GENEVE"/, "open"],
    [
      { listener: { default_action: [{ type: "forward", target_group_arn: "arn:elsewhere" }] } },
      "aws_lb_listener.web",
      /^passes to a target group that was not read$/,
      "open",
    ],
    [
      { attachment: { target_id: "i-0123456789abcdef0" } },
      "aws_lb_target_group_attachment.app",
      /^its target, i-0123456789abcdef0, is not part of what was read$/,
      "open",
    ],
    [
      { attachment: { target_id: "${aws_instance.gone.id}" } },
      "aws_lb_target_group_attachment.app",
      /there is no aws_instance\.gone/,
      "open",
    ],
    [
      { more: { aws_autoscaling_group: { web: { target_group_arns: ["${aws_lb_target_group.web.arn}"] } } } },
      "aws_autoscaling_group.web",
      /registers targets that were not read/,
      "open",
    ],
  ])("%j", (changes, address, why, may) => {
    expect(problems(changes).find(([at]) => at === address)).toEqual([
      address,
      expect.stringMatching(why),
      may,
    ]);
  });

  test("the listener of one that was not read is named", () => {
    const { notUnderstood } = network({ listener: { load_balancer_arn: "arn:elsewhere" } });
    expect(notUnderstood).toMatchObject([{ address: "aws_lb_listener.web" }]);
  });
});

test("an EC2 Instance Connect Endpoint is known, and is no way for packets from the internet", () => {
  const endpoint = { aws_ec2_instance_connect_endpoint: { door: { subnet_id: "${aws_subnet.a.id}" } } };
  expect(network({ more: endpoint }).notUnderstood).toEqual([]);
});
