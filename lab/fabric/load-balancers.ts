import { Listener, NetworkInterface, Topology } from "../../lib/topology";
import { Forward, Host } from "./fabric";
import { findInterface, networkInterface } from "./interfaces";

/** Each network interface of a load balancer is a host of its own. */
export function loadBalancers(topology: Topology): Host[] {
  return topology.loadBalancers.flatMap(({ networkInterfaceIds, listeners }) =>
    networkInterfaceIds.map((interfaceId): Host => {
      const own = findInterface(topology, interfaceId);
      const isGuarded = own.securityGroupIds.length > 0;
      const planned = {
        ...networkInterface(topology, own, own.name),
        sourceDestCheck: false,
        securityGroupIds: isGuarded ? own.securityGroupIds : undefined,
        balances: true as const,
      };
      return {
        ...{ name: own.name, id: own.id, kind: "load-balancer", translates: true },
        networkInterfaces: [planned],
        forwards: listeners.map((listener) => forwardOf(topology, own, listener)),
      };
    }),
  );
}

/** To targets in the network interface's own zone, and in others where the listener is to cross zones. */
function forwardOf(topology: Topology, from: NetworkInterface, listener: Listener): Forward {
  const { protocol, port, preservesClientIp, crossZone, targets } = listener;
  const zoneOf = ({ subnetId }: NetworkInterface) => topology.subnets.find(({ id }) => id === subnetId)!.zone;
  return {
    ...{ protocol, port, preservesClientIp },
    targets: targets.flatMap((target) => {
      const own = findInterface(topology, target.networkInterfaceId);
      const isServed = own.instanceId !== undefined && (crossZone || zoneOf(own) === zoneOf(from));
      const { port: targetPort, healthCheckPort } = target;
      return isServed ? [{ address: own.privateIp, port: targetPort, healthCheckPort }] : [];
    }),
  };
}

/** The ports at which load balancers take an instance with these network interfaces for a target: `tcp:8443`. */
export function servedBy({ loadBalancers }: Topology, networkInterfaceIds: readonly string[]): string[] {
  const ports = loadBalancers
    .flatMap(({ listeners }) => listeners)
    .flatMap(({ protocol, targets }) =>
      targets
        .filter(({ networkInterfaceId }) => networkInterfaceIds.includes(networkInterfaceId))
        .flatMap(({ port, healthCheckPort }) => [`${protocol}:${port}`, `tcp:${healthCheckPort}`]),
    );
  return [...new Set(ports)];
}
