/** A default route by IPv4, by what it leads to. */
export type Ipv4DefaultRoute =
  | { readonly destinationCidrBlock: "0.0.0.0/0"; readonly networkInterfaceId: string }
  | { readonly destinationCidrBlock: "0.0.0.0/0"; readonly natGatewayId: string };

/** A route of a private route table that leads to the internet, by its destination and what it leads to. */
export type DefaultRoute =
  | Ipv4DefaultRoute
  | { readonly destinationIpv6CidrBlock: "::/0"; readonly egressOnlyGatewayId: string }
  /** The range under which DNS64 writes IPv4 addresses (RFC 6052); a NAT gateway translates it. */
  | { readonly destinationIpv6CidrBlock: "64:ff9b::/96"; readonly natGatewayId: string };

/** A way for the private subnets to reach the internet. A new one touches neither the network nor the routes stack. */
export interface WayOut {
  /**
   * The default routes of a zone's private route table.
   *
   * @param zone an availability zone's name, such as `eu-central-1b`
   */
  routes(zone: string): readonly DefaultRoute[];

  /** Where the private side has to be let in; undefined for what has no security group. */
  readonly securityGroupId?: string;

  /** The addresses that the internet sees, by the zone of what holds them; empty when AWS chooses them as it goes. */
  readonly publicIps: Readonly<Record<string, string>>;
}
