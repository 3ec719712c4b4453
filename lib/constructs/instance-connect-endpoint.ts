import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface InstanceConnectEndpointProps {
  readonly vpcId: string;
  /** Where it stands; a VPC can have one, which reaches all its subnets. */
  readonly subnetId: string;
  /** The security group of the instances that it is let in to. */
  readonly targetSecurityGroupId: string;
}

const SSH = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };

/**
 * Makes an EC2 Instance Connect Endpoint with its security group: SSH to instances without a public address, for whom
 * IAM allows it, with no way out to the internet and no key to keep. Free, but for traffic across zones ($0.01 a GB).
 *
 * @example
 * new InstanceConnectEndpoint(this, "instance_connect", { vpcId, subnetId, targetSecurityGroupId: group.id });
 */
export class InstanceConnectEndpoint extends Construct {
  constructor(scope: Construct, id: string, props: InstanceConnectEndpointProps) {
    super(scope, id);
    const { vpcId, subnetId, targetSecurityGroupId } = props;
    const group = new SecurityGroup(this, "SecurityGroup", {
      name: "Instance Connect",
      description: "EC2 Instance Connect Endpoint",
      vpcId,
    });
    new VpcSecurityGroupEgressRule(this, "EgressRule", {
      ...SSH,
      securityGroupId: group.id,
      referencedSecurityGroupId: targetSecurityGroupId,
      description: "SSH to the private instances",
    });
    new VpcSecurityGroupIngressRule(this, "IngressRule", {
      ...SSH,
      securityGroupId: targetSecurityGroupId,
      referencedSecurityGroupId: group.id,
      description: "SSH from the EC2 Instance Connect Endpoint",
    });
    new Ec2InstanceConnectEndpoint(this, "Endpoint", {
      subnetId,
      securityGroupIds: [group.id],
      // The instances let in its security group, which the client's own address would not be in.
      preserveClientIp: false,
    });
  }
}
