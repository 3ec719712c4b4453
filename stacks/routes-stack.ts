import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { WayOut } from "../lib/constructs/ways-out/way-out";
import { BaseStack, BaseStackProps } from "./base-stack";
import { NetworkStack } from "./network-stack";
import { PrivateInstancesStack } from "./private-instances-stack";

export interface RoutesStackProps extends BaseStackProps {
  readonly network: NetworkStack;
  readonly wayOut: WayOut;
  readonly privateInstances: PrivateInstancesStack;
}

/**
 * Makes the default routes of each private subnet, to the way out that serves its zone, and the rule that lets the
 * private instances in there: the cable that is plugged in last. Free; across zones $0.01 a GB each way.
 */
export class RoutesStack extends BaseStack {
  constructor(scope: Construct, props: RoutesStackProps) {
    super(scope, "routes", props);
    this.createPrivateDefaultRoutes(props);
    this.letPrivateIntoNat(props);
  }

  private createPrivateDefaultRoutes({ network, wayOut }: RoutesStackProps): void {
    for (const { zone, privateRouteTableId } of network.zones) {
      for (const route of wayOut.routes(zone.name)) {
        new Route(this, `private_${zone.letter}_default`, { routeTableId: privateRouteTableId, ...route });
      }
    }
  }

  private letPrivateIntoNat({ wayOut, privateInstances }: RoutesStackProps): void {
    if (wayOut.securityGroupId === undefined) return;
    new VpcSecurityGroupIngressRule(this, "nat_from_private", {
      securityGroupId: wayOut.securityGroupId,
      referencedSecurityGroupId: privateInstances.securityGroupId,
      description: "Anything from the private instances, to be passed on",
      ipProtocol: "-1",
    });
  }
}
