import { Instance } from "@cdktf/provider-aws/lib/instance";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment, accountPrefix } from "../lib/config/environment";
import { Al2023Image } from "../lib/constructs/al2023-image";
import { EgressSecurityGroup } from "../lib/constructs/egress-security-group";
import { InstanceConnectEndpoint } from "../lib/constructs/instance-connect-endpoint";
import { instanceBaseline } from "../lib/constructs/instance-baseline";
import { OfferedInstanceType } from "../lib/constructs/offered-instance-type";
import { connectByEndpoint, forwardPort, startSession } from "../lib/constructs/sessions";
import { SystemsManagerEndpoints } from "../lib/constructs/systems-manager-endpoints";
import { SystemsManagerProfile } from "../lib/constructs/systems-manager-profile";
import { BaseStack, BaseStackProps } from "./base-stack";
import { instanceProps } from "./instance-props";
import { Network } from "./network";

export interface PrivateInstancesStackProps extends BaseStackProps {
  readonly network: Network;
}

/**
 * Makes instances without a public address, their security group and instance profile, and the endpoints through which
 * Systems Manager reaches them. $3.71 a month for each t4g.nano with 8 GiB in us-east-1, and $21.90 for the endpoints in
 * each zone; `endpoints: false` leaves those out.
 */
export class PrivateInstancesStack extends BaseStack {
  readonly securityGroupId: string;
  readonly instances: readonly Instance[];

  constructor(scope: Construct, props: PrivateInstancesStackProps) {
    super(scope, "private-instances", props);
    const { environment, network } = props;
    this.createEndpoints(environment, network);
    this.securityGroupId = this.createSecurityGroup(environment, network.vpcId);
    this.instances = this.createInstances(environment, network);
    this.createOutputs(environment.region);
    this.createInstanceConnect(environment, network);
  }

  private createEndpoints(environment: Environment, { vpcId, zones }: Network): void {
    if (!environment.endpoints) return;
    new SystemsManagerEndpoints(this, "endpoints", {
      region: environment.region,
      vpcId,
      vpcCidrs: environment.vpcCidrs,
      subnetIds: zones.map(({ privateSubnetId }) => privateSubnetId),
    });
  }

  private createSecurityGroup({ ipv6 }: Environment, vpcId: string): string {
    return new EgressSecurityGroup(this, "private", {
      name: "Private",
      description: "Private instances",
      vpcId,
      ipv6: ipv6 === "egress-only",
    }).id;
  }

  /** Spread over the zones in turn. That they get no public address is the private subnet's to say. */
  private createInstances(environment: Environment, { zones }: Network): Instance[] {
    const { count, instanceType } = environment.privateInstances;
    const ami = new Al2023Image(this, "al2023", environment.ami).id;
    const profile = new SystemsManagerProfile(this, "private_profile", {
      name: `${accountPrefix(environment)}-private`,
      description: "Private instances, reached by Systems Manager",
    });
    if (count > 0) {
      new OfferedInstanceType(this, "private_type", {
        instanceType,
        zones: zones.slice(0, count).map(({ zone }) => zone.name),
        field: "privateInstances.instanceType",
      });
    }
    return Array.from({ length: count }, (_, index) => {
      return new Instance(this, `private_${index}`, {
        ...instanceBaseline(instanceProps(environment)),
        ami,
        instanceType,
        subnetId: zones[index % zones.length]!.privateSubnetId,
        vpcSecurityGroupIds: [this.securityGroupId],
        iamInstanceProfile: profile.name,
      });
    });
  }

  private createInstanceConnect({ instanceConnect, region }: Environment, { vpcId, zones }: Network): void {
    if (!instanceConnect) return;
    new InstanceConnectEndpoint(this, "instance_connect", {
      vpcId,
      subnetId: zones[0]!.privateSubnetId,
      targetSecurityGroupId: this.securityGroupId,
    });
    new TerraformOutput(this, "private_instance_connect", {
      value: this.instances.map(({ id }) => connectByEndpoint(id, region)),
      description:
        "The command for a shell on each private instance by EC2 Instance Connect, with no way out needed",
    });
    new TerraformOutput(this, "private_port_forwarding", {
      value: this.instances.map(({ id }) => forwardPort(id, region)),
      description:
        "The command that brings port 80 of each private instance to port 8080 here, by Systems Manager",
    });
  }

  private createOutputs(region: string): void {
    new TerraformOutput(this, "private_instance_ids", {
      value: this.instances.map(({ id }) => id),
      description: "The private instances",
    });
    new TerraformOutput(this, "private_instance_ips", {
      value: this.instances.map(({ privateIp }) => privateIp),
      description: "The private instances' addresses",
    });
    new TerraformOutput(this, "private_security_group_id", {
      value: this.securityGroupId,
      description: "The private instances' security group, whose members the NAT hosts let in",
    });
    new TerraformOutput(this, "private_start_session", {
      value: this.instances.map(({ id }) => startSession(id, region)),
      description: "The command for a shell on each private instance",
    });
  }
}
