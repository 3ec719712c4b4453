import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";

export interface GatewayEndpointsProps {
  /** The endpoints' region, such as `eu-central-1`. */
  readonly region: string;
  readonly vpcId: string;
  readonly services: readonly ("s3" | "dynamodb")[];
  /** The tables that get a route to each service's ranges. */
  readonly routeTableIds: string[];
}

/**
 * Makes gateway endpoints: what the VPC sends to these services then goes there by AWS's own network and passes no NAT
 * host, whose traffic it saves. Free.
 *
 * @example
 * new GatewayEndpoints(this, "endpoints", { region: "eu-central-1", vpcId, services: ["s3"], routeTableIds: [table.id] });
 */
export class GatewayEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: GatewayEndpointsProps) {
    super(scope, id);
    const { region, vpcId, services, routeTableIds } = props;
    for (const service of services) {
      new VpcEndpoint(this, service, {
        vpcId,
        vpcEndpointType: "Gateway",
        serviceName: `com.amazonaws.${region}.${service}`,
        routeTableIds,
      });
    }
  }
}
