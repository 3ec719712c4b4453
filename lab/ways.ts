import { holds } from "../lib/net/joined";
import { explain } from "../lib/reachability";
import { Listener, NetworkInterface, Topology } from "../lib/topology";
import { Family } from "./fabric/families";
import { leadsEgressOnly } from "./fabric/internet";

/** An instance that gets to the internet by what is not its own. */
export interface WayOut {
  /** The instance. */
  readonly name: string;
  readonly family: Family;
  /** The address that the internet is to see. */
  readonly seenAs: string;
}

/** A port that a load balancer publishes. */
export interface WayIn {
  /** The load balancer. */
  readonly name: string;
  readonly networkInterface: NetworkInterface;
  readonly address: string;
  readonly listener: Listener;
  /** The names of the instances that answer. */
  readonly targets: readonly string[];
}

/** By IPv4 under another's address, by a NAT host or gateway; by IPv6 under their own, by an egress-only gateway. */
export function waysOut(topology: Topology): WayOut[] {
  return [...byIpv4(topology), ...byIpv6(topology)];
}

function byIpv4(topology: Topology): WayOut[] {
  return topology.instances.flatMap(({ name, id }) => {
    const { verdict, seenAs } = explain(topology, { from: id, to: "internet" });
    if (verdict !== "reachable" || seenAs === undefined) return [];
    const isOthers =
      topology.networkInterfaces.some(
        ({ publicIp, instanceId }) => publicIp === seenAs && instanceId !== undefined && instanceId !== id,
      ) || topology.gateways.some(({ publicIps = [] }) => publicIps.includes(seenAs));
    return isOthers ? [{ name, family: "ip" as const, seenAs }] : [];
  });
}

function byIpv6(topology: Topology): WayOut[] {
  const { instances, networkInterfaces, subnets } = topology;
  return instances.flatMap(({ name, networkInterfaceIds: [first] }) => {
    const own = networkInterfaces.find(({ id }) => id === first);
    const subnet = subnets.find(({ id }) => id === own?.subnetId);
    const [seenAs] = own?.ipv6Addresses ?? [];
    if (seenAs === undefined || !subnet || !leadsEgressOnly(topology, subnet)) return [];
    return [{ name, family: "ip6" as const, seenAs }];
  });
}

export function waysIn({ loadBalancers, networkInterfaces, instances }: Topology): WayIn[] {
  return loadBalancers.flatMap(({ name, networkInterfaceIds, listeners }) =>
    networkInterfaces
      .filter(({ id }) => networkInterfaceIds.includes(id))
      .flatMap((networkInterface) => {
        const { publicIp: address } = networkInterface;
        if (address === undefined) return [];
        return listeners.map((listener) => {
          const targeted = listener.targets.map(({ networkInterfaceId }) => networkInterfaceId);
          const targets = instances
            .filter((instance) => instance.networkInterfaceIds.some((id) => targeted.includes(id)))
            .map((instance) => instance.name);
          return { name, networkInterface, address, listener, targets };
        });
      }),
  );
}

/** Whether a load balancer's groups let a client in; without a group everybody is. */
export function admits({ securityGroups }: Topology, way: WayIn, client: string): boolean {
  const { securityGroupIds } = way.networkInterface;
  if (securityGroupIds.length === 0) return true;
  const { protocol, port } = way.listener;
  return securityGroups
    .filter(({ id }) => securityGroupIds.includes(id))
    .flatMap(({ ingress }) => ingress)
    .some((rule) => {
      const isOfPort =
        rule.protocol === "all" ||
        (rule.protocol === protocol && (rule.fromPort ?? 0) <= port && port <= (rule.toPort ?? 65535));
      const ranges = rule.peer.kind === "cidr" ? [rule.peer.cidr] : [];
      return isOfPort && ranges.some((range) => holds(range, client));
    });
}
