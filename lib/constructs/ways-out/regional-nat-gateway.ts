import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import { natGatewayRoutes } from "./nat-gateways";
import { DefaultRoute, WayOut } from "./way-out";

export interface RegionalNatGatewayProps {
  readonly vpcId: string;

  /**
   * Whether the private route tables lead the range of DNS64 to the gateway, which translates it.
   *
   * @default false
   */
  readonly nat64?: boolean;
}

/**
 * Makes AWS's regional NAT gateway: one for the whole VPC, which stands in no subnet and follows the private instances
 * into their zones by itself; to a new zone it takes up to 60 minutes, in which it serves that across zones (VPC user
 * guide, "Regional NAT gateways"). $32.85 a month for each zone that it is in, $3.65 for each of its addresses, and
 * $0.045 a GB (us-east-1). Needs version 6.24 of the AWS provider or newer.
 *
 * @example
 * new RegionalNatGateway(this, "WayOut", { vpcId: vpc.id });
 */
export class RegionalNatGateway extends Construct implements WayOut {
  readonly id: string;
  /** AWS chooses its addresses, and more of them as traffic grows. */
  readonly publicIps = {};
  private readonly nat64: boolean | undefined;

  constructor(scope: Construct, id: string, { vpcId, nat64 }: RegionalNatGatewayProps) {
    super(scope, id);
    this.nat64 = nat64;
    this.id = new NatGateway(this, "nat", { vpcId, availabilityMode: "regional" }).id;
  }

  routes(): readonly DefaultRoute[] {
    return natGatewayRoutes(this.id, this.nat64);
  }
}
