import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { Environment } from "../config/environment";

export interface SystemsManagerEndpointsProps {
  readonly environment: Environment;
  readonly vpcId: string;
  /** The private subnets, one in each zone. */
  readonly subnetIds: string[];
}

/** What the Systems Manager agent talks to. */
const SERVICES = ["ssm", "ssmmessages", "ec2messages"];

/** Interface endpoints through which Systems Manager is reached without a way out to the internet. */
export class SystemsManagerEndpoints extends Construct {
  constructor(scope: Construct, id: string, { environment, vpcId, subnetIds }: SystemsManagerEndpointsProps) {
    super(scope, id);
    const group = new SecurityGroup(this, "SecurityGroup", {
      name: "endpoints",
      description: "Systems Manager endpoints",
      vpcId,
    });
    new VpcSecurityGroupIngressRule(this, "https", {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: environment.vpcCidr,
    });
    for (const service of SERVICES) {
      new VpcEndpoint(this, service, {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${environment.region}.${service}`,
        subnetIds,
        securityGroupIds: [group.id],
        // The services' public names then lead to the endpoints, so the agent needs no setting.
        privateDnsEnabled: true,
      });
    }
  }
}
