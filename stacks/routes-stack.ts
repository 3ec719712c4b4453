import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { natZoneFor } from "../lib/config/environment";
import { BaseStack, BaseStackProps } from "./base-stack";
import { NatInstanceStack } from "./nat-instance-stack";
import { NetworkStack } from "./network-stack";
import { PrivateInstancesStack } from "./private-instances-stack";

export interface RoutesStackProps extends BaseStackProps {
  readonly network: NetworkStack;
  readonly natInstance: NatInstanceStack;
  readonly privateInstances: PrivateInstancesStack;
}

/**
 * Makes the default route of each private subnet, to the private network interface of its zone's NAT host, and the rule
 * that lets the private instances in there: the cable that is plugged in last. Free; across zones $0.01 a GB each way.
 */
export class RoutesStack extends BaseStack {
  constructor(scope: Construct, props: RoutesStackProps) {
    super(scope, "routes", props);
    this.createPrivateDefaultRoutes(props);
    this.letPrivateIntoNat(props);
  }

  private createPrivateDefaultRoutes({ environment, network, natInstance }: RoutesStackProps): void {
    for (const { zone, privateRouteTableId } of network.zones) {
      const { host } = natInstance.hosts.find((other) => other.zone === natZoneFor(environment, zone))!;
      new Route(this, `private_${zone.letter}_default`, {
        routeTableId: privateRouteTableId,
        destinationCidrBlock: "0.0.0.0/0",
        networkInterfaceId: host.privateInterface.id,
      });
    }
  }

  private letPrivateIntoNat({ natInstance, privateInstances }: RoutesStackProps): void {
    new VpcSecurityGroupIngressRule(this, "nat_from_private", {
      securityGroupId: natInstance.securityGroupId,
      referencedSecurityGroupId: privateInstances.securityGroupId,
      description: "Anything from the private instances, to be passed on",
      ipProtocol: "-1",
    });
  }
}
