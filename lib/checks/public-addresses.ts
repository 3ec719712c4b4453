import { Topology } from "../topology";
import { subnetNames } from "./flow-words";
import { Flow, Walked, flowsOf, isOf, walk } from "./flows";
import { PlannedStack, StackResource, changedBy, stateOf } from "./planned";

/** Private subnets that the internet sees under another address once a plan is applied. */
export interface AddressChange {
  /** `the private subnet of eu-central-1b (private-b)` */
  readonly who: string;
  readonly from: string;
  /** Left out while nothing has it yet: AWS chooses it. */
  readonly to?: string;
}

export interface AddressQuestion {
  readonly stacks: readonly PlannedStack[];
  /** As terraform left it. */
  readonly left: Topology;
  /** What the stacks lead to. */
  readonly after: Topology;
}

/** From which public address to which private subnets go, by IPv4: allow-lists of others may name it. */
export function addressChanges({ stacks, left, after }: AddressQuestion): AddressChange[] {
  const standing = standingIn(stacks);
  const found = flowsOf(left, []).flatMap((flow) => {
    const [before, then] = [walk(left, flow), walk(after, flow)];
    if (flow.protocol !== "tcp" || flow.family === "ipv6" || !before?.seenAs || !then?.seenAs) return [];
    if (before.blocker || then.blocker) return [];
    const [from, to] = [before.seenAs, addressOf(then, after, standing)];
    return from === to ? [] : [{ flow, from, to }];
  });
  const byAddresses = new Map<string, { from: string; to?: string; flows: Flow[] }>();
  for (const { flow, from, to } of found) {
    const same = byAddresses.get(`${from} ${to}`) ?? { from, to, flows: [] };
    same.flows.push(flow);
    byAddresses.set(`${from} ${to}`, same);
  }
  return [...byAddresses.values()].map(({ flows, from, to }) => {
    return { who: subnetNames(flows), from, ...(to !== undefined && { to }) };
  });
}

/** What there is and stays, so that its public address is known. */
function standingIn(stacks: readonly PlannedStack[]): StackResource[] {
  const gone = stacks.flatMap(changedBy).filter(({ kind }) => kind === "replace" || kind === "destroy");
  return stateOf(stacks).filter((resource) => !gone.some((change) => isOf(change, resource)));
}

/** The address under which a flow is seen: that of the Elastic IP, or of the gateway, which the state knows. */
function addressOf(
  { seenAs, elements }: Walked,
  { elasticIps, gateways }: Topology,
  standing: readonly StackResource[],
): string | undefined {
  const holders = [
    ...elasticIps.filter(({ publicIp }) => publicIp === seenAs),
    ...gateways.filter(
      (gateway) => gateway.kind === "nat-gateway" && elements.some(({ id }) => id === gateway.id),
    ),
  ];
  const [address] = holders
    .flatMap((holder) => standing.filter((resource) => isOf(resource, holder)))
    .flatMap(({ values }) => [
      values["public_ip"],
      ...((values["regional_nat_gateway_address"] ?? []) as { public_ip?: unknown }[]).map(
        ({ public_ip }) => public_ip,
      ),
    ])
    .filter((address): address is string => typeof address === "string" && address !== "");
  return address;
}
