import { Listener, ListenerTarget, LoadBalancer, NetworkInterface, Subnet } from "../topology";
import { Network } from "./network";
import { cross } from "./network-acls";
import { Packet, Ports, Stop, Translation, Walk, blocked, describe, hop, isIpv6, requestOf } from "./packet";
import { groupNames, passEgress, passIngress } from "./security-groups";
import { doubtsAt } from "./unread";

/** The source ports that a load balancer uses (Reachability Analyzer, "REMAP_EPHEMERAL_PORT"). */
const LOAD_BALANCER_PORTS: Ports = [1024, 65535];

/** A packet at a network interface of a load balancer. */
interface Arrival {
  readonly network: Network;
  readonly loadBalancer: LoadBalancer;
  readonly entry: NetworkInterface;
  readonly packet: Packet;
}

/** Delivers a packet to a network interface, from a subnet. */
type Deliver = (networkInterface: NetworkInterface, packet: Packet, from: Subnet) => Walk;

/**
 * Passes a packet that has come to a load balancer on to one of the listener's targets. Of those that are healthy it
 * chooses by a hash of the connection, so that one that is out of reach leaves it open which connections succeed.
 *
 * @param from the subnet that the packet comes from, undefined for the internet
 */
export function* passLoadBalancer(
  arrival: Arrival,
  from: Subnet | undefined,
  translations: Translation[],
  deliver: Deliver,
): Walk {
  const { network, loadBalancer, packet } = arrival;
  yield* doubtsAt(network, loadBalancer.id);
  const { protocol, port } = packet;
  const listener = loadBalancer.listeners.find((one) => one.protocol === protocol && one.port === port);
  if (!listener) return noListener(loadBalancer, packet);
  const refused = yield* comeIn(arrival, from);
  if (refused) return refused;
  const within = targetsWithin(arrival, listener);
  if (!Array.isArray(within)) return within;
  const pool = yield* healthyOf(arrival, within, deliver);
  const tried = pool.map((target) => {
    return { target, stop: stopOf(passTo(arrival, listener, target, [], deliver)) };
  });
  const chosen = tried.find(({ stop }) => stop === undefined) ?? tried[0]!;
  const lost = tried.find(({ stop }) => stop !== undefined && chosen.stop === undefined);
  if (lost?.stop) {
    const name = network.networkInterface(lost.target.networkInterfaceId).name;
    const why = `gives some connections to ${name}, which they do not reach: ${reasonOf(lost.stop)}`;
    yield { missing: { name: loadBalancer.name, why }, may: "close" };
  }
  return yield* passTo(arrival, listener, chosen.target, translations, deliver);
}

/**
 * The network interface that a load balancer's DNS name leads to: in a zone that has a target for the port, as AWS takes
 * the others' addresses out (Network Load Balancers, "DNS failover").
 */
export function entryOf(
  network: Network,
  loadBalancer: LoadBalancer,
  service: Pick<Packet, "protocol" | "port">,
): NetworkInterface {
  const entries = loadBalancer.networkInterfaceIds.map((id) => network.networkInterface(id));
  const listener = loadBalancer.listeners.find(
    ({ protocol, port }) => protocol === service.protocol && port === service.port,
  );
  const zones = listener?.targets.map((target) => zoneOf(network, target.networkInterfaceId)) ?? [];
  return entries.find(({ id }) => zones.includes(zoneOf(network, id))) ?? entries[0]!;
}

function noListener(loadBalancer: LoadBalancer, packet: Packet): Stop {
  const { listeners } = loadBalancer;
  const has = listeners.map(({ protocol, port }) => `${protocol.toUpperCase()} port ${port}`).join(", ");
  return blocked(
    loadBalancer,
    "ELBV2_LISTENERS_MISMATCH",
    `the load balancer has no listener for ${describe(packet)}; it has ${has || "none at all"}`,
    has ? "ask for one of these, or add a listener" : "add a listener",
  );
}

/** One that was made without a security group lets everything in. */
function* comeIn({ network, entry, packet }: Arrival, from: Subnet | undefined): Walk<Stop | undefined> {
  const subnet = network.subnetOf(entry);
  yield* doubtsAt(network, entry.id, subnet.id, subnet.vpcId, ...entry.securityGroupIds);
  const content = requestOf(packet);
  const refused = yield* cross(network, from, subnet, { ...packet, content });
  if (refused) return refused;
  if (entry.securityGroupIds.length === 0) {
    yield hop(entry, `reaches ${packet.destination}; the load balancer has no security group`);
    return undefined;
  }
  const outside = yield* passIngress(network, entry, packet);
  if (outside) return outside;
  yield hop(entry, `reaches ${packet.destination}; ${groupNames(network, entry)} lets it in`);
  return undefined;
}

