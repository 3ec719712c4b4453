import { UNSET, byDefault, differs, elsewhere, reference, same } from "../facts";

/** What the article's three instances have in common. */
export const OF_EVERY_INSTANCE = [
  same({ ami: reference("data.aws_ami.amazon-linux-2023"), instance_type: "t4g.nano" }),
  byDefault({ "maintenance_options.auto_recovery": "default" }),
  differs("image-change", { lifecycle: UNSET }, { "lifecycle.ignore_changes": ["ami"] }),
  differs(
    "metadata",
    { metadata_options: UNSET },
    {
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
    },
  ),
  differs(
    "disk",
    { root_block_device: UNSET },
    { root_block_device: { encrypted: true, volume_type: "gp3", volume_size: 8 } },
  ),
];

/** An instance stands in its subnet's zone; the article says so twice. */
export function inTheZoneOf(subnet: "public_b" | "private_b") {
  const zone = { availability_zone: "eu-central-1b" };
  return elsewhere(zone, zone, `network/aws_subnet.${subnet}`);
}
