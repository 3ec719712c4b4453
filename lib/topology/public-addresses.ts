import { Address4 } from "ip-address";
import { idOf } from "./elements";
import { isRegional } from "./gateways";
import { Source } from "./model";
import { Network } from "./network";
import { ReadError } from "../terraform-json/read-error";

/** Ranges that are for documentation (RFC 5737): nobody's real address is among them. */
const RANGES = ["203.0.113.0/24", "198.51.100.0/24"];

/** The stand-ins for public addresses, in the order in which they are handed out. */
export function publicStandIn(index: number, what: Source): string {
  const range = RANGES[Math.floor(index / 254)];
  if (range === undefined) throw new ReadError(what, "there are no more stand-ins for public addresses");
  return Address4.fromBigInt(new Address4(range).bigInt() + BigInt((index % 254) + 1)).correctForm();
}

/**
 * The public addresses that AWS chooses: those of cards at launch, by the card's id, whose place an Elastic IP takes, and
 * those of regional NAT gateways.
 */
export function automaticAddresses(network: Network): ReadonlyMap<string, string> {
  const { configuration, subnets, cardRequests, elasticAddresses, elasticIpCards } = network;
  const addresses = new Map<string, string>();
  const elastic = new Set(elasticIpCards().values());
  let next = elasticAddresses().size;
  for (const { id, subnetId, resource } of cardRequests()) {
    // Only a card that comes with its instance gets one.
    if (resource.type !== "aws_instance" || elastic.has(id)) continue;
    if (resource.deployed) {
      const given = configuration.text(resource, "public_ip");
      if (given !== undefined) addresses.set(id, given);
      continue;
    }
    const bySubnet = subnets().find((subnet) => subnet.id === subnetId)!.mapPublicIpOnLaunch;
    if (configuration.flag(resource, "associate_public_ip_address") ?? bySubnet) {
      addresses.set(id, publicStandIn(next++, resource));
    }
  }
  for (const gateway of configuration.ofType("aws_nat_gateway")) {
    if (gateway.deployed || !isRegional(configuration, gateway)) continue;
    const given = configuration.blocks(gateway, "availability_zone_address");
    if (given.length === 0) addresses.set(idOf(gateway), publicStandIn(next++, gateway));
  }
  return addresses;
}
