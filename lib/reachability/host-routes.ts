import { holds } from "../net/ranges";
import { Instance, NetworkInterface } from "../topology";
import { servedRanges } from "./host-firewall";
import { Network } from "./network";

/**
 * The card by which an instance sends to an address, be it a request or a reply: the one in the address's subnet; of a
 * NAT host of this project card #1, for all subnets that it serves; otherwise the first, which has the default route.
 */
export function cardTowards(network: Network, instance: Instance, address: string): NetworkInterface {
  const cards = instance.networkInterfaceIds.map((id) => network.card(id));
  const neighbour = cards.find((card) => holds(network.subnetOf(card).cidr, address));
  const serves = servedRanges(instance)?.some((range) => holds(range, address)) ?? false;
  return neighbour ?? (serves ? cards[1] : undefined) ?? cards[0]!;
}
