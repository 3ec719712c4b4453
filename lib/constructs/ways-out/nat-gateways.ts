import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import { DefaultRoute, WayOut } from "./way-out";

/** A zone in which a NAT gateway stands. */
export interface NatGatewayZone {
  /** `eu-central-1b` */
  readonly name: string;
  /** `b`: what tells this zone's resources from another's in their addresses. */
  readonly letter: string;
  /** Its route table leads to the internet gateway. */
  readonly publicSubnetId: string;

  /**
   * An Elastic IP that exists already.
   *
   * @default - a new one
   */
  readonly allocationId?: string;

  /** The zones whose private subnets it serves, by name, its own among them. */
  readonly serves: readonly { readonly name: string }[];
}

export interface NatGatewaysProps {
  readonly zones: readonly NatGatewayZone[];

  /**
   * Whether the private route tables lead the range of DNS64 to the gateways, which translate it.
   *
   * @default false
   */
  readonly nat64?: boolean;
}

/**
 * Makes a NAT gateway with an Elastic IP in each of some zones, which serve these and others. Each $36.50 a month in
 * us-east-1, $32.85 for its hours and $3.65 for its public address, and $0.045 a GB.
 *
 * @example
 * new NatGateways(this, "WayOut", { zones: [{ name: "eu-central-1b", letter: "b", publicSubnetId, serves }] });
 */
export class NatGateways extends Construct implements WayOut {
  readonly publicIps: Readonly<Record<string, string>>;
  /** The gateways' ids, by their zone's name. */
  readonly ids: Readonly<Record<string, string>>;
  private readonly props: NatGatewaysProps;

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    this.props = props;
    const made = props.zones.map((zone) => [zone.name, this.createGateway(zone)] as const);
    this.publicIps = Object.fromEntries(made.map(([name, { publicIp }]) => [name, publicIp]));
    this.ids = Object.fromEntries(made.map(([name, gateway]) => [name, gateway.id]));
  }

  routes(zone: string): readonly DefaultRoute[] {
    return this.props.zones
      .filter(({ serves }) => serves.some(({ name }) => name === zone))
      .flatMap(({ name }) => natGatewayRoutes(this.ids[name]!, this.props.nat64));
  }

  private createGateway({ letter, publicSubnetId, allocationId }: NatGatewayZone): NatGateway {
    const place = new Construct(this, `nat_${letter}`);
    return new NatGateway(place, "Gateway", {
      subnetId: publicSubnetId,
      allocationId: allocationId ?? new Eip(place, "Address", { domain: "vpc" }).allocationId,
    });
  }
}

/** What leads to a NAT gateway: IPv4, and with `nat64` the IPv4 addresses that DNS64 writes as IPv6. */
export function natGatewayRoutes(natGatewayId: string, nat64 = false): readonly DefaultRoute[] {
  return [
    { destinationCidrBlock: "0.0.0.0/0", natGatewayId },
    ...(nat64 ? [{ destinationIpv6CidrBlock: "64:ff9b::/96", natGatewayId } as const] : []),
  ];
}
