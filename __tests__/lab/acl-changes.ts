import { NetworkAclRule, Service } from "../../lib/topology";
import { Change, MADE_UP, replaced } from "./change";

const SERVICES: readonly Service[] = [
  { protocol: "all" },
  { protocol: "tcp" },
  { protocol: "tcp", fromPort: 443, toPort: 443 },
  { protocol: "tcp", fromPort: 1024, toPort: 65535 },
  { protocol: "udp", fromPort: 0, toPort: 1023 },
  { protocol: "icmp", type: 8, code: 0 },
  { protocol: "icmp", type: 0 },
];

/** A rule before the others of a network ACL, which mostly let everything through. */
export const addAnAclRule: Change = (topology, pick) => {
  const acl = pick(topology.networkAcls);
  const direction = pick(["ingress", "egress"] as const);
  const action = pick(["deny", "deny", "allow"] as const);
  const cidr = pick(["0.0.0.0/0", "192.0.2.0/24", ...topology.subnets.map((subnet) => subnet.cidr)]);
  const service = pick(SERVICES);
  const number = pick([10, 20, 30]);
  const rule: NetworkAclRule = { ...MADE_UP, ...service, number, action, cidr };
  const rules = [...acl[direction].filter((other) => other.number !== number), rule];
  return {
    what: `${acl.name} ${direction} ${number} ${action} ${JSON.stringify(service)} ${cidr}`,
    topology: replaced(topology, "networkAcls", acl, {
      [direction]: rules.sort((a, b) => a.number - b.number),
    }),
  };
};
