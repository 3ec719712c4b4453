import { Address4 } from "ip-address";
import { bySource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { Parts, SubnetPart } from "./parts";

/**
 * Each network interface's private address, by its id: those that were given, and around them placeholders from the
 * subnet's first. One that cannot have an address is noted and has none.
 */
export function handOutPrivateAddresses({
  subnets,
  interfaceRequests,
  problems,
}: Parts): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const bySubnet = grouped(interfaceRequests(), ({ subnetId }) => [subnetId]);
  for (const subnet of subnets()) {
    const inSubnet = [...(bySubnet.get(subnet.id) ?? [])].sort(bySource);
    const taken = new Set<string>();
    for (const { id, privateIp, resource } of inSubnet) {
      if (privateIp === undefined) continue;
      const problem = problemOf(privateIp, subnet) ?? (taken.has(privateIp) ? "is given twice" : undefined);
      // What a state has is what AWS answered.
      if (problem && !resource.deployed) {
        problems.add(resource, { why: `private address ${privateIp} ${problem}`, may: "nothing" });
        continue;
      }
      taken.add(privateIp);
      addresses.set(id, privateIp);
    }
    const free = usable(subnet.cidr, taken);
    for (const { id, privateIp, resource } of inSubnet) {
      if (privateIp !== undefined) continue;
      const { value } = free.next();
      if (value !== undefined) {
        addresses.set(id, value);
        continue;
      }
      const [first, last] = bounds(subnet.cidr);
      const handedOut = last < first ? 0n : last - first + 1n;
      const why = `${subnet.address}, ${subnet.cidr}, is too small: ${inSubnet.length} addresses are needed, and AWS hands out ${handedOut} of it`;
      problems.add(resource, { why, may: "nothing" });
    }
  }
  return addresses;
}

/** AWS keeps the first four addresses and the last (VPC user guide, "Subnet CIDR blocks"). */
function* usable(cidr: string, taken: ReadonlySet<string>): Generator<string, undefined> {
  const [first, last] = bounds(cidr);
  for (let number = first; number <= last; number++) {
    const address = Address4.fromBigInt(number).correctForm();
    if (!taken.has(address)) yield address;
  }
  return undefined;
}

function problemOf(address: string, { address: subnet, cidr }: SubnetPart): string | undefined {
  if (!Address4.isValid(address) || !new Address4(address).isInSubnet(new Address4(cidr))) {
    return `is not in ${subnet}, ${cidr}`;
  }
  const [first, last] = bounds(cidr);
  const number = new Address4(address).bigInt();
  return number < first || number > last ? `is one of the five that AWS keeps of ${cidr}` : undefined;
}

function bounds(cidr: string): [bigint, bigint] {
  const range = new Address4(cidr);
  return [range.startAddress().bigInt() + 4n, range.endAddress().bigInt() - 1n];
}
