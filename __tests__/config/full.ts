import { PUBLIC_KEY } from "./lines";

/** An environment in which every field there is has a value. */
export const FULL = {
  project: "shop",
  region: "eu-central-1",
  vpcCidr: "10.8.0.0/16",
  zones: [{ name: "eu-central-1b", publicCidr: "10.8.1.0/24", privateCidr: "10.8.2.0/24" }],
  network: {
    vpcId: "vpc-0123456789abcdef0",
    vpcCidrs: ["10.60.0.0/16"],
    takeOver: false,
    leave: true,
    zones: [
      {
        name: "eu-central-1b",
        publicSubnetId: "subnet-0123456789abcdef0",
        privateSubnets: [
          {
            id: "subnet-0123456789abcdef1",
            cidr: "10.60.1.0/24",
            routeTableId: "rtb-0123456789abcdef0",
          },
        ],
        routeTables: [
          {
            id: "rtb-0123456789abcdef0",
            wayOutToday: "nat-0123456789abcdef0",
            gatewayEndpoints: ["s3"],
          },
        ],
      },
    ],
  },
  clients: { securityGroupIds: ["sg-0123456789abcdef0"], cidrs: ["10.60.2.0/24"] },
  nat: {
    kind: "instance",
    placement: "per-zone",
    elasticIpAllocationIds: ["eipalloc-0123456789abcdef0"],
    instanceType: "c7gn.large",
    creditMode: "standard",
    market: "spot",
    probe: { destinations: ["9.9.9.9", "203.0.113.53"] },
    standby: "gateway",
    failover: "standby",
  },
  ssh: { publicKey: PUBLIC_KEY, publicKeyFile: "key.pub", allowedCidrs: ["203.0.113.7/32"] },
  monitoring: "heartbeat",
  alarmTopicArn: "arn:aws:sns:eu-central-1:123456789012:alarms",
  alarmEmail: "platform@example.com",
  privateInstances: { count: 3, instanceType: "m7g.large" },
  endpoints: false,
  ami: { architecture: "arm64", pattern: "mine-*", owner: "self", id: "ami-0123456789abcdef0" },
  diskGib: 20,
  encryptDisks: false,
  requireImdsv2: false,
  backend: {
    type: "s3",
    bucket: "states",
    region: "eu-west-1",
    keyPrefix: "a/b",
    encrypt: false,
    useLockfile: false,
  },
  tags: { Owner: "platform" },
  expect: [
    {
      ...{ from: "private-0", to: "internet", reachable: true, protocol: "udp", family: "ipv6", port: 53 },
      without: ["nat-b"],
    },
  ],
  ipv6: "egress-only",
  nat64: true,
  gatewayEndpoints: ["s3"],
  publish: [
    {
      name: "web",
      port: 443,
      targetPort: 8443,
      protocol: "tcp",
      healthCheckPort: 8080,
      to: ["private-0"],
      allowedCidrs: ["203.0.113.0/24"],
    },
  ],
  instanceConnect: true,
  exceptions: { encryptDisks: "why" },
  policyExceptions: [{ rule: "no-wildcard-iam", resource: "ops/aws_iam_policy.all", reason: "why" }],
};
