import { SecurityGroup, SecurityGroupRule, Service, Topology } from "../../lib/topology";
import { Change, Changed, Choose, MADE_UP, replaced } from "./change";

const SERVICES: readonly Service[] = [
  { protocol: "all" },
  { protocol: "tcp" },
  { protocol: "tcp", fromPort: 443, toPort: 443 },
  { protocol: "tcp", fromPort: 20, toPort: 30 },
  { protocol: "tcp", fromPort: 0, toPort: 65535 },
  { protocol: "udp", fromPort: 53, toPort: 53 },
  { protocol: "udp", fromPort: 54, toPort: 500 },
  { protocol: "icmp" },
  { protocol: "icmp", type: 8, code: 0 },
  { protocol: "icmp", type: 8, code: 3 },
  { protocol: "icmp", type: 0 },
];

export const openAGroup: Change = (topology, pick) =>
  withRule(topology, pick, "ingress", { protocol: "all" }, "0.0.0.0/0");

export const addARule: Change = (topology, pick) => {
  const { vpcs, subnets, securityGroups } = topology;
  const ranges = [...vpcs, ...subnets].map(({ cidr }) => cidr);
  const peers = [
    ...ranges,
    ...ranges,
    "192.0.2.0/25",
    "198.51.100.0/24",
    ...securityGroups.map(({ id }) => id),
  ];
  return withRule(
    topology,
    pick,
    pick(["ingress", "ingress", "egress"] as const),
    pick(SERVICES),
    pick(peers),
  );
};

function withRule(
  topology: Topology,
  pick: Choose,
  direction: "ingress" | "egress",
  service: Service,
  peer: string,
): Changed {
  const group = pick(inUse(topology));
  const rule: SecurityGroupRule = {
    ...MADE_UP,
    ...service,
    peer: peer.includes("/") ? { kind: "cidr", cidr: peer } : { kind: "security-group", id: peer },
  };
  return {
    what: `${group.name} ${direction} + ${ruleInWords(topology, rule)}`,
    topology: replaced(topology, "securityGroups", group, { [direction]: [...group[direction], rule] }),
  };
}

export const removeARule: Change = (topology, pick) => {
  const direction = pick(["ingress", "egress"] as const);
  const groups = inUse(topology).filter((group) => group[direction].length > 0);
  if (groups.length === 0) return undefined;
  const group = pick(groups);
  const rule = pick(group[direction]);
  const left = group[direction].filter((candidate) => candidate !== rule);
  return {
    what: `${group.name} ${direction} - ${ruleInWords(topology, rule)}`,
    topology: replaced(topology, "securityGroups", group, { [direction]: left }),
  };
};

export const narrowARule: Change = (topology, pick) => {
  const direction = pick(["ingress", "egress"] as const);
  const groups = inUse(topology).filter((group) => group[direction].length > 0);
  if (groups.length === 0) return undefined;
  const group = pick(groups);
  const rule = pick(group[direction]);
  const service = pick(SERVICES);
  const rules = group[direction].map((candidate) =>
    candidate === rule ? { ...MADE_UP, peer: rule.peer, ...service } : candidate,
  );
  return {
    what: `${group.name} ${direction}: ${ruleInWords(topology, rule)} for ${serviceInWords(service)} alone`,
    topology: replaced(topology, "securityGroups", group, { [direction]: rules }),
  };
};

function inUse({ securityGroups, networkInterfaces }: Topology): SecurityGroup[] {
  return securityGroups.filter(({ id }) =>
    networkInterfaces.some(({ securityGroupIds }) => securityGroupIds.includes(id)),
  );
}

function ruleInWords({ securityGroups }: Topology, rule: SecurityGroupRule): string {
  const { peer } = rule;
  const who = peer.kind === "cidr" ? peer.cidr : securityGroups.find(({ id }) => id === peer.id)?.name;
  return `${serviceInWords(rule)} ${who}`;
}

function serviceInWords(service: Service): string {
  switch (service.protocol) {
    case "tcp":
    case "udp":
      return `${service.protocol} ${service.fromPort ?? 0}-${service.toPort ?? 65535}`;
    case "icmp":
      return `icmp ${service.type ?? "any"} ${service.code ?? "any"}`;
    default:
      return service.protocol;
  }
}
