import { Address4 } from "ip-address";
import { nearest } from "../tools/nearest";
import { Instance, NetworkInterface, Topology } from "../topology";
import { isInside } from "./network";

/** A card, or an instance, of which it is the first card. */
export interface CardEnd {
  readonly kind: "card";
  readonly name: string;
  readonly card: NetworkInterface;
  /** The instance when that was named: it chooses by itself by which card it sends. */
  readonly instance?: Instance;
}

/** An end of a flow: a card, or a host on the internet. */
export type End = CardEnd | { readonly kind: "internet"; readonly name: string; readonly address: string };

/** An address that stands for any host on the internet (RFC 5737, TEST-NET-1). */
const SOME_HOST = "192.0.2.1";

/** An end that the topology does not have. */
export class UnknownEndError extends Error {}

/** The names that an end can have: instances, cards, endpoints, AWS's services and `internet`. */
export function endNames(topology: Topology): string[] {
  const { instances, networkInterfaces, endpoints } = topology;
  const services = endpoints.map(({ service }) => `aws:${service.split(".").at(-1)}`);
  const names = [instances, networkInterfaces, endpoints].flat().map(({ name }) => name);
  return [...new Set([...names, ...services, "internet"])];
}

/**
 * Finds an end: an instance (its card #0), a card, an endpoint or its id, `internet`, an address, or one of AWS's
 * services as `aws:ssm`, which a private endpoint answers for where there is one.
 *
 * @param from the other end's card, for an endpoint in the same subnet where it has several
 * @throws UnknownEndError with the nearest name
 */
export function findEnd(topology: Topology, text: string, from?: NetworkInterface): End {
  if (text === "internet") return internet(SOME_HOST, text);
  if (text.startsWith("aws:")) return findService(topology, text, from);
  if (Address4.isValid(text) && !text.includes("/")) return findAddress(topology, text, from);
  const instance = findInstance(topology, text);
  const card = findCard(topology, text, from);
  if (card) return { kind: "card", name: text, card, ...(instance && { instance }) };
  const names = endNames(topology);
  const meant = nearest(text, names);
  const hint = meant === undefined ? "there are" : `did you mean "${meant}"? There are`;
  throw new UnknownEndError(`"${text}" is no end here; ${hint}: ${names.join(", ")}`);
}

function findInstance({ instances }: Topology, text: string): Instance | undefined {
  return instances.find(({ id, name, address }) => [id, name, address].includes(text));
}

function findCard(topology: Topology, text: string, from?: NetworkInterface): NetworkInterface | undefined {
  const is = ({ id, name, address }: { id: string; name: string; address: string }) =>
    [id, name, address].includes(text);
  const card = (id: string) => topology.networkInterfaces.find((candidate) => candidate.id === id);
  const instance = findInstance(topology, text);
  if (instance) return card(instance.networkInterfaceIds[0]!);
  const endpoint = topology.endpoints.find(is);
  if (endpoint)
    return nearestCard(
      endpoint.networkInterfaceIds.map((id) => card(id)!),
      from,
    );
  return topology.networkInterfaces.find(is);
}

/** A private endpoint in the same VPC takes the service's public name over. */
function findService(topology: Topology, text: string, from?: NetworkInterface): End {
  const service = text.slice("aws:".length);
  const vpcOf = (card: NetworkInterface) => topology.subnets.find(({ id }) => id === card.subnetId)!.vpcId;
  const endpoint = topology.endpoints.find(
    (candidate) =>
      candidate.kind === "interface" &&
      candidate.privateDns &&
      candidate.service.endsWith(`.${service}`) &&
      (!from || candidate.vpcId === vpcOf(from)),
  );
  if (!endpoint) return internet(SOME_HOST, text);
  return { ...findEnd(topology, endpoint.id, from), name: text };
}

function findAddress(topology: Topology, address: string, from?: NetworkInterface): End {
  const card = topology.networkInterfaces.find(({ privateIp, publicIp }) =>
    [privateIp, publicIp].includes(address),
  );
  if (card && from && card.privateIp !== address) {
    throw new UnknownEndError(
      `"${address}" is ${card.name}'s public address; from inside a VPC, name ${card.name}`,
    );
  }
  if (card) return { kind: "card", name: address, card };
  const vpc = topology.vpcs.find(({ cidr }) => isInside(address, cidr));
  if (!vpc) return internet(address, address);
  throw new UnknownEndError(
    `"${address}" is in ${vpc.name}'s range and no card has it; the cards have ${addresses(topology)}`,
  );
}

function addresses({ networkInterfaces }: Topology): string {
  return networkInterfaces.map(({ name, privateIp }) => `${privateIp} (${name})`).join(", ");
}

function nearestCard(cards: NetworkInterface[], from?: NetworkInterface): NetworkInterface | undefined {
  return cards.find(({ subnetId }) => subnetId === from?.subnetId) ?? cards[0];
}

function internet(address: string, name: string): End {
  return { kind: "internet", name, address };
}
