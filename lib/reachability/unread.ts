import { NotUnderstood, Source, Subnet } from "../topology";
import { Network } from "./network";
import { Doubt, Missing } from "./packet";

/** Something that was not read, as a verdict names it. */
export function notRead(one: NotUnderstood): Missing {
  return { name: nameOf(one), why: one.why };
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

/** What a VPN gateway adds to a table, which the local route comes before (VPC user guide, "Route priority"). */
const PROPAGATION = /(^|\.)aws_(vpn_gateway_route|vpc_route_server)_propagation\./;

/** Tells what was not read of a subnet's table and may lead a packet elsewhere. */
export function* doubtsOfTable(
  network: Network,
  subnet: Subnet,
  { address, service = "" }: { readonly address: string; readonly service?: string },
): Generator<Doubt, undefined> {
  const table = network.tableOf(subnet);
  const isLocal = network.route(subnet, address) === "local";
  const lists = table.routes.filter(({ destination }) => destination.startsWith("pl-"));
  for (const route of lists) {
    const { kind } = route.target;
    const matters =
      kind === "vpc-endpoint" ? BY_GATEWAY.includes(service) : !isLocal || INSTEAD_OF_LOCAL.includes(kind);
    const why = `leads the prefix list ${route.destination}, whose ranges were not read and may hold ${address}, to ${network.targetName(route)}`;
    if (matters) yield { missing: { name: nameOf(route), why }, may: "either" };
  }
  const judged = new Set(lists.map(nameOf));
  for (const one of network.unread([table.id], "close")) {
    if (judged.has(nameOf(one)) || (isLocal && PROPAGATION.test(one.address))) continue;
    yield { missing: notRead(one), may: one.may === "either" ? "either" : "close" };
  }
  return undefined;
}

/** As a message names a part of the network. */
export function nameOf({ stack, address }: Source): string {
  return `${stack}/${address}`;
}
