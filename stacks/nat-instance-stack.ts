import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment, accountPrefix, natZones } from "../lib/config/environment";
import { Al2023Image } from "../lib/constructs/al2023-image";
import { EgressSecurityGroup } from "../lib/constructs/egress-security-group";
import { NatHost } from "../lib/constructs/nat-host";
import { OfferedInstanceType } from "../lib/constructs/offered-instance-type";
import { SshAccess } from "../lib/constructs/ssh-access";
import { startSession } from "../lib/constructs/start-session";
import { SystemsManagerProfile } from "../lib/constructs/systems-manager-profile";
import { BaseStack, BaseStackProps } from "./base-stack";
import { NetworkStack } from "./network-stack";

export interface NatInstanceStackProps extends BaseStackProps {
  readonly network: NetworkStack;
}

/** The NAT hosts: one, or one in each zone. */
export class NatInstanceStack extends BaseStack {
  readonly securityGroupId: string;
  readonly hosts: readonly NatHost[];

  constructor(scope: Construct, props: NatInstanceStackProps) {
    super(scope, "nat-instance", props);
    const { environment, network } = props;
    this.securityGroupId = this.createSecurityGroup(network.vpcId);
    const keyName = this.createSshAccess(environment);
    const instanceProfile = this.createInstanceProfile(environment);
    const ami = new Al2023Image(this, "al2023", environment.ami).id;
    new OfferedInstanceType(this, "nat_type", {
      instanceType: environment.nat.instanceType,
      zones: natZones(environment).map(({ name }) => name),
      field: "nat.instanceType",
    });
    this.hosts = network.zones
      .filter(({ zone }) => natZones(environment).includes(zone))
      .map(({ zone, publicSubnetId, privateSubnetId }) => {
        return new NatHost(this, `nat_${zone.letter}`, {
          environment,
          zone,
          publicSubnetId,
          privateSubnetId,
          securityGroupId: this.securityGroupId,
          instanceProfile,
          ami,
          keyName,
        });
      });
    this.createOutputs(environment.region);
  }

  /** The private side is let in by the routes stack, as the last thing. */
  private createSecurityGroup(vpcId: string): string {
    return new EgressSecurityGroup(this, "nat", { name: "NAT", description: "NAT instances", vpcId }).id;
  }

  private createSshAccess(environment: Environment): string | undefined {
    if (!environment.ssh) return undefined;
    return new SshAccess(this, "ssh", {
      ssh: environment.ssh,
      keyName: `${accountPrefix(environment)}-nat`,
      securityGroupId: this.securityGroupId,
    }).keyName;
  }

  private createInstanceProfile(environment: Environment): string {
    return new SystemsManagerProfile(this, "nat_profile", {
      name: `${accountPrefix(environment)}-nat`,
      description: "NAT instances, reached by Systems Manager",
    }).name;
  }

  private createOutputs(region: string): void {
    const byZone = (value: (host: NatHost) => string) =>
      Object.fromEntries(this.hosts.map((host) => [host.zone.name, value(host)]));
    new TerraformOutput(this, "nat_public_ip", {
      value: byZone(({ publicIp }) => publicIp),
      description: "The address that the internet sees, by the NAT host's zone",
    });
    new TerraformOutput(this, "nat_instance_id", {
      value: byZone(({ instance }) => instance.id),
      description: "The NAT host, by its zone",
    });
    new TerraformOutput(this, "nat_private_ip", {
      value: byZone(({ card1 }) => card1.privateIp),
      description:
        "The address of the NAT host's card #1, where the private default route leads, by its zone",
    });
    new TerraformOutput(this, "nat_ami", {
      value: byZone(({ instance }) => instance.ami),
      description: "The machine image that the NAT host runs, by its zone",
    });
    new TerraformOutput(this, "nat_start_session", {
      value: byZone(({ instance }) => startSession(instance.id, region)),
      description: "The command for a shell on the NAT host, by its zone",
    });
  }
}
