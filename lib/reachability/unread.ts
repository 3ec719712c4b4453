import { NotUnderstood, Subnet } from "../topology";
import { Network } from "./network";
import { Doubt, Missing } from "./packet";
import { targetName } from "./steps";

/** Something that was not read, as a verdict names it. */
export function notRead({ stack, address, why }: NotUnderstood): Missing {
  return { name: `${stack}/${address}`, why };
}

/** Tells what was not read and may stop a packet, or lead it elsewhere, at elements that it passes. */
export function* doubtsAt(network: Network, ...ids: readonly string[]): Generator<Doubt, undefined> {
  for (const one of network.unread(ids, "close")) {
    yield { missing: notRead(one), may: one.may === "either" ? "either" : "close" };
  }
  return undefined;
}

/** The services that gateway endpoints are for (PrivateLink guide, "Gateway endpoints"). */
const BY_GATEWAY = ["s3", "dynamodb"];

/** What a route may lead to that takes the local route's place (VPC user guide, "Route priority"). */
const INSTEAD_OF_LOCAL = ["network-interface", "nat-gateway"];

/** Tells which of a subnet's routes are for prefix lists that were not read and may hold an address. */
export function* doubtfulLists(
  network: Network,
  subnet: Subnet,
  { address, service = "" }: { readonly address: string; readonly service?: string },
): Generator<Doubt, undefined> {
  const isLocal = network.route(subnet, address) === "local";
  for (const route of network.tableOf(subnet).routes) {
    if (!route.destination.startsWith("pl-")) continue;
    const { kind } = route.target;
    const matters =
      kind === "vpc-endpoint" ? BY_GATEWAY.includes(service) : !isLocal || INSTEAD_OF_LOCAL.includes(kind);
    if (!matters) continue;
    const why = `leads the prefix list ${route.destination}, whose ranges were not read and may hold ${address}, to ${targetName(network, route)}`;
    yield { missing: { name: `${route.stack}/${route.address}`, why }, may: "either" };
  }
  return undefined;
}
