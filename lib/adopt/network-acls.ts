import { Cidr, holds } from "../net/ranges";
import { NetworkAclRuleFacts, VpcFacts } from "./facts";

/** What has to pass. */
interface Traffic {
  readonly direction: "ingress" | "egress";
  /** Of the other end. */
  readonly cidr: Cidr;
  readonly ports: readonly [number, number];
}

/** Web traffic stands for what private subnets ask the internet for. */
const WEB: readonly (readonly [number, number])[] = [
  [80, 80],
  [443, 443],
];

/** Where answers go: a NAT keeps the sender's port where it can, and each system chooses its own of these. */
const ANSWERS = [1024, 65535] as const;

const ANYWHERE = "0.0.0.0/0";

/** What the network ACL of a public subnet keeps from a NAT host's public interface, in words; none when all passes. */
export function refusedInPublic(facts: VpcFacts, subnetId: string): string[] {
  return refused(facts, subnetId, [
    ...WEB.map((ports) => ({ direction: "egress", cidr: ANYWHERE, ports }) as const),
    { direction: "ingress", cidr: ANYWHERE, ports: ANSWERS },
  ]);
}

/**
 * What the network ACL of a private subnet keeps from a NAT host's private interface in it.
 *
 * @param clients the ranges of other subnets; inside of one no ACL is asked
 */
export function refusedInPrivate(facts: VpcFacts, subnetId: string, clients: readonly Cidr[]): string[] {
  return refused(
    facts,
    subnetId,
    clients.flatMap((cidr) => [
      ...WEB.map((ports) => ({ direction: "ingress", cidr, ports }) as const),
      { direction: "egress", cidr, ports: ANSWERS },
    ]),
  );
}

function refused(facts: VpcFacts, subnetId: string, traffic: readonly Traffic[]): string[] {
  const acl = facts.networkAcls.find(({ subnetIds }) => subnetIds.includes(subnetId));
  if (!acl) return [];
  return traffic
    .filter((each) => !passes(acl[each.direction], each))
    .map(({ direction, cidr, ports: [first, last] }) => {
      const ports = first === last ? `port ${first}` : `ports ${first}-${last}`;
      return `${acl.id} does not let TCP ${ports} ${direction === "egress" ? "out to" : "in from"} ${cidr}`;
    });
}

/** Whether all of it passes. A rule that refuses only a part of the range, such as one stranger's, is left aside. */
function passes(rules: readonly NetworkAclRuleFacts[], { cidr, ports }: Traffic): boolean {
  const fitting = rules.filter((rule) => ["6", "-1"].includes(rule.protocol) && holds(rule.cidr, cidr));
  // Each port at which a rule begins or has just ended: between two of them nothing changes.
  const borders = fitting.flatMap((rule) => (rule.ports ? [rule.ports[0], rule.ports[1] + 1] : []));
  return [ports[0], ...borders.filter((port) => ports[0] < port && port <= ports[1])].every((port) => {
    const first = fitting.find((rule) => !rule.ports || (rule.ports[0] <= port && port <= rule.ports[1]));
    return first?.allows ?? false;
  });
}
