import { Address6 } from "ip-address";
import { holds, isAddress, isPrivate } from "../net/ranges";
import { nearest } from "../tools/nearest";
import { shown } from "../tools/shown";
import { Instance, NetworkInterface, Topology, Vpc } from "../topology";
import { AWS_SERVICES } from "./aws-services";
import { Lookup, Named } from "./lookup";
import { Network, serviceName } from "./network";
import { whyNeverRouted } from "./never-routed";
import { SOME_HOST } from "./packet";
import { UnknownEndError } from "./question";

/** A card, or an instance, of which it is the first card. */
export interface CardEnd {
  readonly kind: "card";
  readonly name: string;
  readonly card: NetworkInterface;
  /** The instance when that was named: it chooses by itself by which card it sends. */
  readonly instance?: Instance;
}

/** A host outside of every VPC that was read, or a service of AWS there. */
export interface OutsideEnd {
  readonly kind: "internet";
  readonly name: string;
  readonly address: string;
  /** Such as `s3`. */
  readonly service?: string;
}

/** An end of a flow. */
export type End = CardEnd | OutsideEnd;

/** How many names a message lists. */
const MOST_NAMES = 12;

/** The names that an end can have: instances, cards, endpoints, the services that these are for, and `internet`. */
export function endNames(topology: Topology): readonly string[] {
  return Lookup.of(topology).names;
}

/**
 * Finds an end: an instance (its card #0), a card, an endpoint, each by name, id, address in Terraform or that with its
 * stack before it; `internet`; an IPv4 address; or one of AWS's services as `aws:ssm`, which a private endpoint answers
 * for where there is one.
 *
 * @param from the other end's card, for an address in its VPC, and for an endpoint that has several cards
 * @throws UnknownEndError with the nearest name, or with all that are meant
 */
export function findEnd(topology: Topology, text: string, from?: NetworkInterface): End {
  if (text === "internet") return internet(SOME_HOST, text);
  if (text.startsWith("aws:")) return findService(topology, text, from);
  if (isAddress(text)) return findAddress(topology, text, from);
  const named = findNamed(topology, text);
  if (named) return cardEnd(topology, text, named, from);
  if (Address6.isValid(text)) {
    throw new UnknownEndError(`${shown(text)} is an IPv6 address, and only IPv4 is followed here`);
  }
  throw new UnknownEndError(`${shown(text)} is no end here; ${suggestion(text, endNames(topology))}`);
}

/** An instance, before the cards that come with it; an endpoint, before its cards. */
function findNamed(topology: Topology, text: string): Named | undefined {
  const network = Network.of(topology);
  const found = Lookup.of(topology).named(text);
  const hostOf = ({ kind, element }: Named) =>
    kind === "card" ? (element.instanceId ?? network.endpointOf(element)?.id ?? element.id) : element.id;
  const ambiguous = found.some((one) => hostOf(one) !== hostOf(found[0]!));
  if (!ambiguous) return found.find(({ kind }) => kind !== "card") ?? found[0];
  const which = listed(found.map(({ element: { stack, address, id } }) => `${stack}/${address} (${id})`));
  throw new UnknownEndError(`${shown(text)} is the name of ${found.length}; write one of them: ${which}`);
}

function cardEnd(
  topology: Topology,
  name: string,
  { kind, element }: Named,
  from?: NetworkInterface,
): CardEnd {
  if (kind === "card") return { kind: "card", name, card: element };
  const cards = element.networkInterfaceIds.map((id) => Network.of(topology).card(id));
  const card = cards.find(({ subnetId }) => kind === "endpoint" && subnetId === from?.subnetId) ?? cards[0];
  if (!card) throw new UnknownEndError(`${shown(name)} has no network interface that was read`);
  if (kind === "instance" && card.deviceIndex !== 0) {
    throw new UnknownEndError(
      `${shown(name)} has a first network interface that was not read; name another of its own`,
    );
  }
  return { kind: "card", name, card, ...(kind === "instance" && { instance: element }) };
}

