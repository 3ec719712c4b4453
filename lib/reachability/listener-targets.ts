import { Listener, ListenerTarget, LoadBalancer, NetworkInterface } from "../topology";
import { Network } from "./network";
import { Packet, Stop, blocked } from "./packet";

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

/** The targets that this network interface passes to: of its own zone, or of all zones that the load balancer is in. */
export function targetsWithin(
  network: Network,
  loadBalancer: LoadBalancer,
  entry: NetworkInterface,
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

function zoneOf(network: Network, networkInterfaceId: string): string | undefined {
  return network.subnetOf(network.networkInterface(networkInterfaceId)).zone;
}
