import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { synthesize, testEnvironment } from "../support/synthesize";
import { crossStack } from "./examples";

const PRIVATE_GROUP = crossStack("private-instances", "aws_security_group.private.id");

describe("published services", () => {
  const { file, json } = synthesize(
    testEnvironment({
      zones: ["eu-central-1a", "eu-central-1b"],
      privateInstances: { count: 3 },
      publish: [
        { name: "web", port: 443, targetPort: 8443, allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
        {
          name: "dns",
          port: 53,
          protocol: "udp",
          healthCheckPort: 22,
          to: ["private-1"],
          allowedCidrs: ["203.0.113.0/24"],
        },
      ],
    }),
  );
  const { resource, output } = json("published");

  it("have one network load balancer, in all public subnets, with a group", () => {
    expect(file("published")).toHaveResourceWithProperties(Lb, {
      load_balancer_type: "network",
      internal: false,
      subnets: ["a", "b"].map((zone) => crossStack("network", `aws_subnet.public_${zone}.id`)),
      security_groups: ["${aws_security_group.load_balancer.id}"],
    });
    expect(Object.keys(resource.aws_lb)).toHaveLength(1);
  });

  it("listen at their ports and go to the instances that they name, or to all", () => {
    expect(file("published")).toHaveResourceWithProperties(LbListener, {
      protocol: "TCP",
      port: 443,
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.published_web.arn}" }],
    });
    expect(file("published")).toHaveResourceWithProperties(LbTargetGroup, {
      protocol: "UDP",
      port: 53,
      target_type: "instance",
      health_check: { protocol: "TCP", port: "22" },
    });
    const targets = Object.values<any>(resource.aws_lb_target_group_attachment).map(
      ({ target_group_arn, target_id }) => [target_group_arn.split(".")[1], target_id],
    );
    const instance = (index: number) => crossStack("private-instances", `aws_instance.private_${index}.id`);
    expect(targets).toEqual([
      ["published_dns", instance(1)],
      ["published_web", instance(0)],
      ["published_web", instance(1)],
      ["published_web", instance(2)],
    ]);
  });

  it("let their clients in to the load balancer, and the load balancer alone in to the instances", () => {
    const rules = (type: string) =>
      Object.values<any>(resource[type]).map(
        ({ security_group_id, from_port, to_port, ip_protocol, ...rest }) => {
          expect(from_port).toBe(to_port);
          const group = security_group_id === PRIVATE_GROUP ? "private" : "load balancer";
          return `${group} ${ip_protocol} ${from_port} ${rest.cidr_ipv4 ?? rest.referenced_security_group_id}`;
        },
      );
    const loadBalancer = "${aws_security_group.load_balancer.id}";
    expect(rules("aws_vpc_security_group_ingress_rule").sort()).toEqual([
      "load balancer tcp 443 198.51.100.7/32",
      "load balancer tcp 443 203.0.113.0/24",
      "load balancer udp 53 203.0.113.0/24",
      `private tcp 22 ${loadBalancer}`,
      `private tcp 8443 ${loadBalancer}`,
      `private udp 53 ${loadBalancer}`,
    ]);
    expect(rules("aws_vpc_security_group_egress_rule").sort()).toEqual([
      `load balancer tcp 22 ${PRIVATE_GROUP}`,
      `load balancer tcp 8443 ${PRIVATE_GROUP}`,
      `load balancer udp 53 ${PRIVATE_GROUP}`,
    ]);
  });

  it("say where they are reached", () => {
    expect(output.published_at.value).toEqual({
      web: "${aws_lb.published.dns_name}:443",
      dns: "${aws_lb.published.dns_name}:53",
    });
  });
});

describe("an EC2 Instance Connect Endpoint", () => {
  const { file, json } = synthesize(testEnvironment({ instanceConnect: true }));
  const { resource, output } = json("private-instances");

  it("stands in a private subnet, and is the only one that the instances let in by SSH", () => {
    expect(file("private-instances")).toHaveResourceWithProperties(Ec2InstanceConnectEndpoint, {
      subnet_id: crossStack("network", "aws_subnet.private_b.id"),
      security_group_ids: ["${aws_security_group.instance_connect.id}"],
      preserve_client_ip: false,
    });
    const ssh = { ip_protocol: "tcp", from_port: 22, to_port: 22 };
    expect(resource.aws_vpc_security_group_ingress_rule.instance_connect).toMatchObject({
      ...ssh,
      security_group_id: "${aws_security_group.private.id}",
      referenced_security_group_id: "${aws_security_group.instance_connect.id}",
    });
    expect(resource.aws_vpc_security_group_egress_rule.instance_connect).toMatchObject({
      ...ssh,
      security_group_id: "${aws_security_group.instance_connect.id}",
      referenced_security_group_id: "${aws_security_group.private.id}",
    });
  });

  it("comes with the commands that use it", () => {
    expect(output.private_instance_connect.value[0]).toBe(
      "aws ec2-instance-connect ssh --region eu-central-1 --instance-id ${aws_instance.private_0.id} --connection-type eice",
    );
    expect(output.private_port_forwarding.value[1]).toMatch(
      /^aws ssm start-session .*\$\{aws_instance\.private_1\.id\} --document-name AWS-StartPortForwardingSession /,
    );
  });

  it("is not there without being asked for", () => {
    expect(synthesize(testEnvironment()).json("private-instances").resource).not.toHaveProperty(
      "aws_ec2_instance_connect_endpoint",
    );
  });
});

describe("a load balancer's zones and rules", () => {
  const zones = ["eu-central-1a", "eu-central-1b"];
  const service = { name: "web", port: 443, allowedCidrs: ["203.0.113.0/24"] };
  const published = (...publish: object[]) =>
    synthesize(testEnvironment({ zones, privateInstances: { count: 3 }, publish: publish as never })).json(
      "published",
    );

  it.each([
    [undefined, false],
    [["private-0", "private-1"], false],
    [["private-0", "private-2"], true],
    [["private-1"], true],
  ])("crosses zones where one would be left out: to %j, %s", (to, crosses) => {
    const { aws_lb } = published({ ...service, ...(to && { to }) }).resource;
    expect(aws_lb.published.enable_cross_zone_load_balancing).toBe(crosses);
  });

  it("names each port of the instances once, whichever services need it", () => {
    const { resource } = published(
      { ...service, targetPort: 8080 },
      { ...service, name: "api", port: 444, targetPort: 8080 },
      { ...service, name: "dns", port: 53, protocol: "udp", healthCheckPort: 8080 },
    );
    expect(Object.keys(resource.aws_vpc_security_group_egress_rule)).toEqual([
      "to_instances_tcp_8080",
      "to_instances_udp_53",
    ]);
  });
});
