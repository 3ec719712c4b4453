import { holds } from "../lib/net/ranges";
import { explain } from "../lib/reachability";
import { Topology } from "../lib/topology";
import { forwarders, natHosts } from "../lib/topology/roles";
import { FabricInterface, Forward } from "./fabric/fabric";
import { Family } from "./fabric/families";
import { leadsEgressOnly } from "./fabric/internet";
import { planFabric } from "./fabric/plan";

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
  /** The load balancer's host in one of its subnets. */
  readonly name: string;
  readonly networkInterface: FabricInterface;
  readonly address: string;
  readonly forward: Forward;
  /** The names of the instances that may answer. */
  readonly targets: readonly string[];
}

/** NAT hosts that no route leads to, which get to the internet themselves. */
export function standingBy(topology: Topology): WayOut[] {
  const leading = natHosts(topology).map(({ id }) => id);
  return forwarders(topology)
    .filter(({ id }) => !leading.includes(id))
    .flatMap(({ name, id }) => {
      const { verdict, seenAs } = explain(topology, { from: id, to: "internet" });
      return verdict === "reachable" && seenAs !== undefined ? [{ name, family: "ip" as const, seenAs }] : [];
    });
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

export function waysIn(topology: Topology): WayIn[] {
  const { hosts } = planFabric(topology);
  return hosts.flatMap(({ name, networkInterfaces: [own], forwards = [] }) => {
    const { publicIp: address } = own!;
    if (address === undefined) return [];
    return forwards.map((forward) => {
      const addresses = forward.targets.map((target) => target.address);
      const targets = hosts
        .filter((host) => host.networkInterfaces.some(({ privateIp }) => addresses.includes(privateIp)))
        .map((host) => host.name);
      return { name, networkInterface: own!, address, forward, targets };
    });
  });
}

/** Whether a client is to be answered: somebody is there, and the load balancer's groups, if any, let it in. */
export function admits({ securityGroups }: Topology, way: WayIn, client: string): boolean {
  const { securityGroupIds } = way.networkInterface;
  if (way.targets.length === 0 || securityGroupIds === undefined) return way.targets.length > 0;
  const { protocol, port } = way.forward;
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
