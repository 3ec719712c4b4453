import { holds } from "../net/ranges";
import { Instance, NetworkInterface } from "../topology";
import { servedRanges } from "./host-firewall";
import { Network } from "./network";

/**
 * The network interface by which an instance sends to an address, be it a request or a reply: the one in the address's
 * subnet; of a NAT host of this project interface #1, for all subnets that it serves; otherwise the first, which has
 * the default route.
 */
export function interfaceTowards(network: Network, instance: Instance, address: string): NetworkInterface {
  const networkInterfaces = instance.networkInterfaceIds.map((id) => network.networkInterface(id));
  const neighbour = networkInterfaces.find((networkInterface) =>
    holds(network.subnetOf(networkInterface).cidr, address),
  );
  const serves = servedRanges(instance)?.some((range) => holds(range, address)) ?? false;
  return neighbour ?? (serves ? networkInterfaces[1] : undefined) ?? networkInterfaces[0]!;
}
