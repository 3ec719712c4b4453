import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as sns from "@aws-sdk/client-sns";
import { Emulator } from "../../lib/emulator/emulator";
import { Key } from "./roles";

/** The emulated account, asked through AWS's own SDK and so independently of what terraform believes. */
export class Account {
  private readonly cloudwatch: cloudwatch.CloudWatchClient;
  private readonly ec2: ec2.EC2Client;
  private readonly iam: iam.IAMClient;
  private readonly sns: sns.SNSClient;

  /** @param key whose access key is used. @default - anybody's, while the emulator checks none */
  constructor({ endpoint }: Emulator, region: string, key?: Key) {
    const accessKeyId = key?.AWS_ACCESS_KEY_ID ?? "emulator";
    const secretAccessKey = key?.AWS_SECRET_ACCESS_KEY ?? "emulator";
    const options = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    this.cloudwatch = new cloudwatch.CloudWatchClient(options);
    this.ec2 = new ec2.EC2Client(options);
    this.iam = new iam.IAMClient(options);
    this.sns = new sns.SNSClient(options);
  }

  async subnet(cidr: string): Promise<ec2.Subnet> {
    const command = new ec2.DescribeSubnetsCommand({ Filters: [{ Name: "cidr-block", Values: [cidr] }] });
    return only((await this.ec2.send(command)).Subnets);
  }

  /** The default route of the route table that a subnet is associated with; undefined when it has none. */
  async defaultRoute(subnetId: string): Promise<ec2.Route | undefined> {
    return (await this.routes(subnetId)).find((route) => route.DestinationCidrBlock === "0.0.0.0/0");
  }

