/** A default route of a private route table, by what it leads to. */
export interface DefaultRoute {
  readonly destinationCidrBlock: "0.0.0.0/0";
  readonly networkInterfaceId: string;
}

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

  /** The addresses that the internet sees, by the zone of what holds them. */
  readonly publicIps: Readonly<Record<string, string>>;
}
