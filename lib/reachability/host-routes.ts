import { Instance, NetworkInterface } from "../topology";
import { servedRanges } from "./host-firewall";
import { Network, isInside } from "./network";

/**
 * The card by which an instance sends to an address: the one in the address's subnet; of a NAT host of this project
 * card #1, for all subnets that it serves; otherwise the one that is given.
 */
export function cardTowards(
  network: Network,
  instance: Instance,
  address: string,
  otherwise: NetworkInterface,
): NetworkInterface {
  const cards = instance.networkInterfaceIds.map((id) => network.card(id));
  const neighbour = cards.find((card) => isInside(address, network.subnetOf(card).cidr));
  const serves = servedRanges(instance)?.some((range) => isInside(address, range)) ?? false;
  return neighbour ?? (serves ? cards[1] : undefined) ?? otherwise;
}

/** The card by which an instance sends what nothing else is said about. */
export function firstCard(network: Network, { networkInterfaceIds }: Instance): NetworkInterface {
  return network.card(networkInterfaceIds[0]!);
}
