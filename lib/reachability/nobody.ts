import { familyOf, holds } from "../net/ranges";
import { shown } from "../tools/messages";
import { Vpc } from "../topology";
import { existsAlready } from "../topology/existing";
import { Network, rangesOf } from "./network";
import { addressIn } from "./packet";
import { UnknownEndError } from "./question";

/** Why an address in a VPC's range is no end. Of a VPC AWS keeps the third address (VPC user guide, "Subnet CIDR blocks"). */
export function nobodyHas(network: Network, address: string, vpc: Vpc): UnknownEndError {
  const subnets = network.topology.subnets.filter(({ vpcId, unreadCidr }) => vpcId === vpc.id && !unreadCidr);
  const ranges = [vpc, ...subnets].flatMap(rangesOf);
  if (ranges.some((range) => isKept(range, address))) {
    return new UnknownEndError(
      `${shown(address)} is in ${vpc.name}'s range and AWS keeps it for itself, for its router and resolver, which are not followed here`,
    );
  }
  if (
    existsAlready(vpc) &&
    !subnets.some((subnet) => rangesOf(subnet).some((range) => holds(range, address)))
  ) {
    return new UnknownEndError(
      `${shown(address)} is in ${vpc.name}'s range and in no subnet that was read; there are: ${listed(subnets.map(({ name, cidr }) => `${name} (${cidr})`))}`,
    );
  }
  const networkInterfaces = network.topology.networkInterfaces
    .filter((networkInterface) => network.subnetOf(networkInterface).vpcId === vpc.id)
    .flatMap((one) => {
      const own = addressIn(one, familyOf(address)!);
      return own === undefined ? [] : [`${own} (${one.name})`];
    });
  const others =
    networkInterfaces.length === 0
      ? "no network interface there has one"
      : `the network interfaces have ${listed(networkInterfaces)}`;
  return new UnknownEndError(
    `${shown(address)} is in ${vpc.name}'s range and no network interface has it; ${others}`,
  );
}

/** Whether AWS keeps an address of a range for itself: of a subnet the first four (VPC user guide, "Subnet CIDR blocks"). */
export function isKept(range: string, address: string): boolean {
  return holds(range.replace(/\/.*/, range.includes(":") ? "/126" : "/30"), address);
}

/** How many names a message lists. */
const MOST_NAMES = 12;

export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