/** The targets that this network interface passes to: of its own zone, or of all zones that the load balancer is in. */
function targetsWithin(
  { network, loadBalancer, entry }: Arrival,
  listener: Listener,
): Stop | ListenerTarget[] {
  const { targets, protocol, port, crossZone } = listener;
  const service = `${protocol.toUpperCase()} port ${port}`;
  if (targets.length === 0) {
    return blocked(
      loadBalancer,
      "ELBV2_LISTENER_HAS_NO_TG",
      `the listener for ${service} has no target`,
      "register the instances that are to answer in its target group",
    );
  }
  const inZones = (zones: readonly (string | undefined)[]) =>
    targets.filter(({ networkInterfaceId }) => {
      const zone = zoneOf(network, networkInterfaceId);
      return zone === undefined || zones.includes(zone) || zones.includes(undefined);
    });
  const enabled = inZones(loadBalancer.networkInterfaceIds.map((id) => zoneOf(network, id)));
  const own = zoneOf(network, entry.id);
  const within = crossZone ? enabled : inZones([own]);
  if (within.length > 0) return within;
  return enabled.length === 0
    ? blocked(
        loadBalancer,
        "ELB_INSTALLED_AZ_RESTRICTION",
        `no target of the listener for ${service} is in a zone that the load balancer is in`,
        "give the load balancer a subnet in the targets' zones",
      )
    : blocked(
        loadBalancer,
        "ELB_NOT_CROSSZONE",
        `the listener for ${service} has no target in ${own}, and the load balancer does not pass on across zones`,
        "register a target in that zone, or set enable_cross_zone_load_balancing = true",
      );
}

/** Those whose health checks come through; all of them when none do (Network Load Balancers, "Target group health"). */
function* healthyOf(
  arrival: Arrival,
  targets: readonly ListenerTarget[],
  deliver: Deliver,
): Walk<readonly ListenerTarget[]> {
  const checked = targets.map((target) => ({ target, stop: stopOf(checkHealth(arrival, target, deliver)) }));
  const healthy = checked.filter(({ stop }) => stop === undefined).map(({ target }) => target);
  if (healthy.length > 0) return healthy;
  const text = `none of its targets is healthy, so that it passes on to any: ${reasonOf(checked[0]!.stop!)}`;
  yield hop(arrival.loadBalancer, text);
  return targets;
}

function* checkHealth(
  { network, entry }: Arrival,
  { networkInterfaceId, healthCheckPort }: ListenerTarget,
  deliver: Deliver,
): Walk {
  const target = network.networkInterface(networkInterfaceId);
  const check: Packet = {
    protocol: "tcp",
    port: healthCheckPort,
    source: entry.privateIp,
    sourcePorts: LOAD_BALANCER_PORTS,
    destination: target.privateIp,
    sender: entry,
  };
  return (
    (yield* goOut(network, entry, check, target)) ?? (yield* deliver(target, check, network.subnetOf(entry)))
  );
}

function* passTo(
  { network, loadBalancer, entry, packet }: Arrival,
  { preservesClientIp }: Listener,
  { networkInterfaceId, port }: ListenerTarget,
  translations: Translation[],
  deliver: Deliver,
): Walk {
  const target = network.networkInterface(networkInterfaceId);
  // Targets are asked by IPv4, where a client's IPv6 address means nothing.
  const preserved = preservesClientIp && !isIpv6(packet);
  const source = preserved ? packet.source : entry.privateIp;
  if (source === target.privateIp) {
    return blocked(
      target,
      "ELBV2_SOURCE_ADDRESS_PRESERVATION",
      `${target.name} is the client and the target, and would see a packet from its own address, which the load balancer preserves`,
      "set preserve_client_ip = false on the target group, or ask the instance itself",
    );
  }
  const onward: Packet = {
    ...packet,
    source,
    sourcePorts: LOAD_BALANCER_PORTS,
    destination: target.privateIp,
    port,
    sender: entry,
  };
  const refused = yield* goOut(network, entry, onward, target);
  if (refused) return refused;
  const { id: elementId, name } = loadBalancer;
  translations.push({
    ...{ elementId, name, kind: "load-balancer", before: packet.source, after: source },
    ...{ ports: packet.sourcePorts, destination: packet.destination, subnetId: entry.subnetId, entry },
  });
  const how = preserved ? `and keeps the client's address, ${source}` : `from its own address, ${source}`;
  yield hop(loadBalancer, `passes ${describe(packet)} on to ${target.name}, port ${port}, ${how}`);
  return yield* deliver(target, onward, network.subnetOf(entry));
}

function* goOut(
  network: Network,
  entry: NetworkInterface,
  packet: Packet,
  target: NetworkInterface,
): Walk<Stop | undefined> {
  return entry.securityGroupIds.length === 0 ? undefined : yield* passEgress(network, entry, packet, target);
}

/** What stops a packet at last, whatever is not known on its way. */
function stopOf(walk: Walk): Stop | undefined {
  let step = walk.next();
  while (!step.done) step = walk.next();
  return "at" in step.value ? undefined : step.value;
}

function reasonOf(stop: Stop): string {
  return "blocker" in stop ? stop.blocker.why : `${stop.missing.name} ${stop.missing.why}`;
}

function zoneOf(network: Network, networkInterfaceId: string): string | undefined {
  return network.subnetOf(network.networkInterface(networkInterfaceId)).zone;
}
