import { ArticleResource, UNSET, differs, elsewhere, reference, resource, same } from "../facts";
import { OF_EVERY_INSTANCE, inTheZoneOf } from "./instances";

/** `private-instance.tf`. */
const INSTANCES = [0, 1].map((index) =>
  resource(`aws_instance.private-instance[${index}]`, `private-instances/aws_instance.private_${index}`, [
    same({
      subnet_id: reference("aws_subnet.private-subnet"),
      vpc_security_group_ids: [reference("aws_security_group.private")],
      iam_instance_profile: reference("aws_iam_instance_profile.ssm-profile", "name"),
      // The private subnet gives none.
      associate_public_ip_address: UNSET,
    }),
    ...OF_EVERY_INSTANCE,
    inTheZoneOf("private_b"),
    differs(
      "names",
      { "tags.Name": `Private-Instance-${index}` },
      { "tags.Name": `article-private-${index}` },
    ),
  ]),
);

/** `ssm.tf`. */
const ENDPOINTS = ["ec2messages", "ssm", "ssmmessages"].map((service, index) =>
  resource(`aws_vpc_endpoint.endpoint[${index}]`, `private-instances/aws_vpc_endpoint.endpoints_${service}`, [
    same({
      service_name: `com.amazonaws.eu-central-1.${service}`,
      vpc_endpoint_type: "Interface",
      private_dns_enabled: true,
      vpc_id: reference("aws_vpc.nat-test"),
      subnet_ids: [reference("aws_subnet.private-subnet")],
      security_group_ids: [reference("aws_security_group.endpoints")],
    }),
    differs("names", { "tags.Name": service }, { "tags.Name": `article-endpoints-${service}` }),
  ]),
);

/** `private-instance.tf` and `ssm.tf`. */
export const PRIVATE_INSTANCES: readonly ArticleResource[] = [
  ...INSTANCES,
  resource("aws_security_group.private", "private-instances/aws_security_group.private", [
    same({ name: "Private", vpc_id: reference("aws_vpc.nat-test") }),
    elsewhere(
      { egress: "anything to 0.0.0.0/0" },
      {
        security_group_id: reference("aws_security_group.private"),
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      },
      "private-instances/aws_vpc_security_group_egress_rule.private",
    ),
  ]),
  resource("aws_security_group.endpoints", "private-instances/aws_security_group.endpoints", [
    same({ name: "endpoints", vpc_id: reference("aws_vpc.nat-test") }),
    elsewhere(
      { ingress: "TCP port 443 from 10.8.0.0/16" },
      {
        security_group_id: reference("aws_security_group.endpoints"),
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_ipv4: "10.8.0.0/16",
      },
      "private-instances/aws_vpc_security_group_ingress_rule.endpoints_https",
    ),
  ]),
  ...ENDPOINTS,
  resource("aws_iam_role.ssm-instance", "private-instances/aws_iam_role.private_profile", [
    elsewhere(
      { assume_role_policy: "ec2.amazonaws.com may sts:AssumeRole" },
      {
        "assume_role_policy.Statement": [
          { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      },
    ),
    differs("names", { name: "SSM-Instance" }, { name: "nat-instance-article-private" }),
  ]),
  resource(
    "aws_iam_role_policy_attachment.SSM-ManagedInstanceCore",
    "private-instances/aws_iam_role_policy_attachment.private_profile",
    [
      same({
        role: reference("aws_iam_role.ssm-instance", "name"),
        policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      }),
    ],
  ),
  resource(
    "aws_iam_instance_profile.ssm-profile",
    "private-instances/aws_iam_instance_profile.private_profile",
    [
      same({ role: reference("aws_iam_role.ssm-instance", "name") }),
      differs("names", { name: "SSM-Instance-Profile" }, { name: "nat-instance-article-private" }),
    ],
  ),
];
