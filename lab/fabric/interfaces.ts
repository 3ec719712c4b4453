import { NetworkInterface, Topology } from "../../lib/topology";
import { FabricInterface } from "./fabric";

/** The longest name that Linux gives a network device (IFNAMSIZ, less its end). */
const DEVICE_NAME = 15;

/** A network interface of the topology, as the lab builds it on a host. */
export function networkInterface(topology: Topology, from: NetworkInterface, host: string): FabricInterface {
  const { id, name, macAddress, privateIp, publicIp, ipv6Addresses, sourceDestCheck, securityGroupIds } =
    from;
  return {
    ...{ id, name, host, macAddress, privateIp, publicIp, ipv6Addresses, sourceDestCheck, securityGroupIds },
    link: linkOf(id),
    index: from.deviceIndex ?? 0,
    subnet: topology.subnets.find((subnet) => subnet.id === from.subnetId)!,
  };
}

export function findInterface({ networkInterfaces }: Topology, id: string): NetworkInterface {
  return networkInterfaces.find((candidate) => candidate.id === id)!;
}

/** The name of the router's end of a cable. */
export function linkOf(id: string): string {
  return id.slice(0, DEVICE_NAME);
}
