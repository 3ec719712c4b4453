interface Difference {
  readonly article: string;
  readonly here: string;
  readonly why: string;
}

/** Where this project departs from the article on purpose. */
export const DIFFERENCES = {
  image: {
    article:
      "The image's name is `amzn2-ami-hvm-2.0.2023*-arm64-gp2`, of any owner. That is Amazon Linux 2, and today nothing is found.",
    here: "`al2023-ami-2023.*-kernel-6.18-arm64`, of the owner `amazon`, for arm64 and hvm, and available.",
    why: "The data source is named after Amazon Linux 2023, so that is what was meant. Without an owner, anyone's image of a fitting name is found. The kernel series in the pattern keeps a new series from arriving unasked.",
  },
  "image-change": {
    article: "When a newer image appears, the next apply replaces the instances.",
    here: "`ignore_changes = [ami]`: an instance keeps its image until it is rolled on purpose.",
    why: "The private subnets' way out must not drop by surprise.",
  },
  address: {
    article:
      "An automatic public address. With two network interfaces, the host gets none back when it stops and starts.",
    here: "An Elastic IP on interface #0's interface.",
    why: "The address that the internet sees stays the same, whatever happens to the host. It is bound to the interface, because EC2 refuses an address for an instance that has two.",
  },
  host: {
    article:
      "Four commands at the first boot switch forwarding on and add `iptables` rules for `eth0` and `eth1`. Changed later, they are not run again.",
    here: "Files that the host's own services load at every boot: systemd-networkd translates for the network interface with interface #1's MAC address, nftables for the VPC's range. A change of them replaces the host.",
    why: "Amazon Linux 2023 names its network interfaces `ens5` and `ens6` and ships neither `iptables` nor `nft`, and rules that are typed in are gone after a reboot.",
  },
  ssh: {
    article:
      "A key pair and port 22, open to 158.0.0.0/8 at all times. The NAT host has no instance profile.",
    here: "Neither, unless the environment says `ssh`, and never from 0.0.0.0/0. The NAT host has an instance profile for Systems Manager instead.",
    why: "No door stands open by default. With `ssh` switched on and the article's range in `allowedCidrs`, its own walk-through works as written.",
  },
  metadata: {
    article: "Nothing is said, so the metadata service also answers IMDSv1.",
    here: "IMDSv2 is required, with a hop limit of 1.",
    why: "A forged request through a program on the host, or a packet that it forwards, cannot fetch the role's credentials.",
  },
  disk: {
    article: "Nothing is said, so the disk is as the image has it: not encrypted.",
    here: "An encrypted gp3 disk of 8 GiB.",
    why: "A disk that is not encrypted from the start has to be replaced to become so.",
  },
  names: {
    article:
      "Fixed names for the role and the profile, a made-up one for the key pair, and a `Name` tag on some resources.",
    here: "Project and environment in every name that must be unique in an account, a `Name` tag on every resource that can have one, and the provider's default tags for project, environment and stack.",
    why: "Two environments fit into one account, and a bill or a console shows what belongs to which.",
  },
  stacks: {
    article: "One configuration with one state.",
    here: "Four stacks with a state each; one reads what it needs of another from that one's state.",
    why: "What changes at different times is planned and applied apart, and unplugging the private subnets' way out is `cdktf destroy routes`.",
  },
} as const satisfies Record<string, Difference>;

export type DifferenceId = keyof typeof DIFFERENCES;
