import { Address4 } from "ip-address";
import { CardRequest } from "./cards";
import { bySource } from "../terraform-json/configuration";
import { ReadError } from "../terraform-json/read-error";
import { SubnetPart } from "./vpcs";

/** Each card's private address, by its id: those that were given, and around them stand-ins from the subnet's first. */
export function handOutPrivateAddresses(
  subnets: readonly SubnetPart[],
  requests: readonly CardRequest[],
): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const subnet of subnets) {
    const inSubnet = requests.filter(({ subnetId }) => subnetId === subnet.id).sort(bySource);
    const taken = new Set<string>();
    for (const { id, privateIp, resource } of inSubnet) {
      if (privateIp === undefined) continue;
      const fault = faultOf(privateIp, subnet) ?? (taken.has(privateIp) ? "is given twice" : undefined);
      // What a state has is what AWS answered.
      if (fault && !resource.deployed) throw new ReadError(resource, `private address ${privateIp} ${fault}`);
      taken.add(privateIp);
      addresses.set(id, privateIp);
    }
    const free = usable(subnet.cidr, taken);
    for (const { id, privateIp } of inSubnet) {
      if (privateIp !== undefined) continue;
      const { value } = free.next();
      if (value === undefined) {
        const [first, last] = bounds(subnet.cidr);
        const needed = `${inSubnet.length} addresses are needed, and AWS hands out ${last - first + 1n} of it`;
        throw new ReadError(subnet, `${subnet.cidr} is too small: ${needed}`);
      }
      addresses.set(id, value);
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

function faultOf(address: string, { address: subnet, cidr }: SubnetPart): string | undefined {
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
