import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface SystemsManagerEndpointsProps {
  /** The endpoints' region, such as `eu-central-1`. */
  readonly region: string;
  readonly vpcId: string;
  /** The VPC's ranges, which may connect to them. */
  readonly vpcCidrs: readonly [string, ...string[]];
  /** The private subnets, one in each zone. */
  readonly subnetIds: string[];
}

/** What the Systems Manager agent talks to. */
const SERVICES = ["ssm", "ssmmessages", "ec2messages"];

/**
 * Makes three interface endpoints and their security group: Systems Manager is then reached without a way out to the
 * internet. $21.90 a month in each subnet ($0.01 an hour for each endpoint, us-east-1), and $0.01 a GB.
 *
 * @example
 * new SystemsManagerEndpoints(this, "endpoints", {
 *   region: "eu-central-1",
 *   vpcId: vpc.id,
 *   vpcCidrs: ["10.8.0.0/16"],
 *   subnetIds: [subnet.id],
 * });
 */
export class SystemsManagerEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: SystemsManagerEndpointsProps) {
    super(scope, id);
    const { region, vpcId, subnetIds } = props;
    const group = new SecurityGroup(this, "SecurityGroup", {
      name: "endpoints",
      description: "Systems Manager endpoints",
      vpcId,
    });
    props.vpcCidrs.forEach((cidrIpv4, index) => {
      const name = index === 0 ? "https" : `https_${cidrIpv4.replace(/[./]/g, "_")}`;
      new VpcSecurityGroupIngressRule(this, name, {
        securityGroupId: group.id,
        description: "HTTPS from the VPC",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4,
      });
    });
    for (const service of SERVICES) {
      new VpcEndpoint(this, service, {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${region}.${service}`,
        subnetIds,
        securityGroupIds: [group.id],
        // The services' public names then lead to the endpoints, so the agent needs no setting.
        privateDnsEnabled: true,
      });
    }
  }
}
