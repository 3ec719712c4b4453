import { Listener, NetworkInterface, Topology } from "../../lib/topology";
import { MADE_UP } from "./change";

/** A service of private instances that the internet is to reach by a load balancer. */
export interface Published {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly targetPort: number;
  /** @default - targetPort */
  readonly healthCheckPort?: number;
  /** The instances' names. */
  readonly to: readonly string[];
  /** @default true */
  readonly preservesClientIp?: boolean;
  /** The name of the load balancer's security group. @default - none */
  readonly group?: string;
}

export const PUBLISHED_IP = "203.0.113.150";

/**
 * The same network with a network load balancer in its public subnet: what the reader is to read of `aws_lb` and its
 * listeners and target groups, and does not yet.
 */
export function withPublished(topology: Topology, ...all: readonly Published[]): Topology {
  const subnet = topology.subnets.find(({ name }) => name === "public")!;
  const groups = topology.securityGroups.filter(({ name }) => all.some(({ group }) => group === name));
  const own: NetworkInterface = {
    ...MADE_UP,
    ...{ id: "eni-lb00000000000001", name: "published-public", subnetId: subnet.id },
    ...{ privateIp: "10.0.0.150", publicIp: PUBLISHED_IP, macAddress: "02:00:00:00:01:50" },
    ...{ sourceDestCheck: true, securityGroupIds: groups.map(({ id }) => id) },
  };
  const listeners = all.map(
    ({
      protocol,
      port,
      targetPort,
      healthCheckPort = targetPort,
      to,
      preservesClientIp = true,
    }): Listener => ({
      ...{ ...MADE_UP, protocol, port, preservesClientIp, crossZone: true },
      targets: to.map((instance) => {
        const { networkInterfaceIds } = topology.instances.find(({ name }) => name === instance)!;
        return { ...MADE_UP, networkInterfaceId: networkInterfaceIds[0]!, port: targetPort, healthCheckPort };
      }),
    }),
  );
  const loadBalancer = {
    ...{ ...MADE_UP, id: "lb-1", name: "published", vpcId: subnet.vpcId },
    ...{ scheme: "internet-facing" as const, networkInterfaceIds: [own.id], listeners },
  };
  return {
    ...topology,
    networkInterfaces: [...topology.networkInterfaces, own],
    loadBalancers: [...topology.loadBalancers, loadBalancer],
  };
}
