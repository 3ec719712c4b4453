import {
  ArticleResource,
  UNSET,
  byDefault,
  differs,
  elsewhere,
  reference,
  resource,
  same,
  withSsh,
} from "../facts";
import { OF_EVERY_INSTANCE, inTheZoneOf } from "./instances";

/** The key that stands for the article's `~/.ssh/id_ed25519.pub`. */
export const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN/mIGFiePkggMjTKjjxPeYMNJHT+slOf+64Z+xSilss";

const HOST = "nat-instance/aws_instance.nat_b";
const INTERFACE_1 = "nat-instance/aws_network_interface.nat_b_card1";
const SECURITY_GROUP = reference("aws_security_group.nat-sg");

/** `public-instance.tf`. */
export const NAT_INSTANCE: readonly ArticleResource[] = [
  resource("aws_instance.nat-instance", HOST, [
    same({
      subnet_id: reference("aws_subnet.public-subnet"),
      vpc_security_group_ids: [SECURITY_GROUP],
      // Interface #0 keeps its check.
      source_dest_check: UNSET,
    }),
    ...OF_EVERY_INSTANCE,
    inTheZoneOf("public_b"),
    byDefault({ "credit_specification.cpu_credits": "unlimited" }),
    differs("address", { associate_public_ip_address: true }, { associate_public_ip_address: UNSET }),
    differs(
      "address",
      {},
      { domain: "vpc", network_interface: reference(HOST, "primary_network_interface_id") },
      "nat-instance/aws_eip.nat_b",
    ),
    elsewhere({ user_data: "forward packets" }, { user_data: /net\.ipv4\.ip_forward = 1/ }),
    elsewhere(
      { user_data: "translate what leaves" },
      { user_data: /ip saddr \$vpc ip daddr != \$vpc masquerade/ },
    ),
    elsewhere(
      { user_data: "let replies back in" },
      { user_data: /ct state vmap \{ established : accept, related : accept/ },
    ),
    differs(
      "host",
      { user_data: "iptables rules for eth0 and eth1" },
      { user_data: /MACAddress=\$\{aws_network_interface\.nat_b_card1\.mac_address\}/ },
    ),
    differs(
      "host",
      { user_data: "names of network interfaces" },
      { user_data: /^(?![^]*\b(iptables(?!\.service\n)|eth\d|ens\d))/ },
    ),
    differs("host", { user_data_replace_on_change: UNSET }, { user_data_replace_on_change: true }),
    differs(
      "ssh",
      { iam_instance_profile: UNSET },
      { iam_instance_profile: reference("nat-instance/aws_iam_instance_profile.nat_profile", "name") },
    ),
    withSsh(same({ key_name: reference("aws_key_pair.nat-kp", "key_name") })),
  ]),
  resource("aws_key_pair.nat-kp", "nat-instance/aws_key_pair.ssh", [
    withSsh(elsewhere({ public_key: "the file ~/.ssh/id_ed25519.pub" }, { public_key: PUBLIC_KEY })),
    withSsh(differs("names", { key_name: UNSET }, { key_name: "nat-instance-article-nat" })),
  ]),
  resource("aws_security_group.nat-sg", "nat-instance/aws_security_group.nat", [
    same({ name: "NAT", vpc_id: reference("aws_vpc.nat-test") }),
    elsewhere(
      { egress: "anything to 0.0.0.0/0" },
      { security_group_id: SECURITY_GROUP, ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
      "nat-instance/aws_vpc_security_group_egress_rule.nat",
    ),
    elsewhere(
      { ingress: "anything from aws_security_group.private" },
      {
        security_group_id: SECURITY_GROUP,
        ip_protocol: "-1",
        referenced_security_group_id: reference("aws_security_group.private"),
      },
      "routes/aws_vpc_security_group_ingress_rule.nat_from_private",
    ),
    withSsh(
      elsewhere(
        { ingress: "TCP port 22 from 158.0.0.0/8" },
        {
          security_group_id: SECURITY_GROUP,
          ip_protocol: "tcp",
          from_port: 22,
          to_port: 22,
          cidr_ipv4: "158.0.0.0/8",
        },
        "nat-instance/aws_vpc_security_group_ingress_rule.ssh_from_158_0_0_0_8",
      ),
    ),
  ]),
  resource("aws_network_interface.private-sub-ni", INTERFACE_1, [
    same({
      subnet_id: reference("aws_subnet.private-subnet"),
      security_groups: [SECURITY_GROUP],
      source_dest_check: false,
    }),
    elsewhere(
      { "attachment.instance": reference("aws_instance.nat-instance"), "attachment.device_index": 1 },
      {
        network_interface_id: reference("aws_network_interface.private-sub-ni"),
        instance_id: reference("aws_instance.nat-instance"),
        device_index: 1,
      },
      "nat-instance/aws_network_interface_attachment.nat_b",
    ),
  ]),
];
