import { addressAt } from "../net/ranges";
import { Instance, NetworkInterface, Subnet, Topology } from "./model";

export interface AddedInstance {
  readonly id: string;
  readonly name: string;
  /**
   * What its network interface is called.
   *
   * @default - as the instance
   */
  readonly interfaceName?: string;

  readonly securityGroupIds: readonly string[];

  /**
   * Its private address.
   *
   * @default - the highest of the subnet that nobody has
   */
  readonly privateIp?: string;
}

/** A topology with one more instance, which has no public address. It has the subnet's source. */
export function withInstance(topology: Topology, subnet: Subnet, added: AddedInstance): Topology {
  const { instances, networkInterfaces } = topology;
  const { stack, address, ipv6Cidr } = subnet;
  const { id, name, interfaceName = name, securityGroupIds } = added;
  const networkInterface: NetworkInterface = {
    ...{ stack, address, securityGroupIds },
    id: id.replace(/^i-/, "eni-"),
    name: interfaceName,
    subnetId: subnet.id,
    privateIp: added.privateIp ?? freeAddress(topology, subnet),
    // Of 2⁶⁴ nobody has the last.
    ...(ipv6Cidr !== undefined && { ipv6Addresses: [addressAt(ipv6Cidr, -1n)] }),
    macAddress: macAddress(networkInterfaces.length),
    sourceDestCheck: true,
    instanceId: id,
    deviceIndex: 0,
  };
  const instance: Instance = { stack, address, id, name, networkInterfaceIds: [networkInterface.id] };
  return {
    ...topology,
    instances: [...instances, instance],
    networkInterfaces: [...networkInterfaces, networkInterface],
  };
}

/** AWS keeps the very last. */
function freeAddress({ networkInterfaces }: Topology, { id, cidr }: Subnet): string {
  const taken = networkInterfaces.filter(({ subnetId }) => subnetId === id).map(({ privateIp }) => privateIp);
  for (let index = -2n; ; index--) {
    const address = addressAt(cidr, index);
    if (!taken.includes(address)) return address;
  }
}

/** A locally administered one; the placeholders of what Terraform makes are hashes, which do not begin so. */
function macAddress(number: number): string {
  const [high, low] = [number >> 8, number & 0xff].map((byte) => byte.toString(16).padStart(2, "0"));
  return `06:00:00:00:${high}:${low}`;
}
