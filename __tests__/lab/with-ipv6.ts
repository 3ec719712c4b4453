import { Topology } from "../../lib/topology";

/**
 * The same network with an IPv6 range for each VPC, of which each subnet has a /64, and an address for each network
 * interface, and with the rules for IPv6 that a default network ACL then has: what the reader is to read of `assign_generated_ipv6_cidr_block` and the like, and does not yet.
 */
export function withIpv6(topology: Topology): Topology {
  const { vpcs, subnets, networkAcls, networkInterfaces } = topology;
  const hex = (n: number) => n.toString(16);
  const prefixOf = (subnetId: string) => {
    const index = subnets.findIndex(({ id }) => id === subnetId);
    const vpc = vpcs.findIndex(({ id }) => id === subnets[index]!.vpcId);
    return `2600:1f14:${hex(vpc + 1)}:${hex(index + 1)}::`;
  };
  return {
    ...topology,
    vpcs: vpcs.map((vpc, index) => ({ ...vpc, ipv6Cidrs: [`2600:1f14:${hex(index + 1)}::/56`] })),
    subnets: subnets.map((subnet) => ({ ...subnet, ipv6Cidr: `${prefixOf(subnet.id)}/64` })),
    networkAcls: networkAcls.map((acl) => {
      const { stack, address } = acl;
      const all = { stack, address, number: 101, action: "allow", protocol: "all", cidr: "::/0" } as const;
      return acl.default ? { ...acl, ingress: [...acl.ingress, all], egress: [...acl.egress, all] } : acl;
    }),
    networkInterfaces: networkInterfaces.map((networkInterface) => {
      const last = Number(networkInterface.privateIp.split(".").at(-1));
      return { ...networkInterface, ipv6Addresses: [`${prefixOf(networkInterface.subnetId)}${hex(last)}`] };
    }),
  };
}
