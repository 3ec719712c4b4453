import { join } from "node:path";
import { prefixLength } from "../../lib/net/ranges";
import { Topology } from "../../lib/topology";
import { EGRESS_ONLY_GATEWAY, FabricVpc, INTERNET_GATEWAY, resolverOf, routerOf } from "./fabric";
import { INTERNET_HOSTS } from "./internet";

/** AWS's jumbo frames (EC2 user guide, "Network maximum transmission unit"). */
export const MTU = 9001;

/**
 * dnsmasq's configuration for one VPC: addresses by DHCP as AWS gives them, and Amazon's resolver.
 *
 * @param folder where it finds its `hosts` and leaves its number
 */
export function dnsmasqConfiguration(topology: Topology, fabricVpc: FabricVpc, folder: string): string {
  const { vpc, subnets } = fabricVpc;
  return [
    "keep-in-foreground",
    "user=root",
    `pid-file=${join(folder, "dnsmasq.pid")}`,
    "no-resolv",
    "no-hosts",
    "no-ping",
    ...[INTERNET_GATEWAY, EGRESS_ONLY_GATEWAY].map((device) => `except-interface=${device}`),
    "dhcp-authoritative",
    "dhcp-leasefile=/dev/null",
    "leasefile-ro",
    `dhcp-hostsfile=${join(folder, "hosts")}`,
    `dhcp-option=option:dns-server,${resolverOf(vpc)}`,
    `dhcp-option=option:mtu,${MTU}`,
    ...subnets.flatMap((subnet) => [
      `dhcp-range=set:${subnet.id},${subnet.cidr.split("/")[0]},static,${maskOf(prefixLength(subnet.cidr))},1h`,
      `dhcp-option=tag:${subnet.id},option:router,${routerOf(subnet)}`,
    ]),
    ...ipv6Lines(fabricVpc),
    ...privateNames(topology, fabricVpc),
    // Whatever else has a name is the internet's.
    `address=/#/${INTERNET_HOSTS[0].address}`,
  ].join("\n");
}

/**
 * In a subnet with IPv6 an instance hears of its router by advertisements, and gets its address by DHCPv6. That its
 * neighbours can be reached without the router is not said here: each host is on a cable of its own.
 */
function ipv6Lines({ vpc, subnets }: FabricVpc): string[] {
  if (vpc.ipv6Cidrs === undefined) return [];
  return [
    "enable-ra",
    ...subnets.flatMap(({ id, ipv6Cidr }) =>
      ipv6Cidr === undefined ? [] : `dhcp-range=set:${id},${ipv6Cidr.split("/")[0]},static,off-link,64,1h`,
    ),
    `address=/#/${INTERNET_HOSTS[0].ipv6Address}`,
  ];
}

/**
 * The addresses that each network interface is given, by the network interface's own: what dnsmasq reads anew when it is
 * told to.
 */
export function dhcpHosts({ networkInterfaces }: FabricVpc): string {
  const lines = networkInterfaces.map(({ macAddress, privateIp, ipv6Addresses = [] }) =>
    [macAddress, privateIp, ...ipv6Addresses.map((address) => `[${address}]`)].join(","),
  );
  return `${lines.join("\n")}\n`;
}

/** An endpoint with private DNS takes its service's public name over. */
function privateNames({ endpoints, networkInterfaces }: Topology, { vpc }: FabricVpc): string[] {
  return endpoints
    .filter(({ vpcId, privateDns }) => vpcId === vpc.id && privateDns)
    .flatMap(({ service, networkInterfaceIds }) => {
      const [, , region, name] = service.split(".");
      return networkInterfaceIds.map((id) => {
        const { privateIp } = networkInterfaces.find((networkInterface) => networkInterface.id === id)!;
        return `host-record=${name}.${region}.amazonaws.com,${privateIp}`;
      });
    });
}

function maskOf(length: number): string {
  const bits = (2 ** 32 - 2 ** (32 - length)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}
