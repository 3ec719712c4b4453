import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment, accountPrefix } from "../lib/config/environment";
import { heartbeatNamespace } from "../lib/config/monitoring";
import { NatHosts, allocationIdOf, natZones, zonesServedFrom } from "../lib/config/nat";
import { AlarmTopic } from "../lib/constructs/alarm-topic";
import { Al2023Image } from "../lib/constructs/al2023-image";
import { EgressSecurityGroup } from "../lib/constructs/egress-security-group";
import { Heartbeat } from "../lib/constructs/heartbeat";
import { HostAlarms } from "../lib/constructs/host-alarms";
import { OfferedInstanceType } from "../lib/constructs/offered-instance-type";
import { SshAccess } from "../lib/constructs/ssh-access";
import { startSession } from "../lib/constructs/sessions";
import { SystemsManagerProfile } from "../lib/constructs/systems-manager-profile";
import { NatInstanceZone, NatInstances } from "../lib/constructs/ways-out/nat-instances";
import { BaseStack, BaseStackProps } from "./base-stack";
import { instanceProps } from "./instance-props";
import { Network } from "./network";

export interface NatInstanceStackProps extends BaseStackProps {
  readonly network: Network;
  readonly hosts: NatHosts;
}

/**
 * Makes the NAT hosts, one or one in each zone, each with its network interface, Elastic IP and disk; and for all of
 * them a security group, an instance profile, and, for SSH, a key pair. $7.36 a month for each t4g.nano in us-east-1:
 * $3.07 for its hours, $3.65 for its public address, $0.64 for 8 GiB. Its alarms are free, up to ten in an account.
 */
export class NatInstanceStack extends BaseStack {
  readonly wayOut: NatInstances;

  /** The SNS topic that hears of alarms; undefined when nobody is told. */
  readonly alarmTopicArn?: string;

  constructor(scope: Construct, props: NatInstanceStackProps) {
    super(scope, "nat-instance", props);
    const { environment, network, hosts } = props;
    const securityGroupId = this.createSecurityGroup(network.vpcId);
    const profile = this.createInstanceProfile(environment);
    this.wayOut = new NatInstances(this, "WayOut", {
      ...instanceProps(environment),
      vpcCidrs: environment.vpcCidrs,
      zones: natInstanceZones(environment, network),
      securityGroupId,
      keyName: this.createSshAccess(environment, securityGroupId),
      instanceProfile: profile.name,
      heartbeat: heartbeatOf(environment),
      ami: new Al2023Image(this, "al2023", environment.ami).id,
      ...hosts,
    });
    this.checkInstanceType(environment, hosts);
    this.alarmTopicArn = this.createAlarmTopic(environment);
    this.createAlarms(environment, hosts);
    this.createHeartbeat(environment, profile.roleName);
    this.createOutputs(environment.region);
  }

  /** The private side is let in by the routes stack, as the last thing. */
  private createSecurityGroup(vpcId: string): string {
    return new EgressSecurityGroup(this, "nat", { name: "NAT", description: "NAT instances", vpcId }).id;
  }

  private createSshAccess(environment: Environment, securityGroupId: string): string | undefined {
    if (!environment.ssh) return undefined;
    return new SshAccess(this, "ssh", {
      ...environment.ssh,
      keyName: `${accountPrefix(environment)}-nat`,
      securityGroupId,
    }).keyName;
  }

  private createInstanceProfile(environment: Environment): SystemsManagerProfile {
    return new SystemsManagerProfile(this, "nat_profile", {
      name: hostsName(environment),
      description: "NAT instances, reached by Systems Manager",
    });
  }

  private checkInstanceType(environment: Environment, { instanceType }: NatHosts): void {
    new OfferedInstanceType(this, "nat_type", {
      instanceType,
      zones: natZones(environment).map(({ name }) => name),
      field: "nat.instanceType",
    });
  }

  private createAlarms(environment: Environment, { instanceType, creditMode }: NatHosts): void {
    const { monitoring, region } = environment;
    if (monitoring === "off") return;
    const instanceIds = this.wayOut.byZone(({ instance }) => instance.id);
    const alarms = new Construct(this, "Alarms");
    for (const { name, letter } of natZones(environment)) {
      new HostAlarms(alarms, `nat_${letter}`, {
        name: `${accountPrefix(environment)}-nat-${letter}`,
        region,
        instanceId: instanceIds[name]!,
        instanceType,
        creditMode,
        heartbeatNamespace: heartbeatOf(environment)?.namespace,
        topicArn: this.alarmTopicArn,
      });
    }
  }

  private createAlarmTopic(environment: Environment): string | undefined {
    const { alarmTopicArn, alarmEmail: email } = environment;
    if (email === undefined) return alarmTopicArn;
    return new AlarmTopic(this, "alarms", { name: `${accountPrefix(environment)}-alarms`, email }).arn;
  }

  private createHeartbeat(environment: Environment, role: string): void {
    const heartbeat = heartbeatOf(environment);
    if (!heartbeat) return;
    const byZone = this.wayOut.byZone(({ instance }) => instance.id);
    const instanceIds = natZones(environment).map(({ name, letter }) => [`nat-${letter}`, byZone[name]!]);
    new Heartbeat(new Construct(this, "Metrics"), "nat", {
      ...heartbeat,
      name: hostsName(environment),
      role,
      instanceIds: Object.fromEntries(instanceIds) as Record<string, string>,
    });
  }

  private createOutputs(region: string): void {
    const { wayOut } = this;
    new TerraformOutput(this, "nat_public_ip", {
      value: wayOut.publicIps,
      description: "The address that the internet sees, by the NAT host's zone",
    });
    new TerraformOutput(this, "nat_instance_id", {
      value: wayOut.byZone(({ instance }) => instance.id),
      description: "The NAT host, by its zone",
    });
    new TerraformOutput(this, "nat_private_ip", {
      value: wayOut.byZone(({ privateInterface }) => privateInterface.privateIp),
      description:
        "The address of the NAT host's interface #1, where the private default route leads, by its zone",
    });
    new TerraformOutput(this, "nat_security_group_id", {
      value: wayOut.securityGroupId,
      description: "The NAT hosts' security group, for whoever is to be let in from elsewhere",
    });
    new TerraformOutput(this, "nat_ami", {
      value: wayOut.byZone(({ instance }) => instance.ami),
      description: "The machine image that the NAT host runs, by its zone",
    });
    new TerraformOutput(this, "nat_start_session", {
      value: wayOut.byZone(({ instance }) => startSession(instance.id, region)),
      description: "The command for a shell on the NAT host, by its zone",
    });
  }
}

/** Of the hosts' role, profile and dashboard. */
function hostsName(environment: Environment): string {
  return `${accountPrefix(environment)}-nat`;
}

function heartbeatOf(environment: Environment) {
  if (environment.monitoring !== "heartbeat") return undefined;
  const { region } = environment;
  return { region, namespace: heartbeatNamespace(environment), role: hostsName(environment) };
}

function natInstanceZones(environment: Environment, { zones }: Network): NatInstanceZone[] {
  return zones
    .filter(({ zone }) => natZones(environment).includes(zone))
    .map(({ zone, publicSubnetId, privateSubnetId }, index) => ({
      ...zone,
      // Where a host stands, there is one.
      publicSubnetId: publicSubnetId!,
      privateSubnetId,
      allocationId: allocationIdOf(environment, "instance", index),
      serves: zonesServedFrom(environment, zone),
    }));
}
