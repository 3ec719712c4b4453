import { topologyOf, withSubnet } from "./written";

/** The types of these that end up as not understood. */
function notUnderstood(...types: string[]): string[] {
  const resource = Object.fromEntries(types.map((type) => [type, { x: { zone: "${no.such}" } }]));
  return topologyOf(withSubnet(resource)).notUnderstood.map(({ stack, address }) => `${stack} ${address}`);
}

test("what may shape the network and is not in the model is listed, whatever its arguments", () => {
  expect(
    notUnderstood("aws_network_acl", "aws_lb", "aws_autoscaling_group", "aws_vpc_dhcp_options", "google_x"),
  ).toEqual([
    "web aws_autoscaling_group.x",
    "web aws_lb.x",
    "web aws_network_acl.x",
    "web aws_vpc_dhcp_options.x",
    "web google_x.x",
  ]);
});

test("what has no part in where packets go is not", () => {
  expect(
    notUnderstood(
      "aws_iam_role",
      "aws_iam_role_policy_attachment",
      "aws_key_pair",
      "aws_ami",
      "aws_cloudwatch_metric_alarm",
      "aws_s3_bucket",
      "aws_ebs_volume",
      "terraform_data",
      "random_id",
    ),
  ).toEqual([]);
});