/** A private endpoint in the same VPC takes the service's public name over. */
function findService(topology: Topology, text: string, from?: NetworkInterface): End {
  const service = text.slice("aws:".length);
  const network = Network.of(topology);
  const endpoints = topology.endpoints.filter((endpoint) => serviceName(endpoint) === service);
  if (endpoints.length === 0 && !AWS_SERVICES.includes(service)) {
    const services = [...topology.endpoints.map(serviceName), ...AWS_SERVICES].map((name) => `aws:${name}`);
    const hint = suggestion(text, [...new Set(services)]);
    throw new UnknownEndError(`${shown(text)} is no service of AWS that is known here; ${hint}`);
  }
  const vpcId = from && network.subnetOf(from).vpcId;
  const endpoint = endpoints.find(
    (candidate) => candidate.kind === "interface" && candidate.privateDns && candidate.vpcId === vpcId,
  );
  if (!endpoint) return { ...internet(SOME_HOST, text), service };
  return cardEnd(topology, text, { kind: "endpoint", element: endpoint }, from);
}

/** Inside a VPC an address is that VPC's own; elsewhere it has to be that of one card alone. */
function findAddress(topology: Topology, address: string, from?: NetworkInterface): End {
  const network = Network.of(topology);
  const own = from && network.vpcOf(network.subnetOf(from));
  if (own) return findInside(topology, address, from, own);
  const cards = network.cardsAt(address);
  const publicCard = Lookup.of(topology).withPublicIp(address);
  const card = cards[0] ?? publicCard;
  if (cards.length > 1) {
    const which = cards.map(({ id, name, subnetId }) => {
      const vpc = network.vpcOf(network.subnetOf({ subnetId }));
      return `${name} (${id}) in VPC ${vpc.name}`;
    });
    throw new UnknownEndError(
      `${shown(address)} is the address of ${cards.length}; name one: ${listed(which)}`,
    );
  }
  if (card) return { kind: "card", name: address, card };
  const vpc = topology.vpcs.find(({ cidrs }) => cidrs.some((range) => holds(range, address)));
  if (vpc) throw nobodyHas(network, address, vpc);
  if (isPrivate(`${address}/32`)) {
    throw new UnknownEndError(`${shown(address)} is a private address in none of the VPCs that were read`);
  }
  const why = whyNeverRouted(address);
  if (why !== undefined)
    throw new UnknownEndError(`${shown(address)} is no host's on the internet: it is ${why}`);
  return internet(address, address);
}

function findInside(topology: Topology, address: string, from: NetworkInterface, vpc: Vpc): End {
  const network = Network.of(topology);
  const card = network.cardAt(address, network.subnetOf(from));
  if (card) return { kind: "card", name: address, card };
  if (vpc.cidrs.some((range) => holds(range, address))) throw nobodyHas(network, address, vpc);
  const publicCard = Lookup.of(topology).withPublicIp(address);
  if (publicCard) {
    throw new UnknownEndError(
      `${shown(address)} is ${publicCard.name}'s public address; from inside a VPC, name ${publicCard.name}`,
    );
  }
  return internet(address, address);
}

/** AWS keeps the first four addresses of a subnet, and the third of a VPC (VPC user guide, "Subnet CIDR blocks"). */
function nobodyHas(network: Network, address: string, vpc: Vpc): UnknownEndError {
  const subnets = network.topology.subnets.filter(({ vpcId }) => vpcId === vpc.id);
  const ranges = [...vpc.cidrs, ...subnets.map(({ cidr }) => cidr)];
  if (ranges.some((range) => holds(range.replace(/\/.*/, "/30"), address))) {
    return new UnknownEndError(
      `${shown(address)} is in ${vpc.name}'s range and AWS keeps it for itself, for its router and resolver, which are not followed here`,
    );
  }
  const cards = network.topology.networkInterfaces
    .filter((card) => network.subnetOf(card).vpcId === vpc.id)
    .map(({ name, privateIp }) => `${privateIp} (${name})`);
  const others = cards.length === 0 ? "there are no cards in it" : `the cards have ${listed(cards)}`;
  return new UnknownEndError(`${shown(address)} is in ${vpc.name}'s range and no card has it; ${others}`);
}

function suggestion(text: string, names: readonly string[]): string {
  const meant = nearest(text, names);
  return `${meant === undefined ? "there are" : `did you mean "${meant}"? There are`}: ${listed(names)}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function internet(address: string, name: string): OutsideEnd {
  return { kind: "internet", name, address };
}
