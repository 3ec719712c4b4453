import { EgressOnlyInternetGateway } from "@cdktf/provider-aws/lib/egress-only-internet-gateway";
import { Construct } from "constructs";
import { DefaultRoute, WayOut } from "./way-out";

export interface EgressOnlyGatewayProps {
  /** A VPC with an IPv6 range. */
  readonly vpcId: string;
}

/**
 * Makes an egress-only internet gateway: IPv6 out, under each instance's own public address, and nothing in but the
 * answers. Free, and $0 a GB beyond what all traffic to the internet costs.
 */
export class EgressOnlyGateway extends Construct implements WayOut {
  /** Every instance has its own. */
  readonly publicIps = {};
  private readonly route: DefaultRoute;

  constructor(scope: Construct, id: string, { vpcId }: EgressOnlyGatewayProps) {
    super(scope, id);
    const egressOnlyGatewayId = new EgressOnlyInternetGateway(this, "Gateway", { vpcId }).id;
    this.route = { destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId };
  }

  routes(): readonly DefaultRoute[] {
    return [this.route];
  }
}
