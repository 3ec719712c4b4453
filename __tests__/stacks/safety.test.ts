import { Environment } from "../../lib/config/environment";
import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, SSH, THREE_ZONES, crossStack } from "./examples";
import { FORBIDDEN, Stacks, stacksOf, violations } from "./safety";

const LARGE = {
  ami: { id: "ami-0123456789abcdef0", architecture: "x86_64" },
  nat: { instanceType: "c7i.large" },
  privateInstances: { instanceType: "m7i.large", count: 5 },
} as const;

const JUDGED: [string, () => Environment][] = [
  // Of a network that exists the stacks know ids alone, so the plan's checks judge where things stand there.
  ...environmentNames()
    .filter((name) => !loadEnvironment(name).network)
    .map((name): [string, () => Environment] => [name, () => loadEnvironment(name)]),
  ["one host for three zones, with SSH", () => testEnvironment({ ...THREE_ZONES, ssh: SSH })],
  ["a host in each zone, with SSH", () => testEnvironment({ ...PER_ZONE, ssh: SSH })],
  ["a fixed image and large instances", () => testEnvironment(LARGE)],
];

it.each(JUDGED)("Nothing forbidden is synthesized for %s", (_, environment) => {
  const chosen = environment();
  const allowed = chosen.policyExceptions.map(({ resource }) => resource.replace("/", " "));
  const found = violations(stacksOf(synthesize(chosen)));
  expect(found).toEqual(allowed.map((resource) => `the whole internet let in: ${resource}`));
});

const PUBLIC_SUBNET = crossStack("network", "aws_subnet.public_b.id");
const PRIVATE_SUBNET = crossStack("network", "aws_subnet.private_b.id");

/** What somebody might do to good stacks: give an element, old or new, these arguments. */
const PLANTED: Record<string, [string, Record<string, unknown>][]> = {
  "the whole internet let in": [
    ["private-instances aws_vpc_security_group_ingress_rule.endpoints_https", { cidr_ipv4: "0.0.0.0/0" }],
    ["routes aws_vpc_security_group_ingress_rule.nat_from_private", { cidr_ipv6: "::/0" }],
    ["nat-instance aws_security_group.nat", { ingress: [{ to_port: 22, cidr_blocks: ["0.0.0.0/0"] }] }],
    ["network aws_default_security_group.default", { ingress: { ipv6_cidr_blocks: ["::/0"] } }],
    ["routes aws_security_group_rule.ssh", { type: "ingress", cidr_blocks: ["0.0.0.0/0"] }],
  ],
  "a public address in the private tier": [
    ["network aws_subnet.private_b", { map_public_ip_on_launch: true }],
    ["network aws_subnet.private_b", { map_public_ip_on_launch: undefined }],
    ["private-instances aws_instance.private_1", { associate_public_ip_address: true }],
    ["private-instances aws_eip.private_1", { network_interface: "eni-0" }],
  ],
  "the private tier in a public subnet": [
    ["private-instances aws_instance.private_0", { subnet_id: PUBLIC_SUBNET }],
    ["nat-instance aws_network_interface.nat_b_card1", { subnet_id: PUBLIC_SUBNET }],
  ],
  "a way past the NAT host out of a private subnet": [
    ["network aws_route.past", { route_table_id: "${aws_route_table.private_b.id}", gateway_id: "igw-0" }],
    ["routes aws_route.private_b_default", { network_interface_id: undefined, gateway_id: "igw-0" }],
    ["network aws_route_table_association.private_b", { route_table_id: "${aws_route_table.public.id}" }],
  ],
  IMDSv1: [
    ["nat-instance aws_instance.nat_b", { metadata_options: { http_tokens: "optional" } }],
    ["private-instances aws_instance.private_0", { metadata_options: undefined }],
    ["routes aws_launch_template.host", {}],
  ],
  "an unencrypted disk": [
    ["nat-instance aws_instance.nat_b", { root_block_device: { encrypted: false } }],
    ["private-instances aws_instance.private_0", { root_block_device: undefined }],
    ["private-instances aws_instance.private_1", { ebs_block_device: [{ device_name: "/dev/xvdb" }] }],
    ["routes aws_ebs_volume.data", { size: 8 }],
  ],
  "the newest image of just anyone": [
    ["nat-instance data.aws_ami.al2023", { owners: undefined }],
    ["private-instances data.aws_ami.al2023", { owners: [] }],
  ],
  "a source/destination check off, but on a NAT host's interface #1": [
    ["nat-instance aws_instance.nat_b", { source_dest_check: false }],
    [
      "private-instances aws_network_interface.second",
      { subnet_id: PRIVATE_SUBNET, source_dest_check: false },
    ],
  ],
  "an Elastic IP by an instance's id": [
    ["nat-instance aws_eip.nat_b", { instance: "${aws_instance.nat_b.id}" }],
    ["nat-instance aws_eip_association.nat_b", { instance_id: "${aws_instance.nat_b.id}" }],
  ],
  "a network interface named in the instance itself": [
    ["nat-instance aws_instance.nat_b", { network_interface: { device_index: 1 } }],
    ["nat-instance aws_instance.nat_b", { primary_network_interface: { network_interface_id: "eni-0" } }],
  ],
};

function plant(stacks: Stacks, where: string, change: Record<string, unknown>): void {
  const [stack, address] = where.split(" ") as [keyof Stacks, string];
  const [name, type, mode] = address.split(".").reverse() as [string, string, string?];
  const named = (stacks[stack][mode ?? "resource"][type] ??= {});
  named[name] = { ...named[name], ...change };
}

describe("what is forbidden is found:", () => {
  const good = stacksOf(synthesize(testEnvironment()));
  const plants = Object.entries(PLANTED).flatMap(([what, planted]) =>
    planted.map(([where, change]) => [what, where, change] as const),
  );

  it.each(plants)("%s: %s", (what, where, change) => {
    const stacks = structuredClone(good);
    plant(stacks, where, change);
    expect(violations(stacks)).toEqual([`${what}: ${where}`]);
  });

  it("every one of them has been tried", () => {
    expect(Object.keys(PLANTED)).toEqual(Object.keys(FORBIDDEN));
  });
});