  /** The same for several subnets, by one request. */
  async defaultRoutes(subnetIds: readonly string[]): Promise<readonly (ec2.Route | undefined)[]> {
    const filter = { Name: "association.subnet-id", Values: [...subnetIds] };
    const command = new ec2.DescribeRouteTablesCommand({ Filters: [filter] });
    const tables = (await this.ec2.send(command)).RouteTables ?? [];
    return subnetIds.map((id) =>
      tables
        .find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === id))
        ?.Routes?.find((route) => route.DestinationCidrBlock === "0.0.0.0/0"),
    );
  }

  async routeTables(ids: readonly string[]): Promise<ec2.RouteTable[]> {
    const command = new ec2.DescribeRouteTablesCommand({ RouteTableIds: [...ids] });
    return (await this.ec2.send(command)).RouteTables ?? [];
  }

  private async routes(subnetId: string): Promise<ec2.Route[]> {
    const filter = { Name: "association.subnet-id", Values: [subnetId] };
    const tables = await this.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters: [filter] }));
    return only(tables.RouteTables).Routes ?? [];
  }

  /** The IPv6 default route of the route table that a subnet is associated with; undefined when it has none. */
  async ipv6DefaultRoute(subnetId: string): Promise<ec2.Route | undefined> {
    return (await this.routes(subnetId)).find((route) => route.DestinationIpv6CidrBlock === "::/0");
  }

  async networkInterface(id: string): Promise<ec2.NetworkInterface> {
    const command = new ec2.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] });
    return only((await this.ec2.send(command)).NetworkInterfaces);
  }

  async natGateway(id: string): Promise<ec2.NatGateway> {
    return only(
      (await this.ec2.send(new ec2.DescribeNatGatewaysCommand({ NatGatewayIds: [id] }))).NatGateways,
    );
  }

  async instance(id: string): Promise<ec2.Instance> {
    const command = new ec2.DescribeInstancesCommand({ InstanceIds: [id] });
    return only(only((await this.ec2.send(command)).Reservations).Instances);
  }

  /** An instance's user data; undefined when it has none. */
  async userData(InstanceId: string): Promise<string | undefined> {
    const command = new ec2.DescribeInstanceAttributeCommand({ InstanceId, Attribute: "userData" });
    const { UserData } = await this.ec2.send(command);
    return UserData?.Value && Buffer.from(UserData.Value, "base64").toString();
  }

  async rootVolume({ BlockDeviceMappings }: ec2.Instance): Promise<ec2.Volume> {
    const ids = [only(BlockDeviceMappings).Ebs!.VolumeId!];
    return only((await this.ec2.send(new ec2.DescribeVolumesCommand({ VolumeIds: ids }))).Volumes);
  }

  async address(publicIp: string): Promise<ec2.Address> {
    const command = new ec2.DescribeAddressesCommand({ PublicIps: [publicIp] });
    return only((await this.ec2.send(command)).Addresses);
  }

  /** The security group of that name in the VPC. */
  async securityGroup(vpcId: string, name: string): Promise<ec2.SecurityGroup> {
    const filters = [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "group-name", Values: [name] },
    ];
    return only(
      (await this.ec2.send(new ec2.DescribeSecurityGroupsCommand({ Filters: filters }))).SecurityGroups,
    );
  }

  async securityGroups(vpcId: string): Promise<ec2.SecurityGroup[]> {
    const filters = [{ Name: "vpc-id", Values: [vpcId] }];
    const found = await this.ec2.send(new ec2.DescribeSecurityGroupsCommand({ Filters: filters }));
    return found.SecurityGroups ?? [];
  }

  async endpoints(vpcId: string): Promise<ec2.VpcEndpoint[]> {
    const filters = [{ Name: "vpc-id", Values: [vpcId] }];
    return (
      (await this.ec2.send(new ec2.DescribeVpcEndpointsCommand({ Filters: filters }))).VpcEndpoints ?? []
    );
  }

  /** The policies attached to the role of an instance profile, by the profile's ARN. */
  async profilePolicies(profileArn: string): Promise<string[]> {
    const name = profileArn.split("/").at(-1);
    const { InstanceProfile } = await this.iam.send(
      new iam.GetInstanceProfileCommand({ InstanceProfileName: name }),
    );
    const role = only(InstanceProfile?.Roles).RoleName;
    const attached = await this.iam.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: role }));
    return (attached.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn!);
  }

  /** The alarms on an instance, by the ends of their names. */
  async alarmsOf(instanceId: string): Promise<Record<string, cloudwatch.MetricAlarm>> {
    const { MetricAlarms = [] } = await this.cloudwatch.send(new cloudwatch.DescribeAlarmsCommand({}));
    const own = MetricAlarms.filter(({ Dimensions }) =>
      Dimensions?.some(({ Value }) => Value === instanceId),
    );
    return Object.fromEntries(own.map((alarm) => [alarm.AlarmName!.split("-").at(-1)!, alarm]));
  }

  async setAlarm(name: string, state: "ALARM" | "OK"): Promise<void> {
    const change = { AlarmName: name, StateValue: state, StateReason: "test" };
    await this.cloudwatch.send(new cloudwatch.SetAlarmStateCommand(change));
  }

  /** The ARN of the one SNS topic that there is. */
  async onlyTopic(): Promise<string> {
    return only((await this.sns.send(new sns.ListTopicsCommand({}))).Topics).TopicArn!;
  }

  /** Whom an SNS topic writes to. */
  async subscribersOf(topicArn: string): Promise<sns.Subscription[]> {
    const found = await this.sns.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    return found.Subscriptions ?? [];
  }

  /** The network interfaces of load balancers, one in each of their subnets. */
  async loadBalancerInterfaces(): Promise<ec2.NetworkInterface[]> {
    const { NetworkInterfaces = [] } = await this.ec2.send(new ec2.DescribeNetworkInterfacesCommand({}));
    return NetworkInterfaces.filter(({ Description }) => Description?.startsWith("ELB "));
  }

  async setSourceDestCheck(networkInterfaceId: string, on: boolean): Promise<void> {
    const change = { NetworkInterfaceId: networkInterfaceId, SourceDestCheck: { Value: on } };
    await this.ec2.send(new ec2.ModifyNetworkInterfaceAttributeCommand(change));
  }

  async stopInstance(id: string): Promise<void> {
    await this.ec2.send(new ec2.StopInstancesCommand({ InstanceIds: [id] }));
  }

  async startInstance(id: string): Promise<void> {
    await this.ec2.send(new ec2.StartInstancesCommand({ InstanceIds: [id] }));
  }

  /** Lets a range in by SSH, as somebody does in the console. */
  async letIn(groupId: string, range: string): Promise<void> {
    await this.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand(ssh(groupId, range)));
  }

  async revoke(groupId: string, range: string): Promise<void> {
    await this.ec2.send(new ec2.RevokeSecurityGroupIngressCommand(ssh(groupId, range)));
  }

  async deleteSubnet(id: string): Promise<void> {
    await this.ec2.send(new ec2.DeleteSubnetCommand({ SubnetId: id }));
  }

  async deregisterImage(id: string): Promise<void> {
    await this.ec2.send(new ec2.DeregisterImageCommand({ ImageId: id }));
  }

  /** Everything there is in the account that these stacks could have made, by id. */
  async inventory(): Promise<string[]> {
    const send = this.ec2.send.bind(this.ec2);
    const reservations = (await send(new ec2.DescribeInstancesCommand({}))).Reservations ?? [];
    const instances = reservations.flatMap(({ Instances }) => Instances ?? []);
    const living = instances
      .filter(({ State }) => State?.Name !== "terminated")
      .map(({ InstanceId }) => InstanceId);
    const networkInterfaces =
      (await send(new ec2.DescribeNetworkInterfacesCommand({}))).NetworkInterfaces ?? [];
    return [
      ...living,
      // The emulator keeps interface #0 of a terminated instance.
      ...networkInterfaces
        .filter(({ Attachment }) => !Attachment?.InstanceId || living.includes(Attachment.InstanceId))
        .map(({ NetworkInterfaceId }) => NetworkInterfaceId),
      ...((await send(new ec2.DescribeVpcsCommand({}))).Vpcs ?? []).map(({ VpcId }) => VpcId),
      ...((await send(new ec2.DescribeSubnetsCommand({}))).Subnets ?? []).map(({ SubnetId }) => SubnetId),
      ...((await send(new ec2.DescribeRouteTablesCommand({}))).RouteTables ?? []).map(
        ({ RouteTableId }) => RouteTableId,
      ),
      ...((await send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups ?? []).map(
        ({ GroupId }) => GroupId,
      ),
      ...((await send(new ec2.DescribeInternetGatewaysCommand({}))).InternetGateways ?? []).map(
        ({ InternetGatewayId }) => InternetGatewayId,
      ),
      ...(
        (await send(new ec2.DescribeEgressOnlyInternetGatewaysCommand({}))).EgressOnlyInternetGateways ?? []
      ).map(({ EgressOnlyInternetGatewayId }) => EgressOnlyInternetGatewayId),
      ...((await send(new ec2.DescribeNatGatewaysCommand({}))).NatGateways ?? [])
        // A deleted gateway is listed for an hour, by AWS as well.
        .filter(({ State }) => State !== "deleted")
        .map(({ NatGatewayId }) => NatGatewayId),
      ...((await send(new ec2.DescribeAddressesCommand({}))).Addresses ?? []).map(
        ({ AllocationId }) => AllocationId,
      ),
      ...((await send(new ec2.DescribeVpcEndpointsCommand({}))).VpcEndpoints ?? [])
        // A deleted endpoint is listed for a while, by AWS as well.
        .filter(({ State }) => State?.toLowerCase() !== "deleted")
        .map(({ VpcEndpointId }) => VpcEndpointId),
      ...((await send(new ec2.DescribeVolumesCommand({}))).Volumes ?? []).map(({ VolumeId }) => VolumeId),
      ...((await send(new ec2.DescribeKeyPairsCommand({}))).KeyPairs ?? []).map(({ KeyPairId }) => KeyPairId),
      ...((await this.iam.send(new iam.ListRolesCommand({}))).Roles ?? []).map(({ Arn }) => Arn),
      ...((await this.iam.send(new iam.ListInstanceProfilesCommand({}))).InstanceProfiles ?? []).map(
        ({ Arn }) => Arn,
      ),
      ...((await this.cloudwatch.send(new cloudwatch.DescribeAlarmsCommand({}))).MetricAlarms ?? []).map(
        ({ AlarmArn }) => AlarmArn,
      ),
      ...((await this.cloudwatch.send(new cloudwatch.ListDashboardsCommand({}))).DashboardEntries ?? []).map(
        ({ DashboardArn }) => DashboardArn,
      ),
      ...((await this.sns.send(new sns.ListTopicsCommand({}))).Topics ?? []).map(({ TopicArn }) => TopicArn),
      ...((await this.sns.send(new sns.ListSubscriptionsCommand({}))).Subscriptions ?? []).map(
        ({ SubscriptionArn }) => SubscriptionArn,
      ),
    ]
      .map(String)
      .sort();
  }
}

function ssh(groupId: string, range: string) {
  const permission = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: range }] };
  return { GroupId: groupId, IpPermissions: [permission] };
}

function only<T>(found: readonly T[] | undefined): T {
  if (found?.length !== 1) throw new Error(`Expected one, found ${found?.length ?? 0}`);
  return found[0]!;
}
