import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";

export interface EgressSecurityGroupProps {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;

  /**
   * Whether its members may connect by IPv6 too.
   *
   * @default false
   */
  readonly ipv6?: boolean;
}

/**
 * A security group whose members may connect to anything, over any protocol, and which lets nothing in of its own: ingress
 * rules are made by whoever knows the other end, such as `RoutesStack`.
 */
export class EgressSecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { ipv6 = false, ...props }: EgressSecurityGroupProps) {
    super(scope, id);
    this.id = new SecurityGroup(this, "SecurityGroup", { ...props }).id;
    // All protocols: TCP alone would leave DNS, NTP and ping behind.
    new VpcSecurityGroupEgressRule(this, "EgressRule", {
      securityGroupId: this.id,
      description: "Anything out",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
    });
    if (!ipv6) return;
    new VpcSecurityGroupEgressRule(this, "ipv6", {
      securityGroupId: this.id,
      description: "Anything out, by IPv6",
      ipProtocol: "-1",
      cidrIpv6: "::/0",
    });
  }
}
