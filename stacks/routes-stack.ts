import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { DefaultRoute, WayOut } from "../lib/constructs/ways-out/way-out";
import { BaseStack, BaseStackProps } from "./base-stack";
import { NetworkStack } from "./network-stack";
import { PrivateInstancesStack } from "./private-instances-stack";

export interface RoutesStackProps extends BaseStackProps {
  readonly network: NetworkStack;
  readonly privateInstances: PrivateInstancesStack;

  /** What the private subnets' routes lead to. */
  readonly waysOut: readonly WayOut[];

  /**
   * What no route leads to, and could at any time.
   *
   * @default - none
   */
  readonly standby?: WayOut;
}

/**
 * Makes the default routes of each private subnet, to the ways out that serve its zone, and the rules that let the
 * private instances in there: the cable that is plugged in last. Free; across zones $0.01 a GB each way.
 */
export class RoutesStack extends BaseStack {
  constructor(scope: Construct, props: RoutesStackProps) {
    super(scope, "routes", props);
    this.createPrivateDefaultRoutes(props);
    this.letPrivateIntoNat(props);
  }

  private createPrivateDefaultRoutes({ network, waysOut }: RoutesStackProps): void {
    for (const { zone, privateRouteTableId } of network.zones) {
      for (const route of waysOut.flatMap((wayOut) => wayOut.routes(zone.name))) {
        new Route(this, `private_${zone.letter}_${nameOf(route)}`, {
          routeTableId: privateRouteTableId,
          ...route,
        });
      }
    }
  }

  private letPrivateIntoNat({ waysOut, standby, privateInstances }: RoutesStackProps): void {
    for (const { securityGroupId } of standby ? [...waysOut, standby] : waysOut) {
      if (securityGroupId === undefined) continue;
      new VpcSecurityGroupIngressRule(this, "nat_from_private", {
        securityGroupId,
        referencedSecurityGroupId: privateInstances.securityGroupId,
        description: "Anything from the private instances, to be passed on",
        ipProtocol: "-1",
      });
    }
  }
}

/**
 * The last word of a route's Terraform address. It comes from the destination alone, so that a default route keeps its
 * address when its target changes.
 */
function nameOf(route: DefaultRoute): string {
  if ("destinationCidrBlock" in route) return "default";
  return route.destinationIpv6CidrBlock === "::/0" ? "default_ipv6" : "nat64";
}
