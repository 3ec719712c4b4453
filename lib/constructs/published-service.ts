import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

/** A service of the private instances, as a load balancer offers it to others. */
export interface PublishedServiceProps {
  readonly vpcId: string;
  readonly loadBalancerArn: string;
  /** The load balancer's security group. */
  readonly loadBalancerGroupId: string;
  readonly protocol: "tcp" | "udp";
  /** Where the load balancer listens. */
  readonly port: number;
  /** Where the instances listen. */
  readonly targetPort: number;
  /** The instances' TCP port that must answer, or they get nothing. */
  readonly healthCheckPort: number;
  /** The IPv4 ranges that may connect to the load balancer. */
  readonly allowedCidrs: readonly string[];
  /** The instances that answer, by what tells one from another: `private_0`. */
  readonly targets: Readonly<Record<string, string>>;
}

/**
 * Makes a listener of a network load balancer, its target group of instances, and the security group rules from the
 * clients to the load balancer. Free beside the load balancer.
 */
export class PublishedService extends Construct {
  constructor(scope: Construct, id: string, props: PublishedServiceProps) {
    super(scope, id);
    this.createListener(this.createTargetGroup(props), props);
    this.letClientsIn(props);
  }

  private createTargetGroup(props: PublishedServiceProps): string {
    const { vpcId, protocol, targetPort, healthCheckPort, targets } = props;
    const { arn } = new LbTargetGroup(this, "TargetGroup", {
      vpcId,
      targetType: "instance",
      protocol: protocol.toUpperCase(),
      port: targetPort,
      healthCheck: { protocol: "TCP", port: String(healthCheckPort) },
      // A listener must never be without one: a group of another port is there before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    for (const [name, targetId] of Object.entries(targets)) {
      new LbTargetGroupAttachment(this, name, { targetGroupArn: arn, targetId });
    }
    return arn;
  }

  private createListener(
    targetGroupArn: string,
    { loadBalancerArn, protocol, port }: PublishedServiceProps,
  ): void {
    new LbListener(this, "Listener", {
      loadBalancerArn,
      protocol: protocol.toUpperCase(),
      port,
      defaultAction: [{ type: "forward", targetGroupArn }],
    });
  }

  private letClientsIn({ allowedCidrs, loadBalancerGroupId, protocol, port }: PublishedServiceProps): void {
    for (const cidrIpv4 of allowedCidrs) {
      // The range in the name keeps a rule's address when others come and go.
      new VpcSecurityGroupIngressRule(this, `from_${cidrIpv4.replace(/[./]/g, "_")}`, {
        securityGroupId: loadBalancerGroupId,
        description: "Clients",
        ipProtocol: protocol,
        fromPort: port,
        toPort: port,
        cidrIpv4,
      });
    }
  }
}
