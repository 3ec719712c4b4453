import * as ec2 from "@aws-sdk/client-ec2";
import { Emulator } from "../../lib/emulator/emulator";

/** A public address with the way out that has it. */
export interface NatGateway {
  readonly id: string;
  readonly allocationId: string;
  readonly publicIp: string;
}

/** An instance that forwards what others send it. */
export interface NatInstance {
  readonly id: string;
  /** Its interface, which routes lead to. */
  readonly networkInterfaceId: string;
  readonly allocationId: string;
  readonly publicIp: string;
}

/** A rule for TCP, or without ports for everything. */
export interface AclRule {
  readonly number: number;
  readonly egress: boolean;
  readonly allows: boolean;
  /** @default - anywhere */
  readonly cidr?: string;
  readonly ports?: readonly [number, number];
}

/** Of the images that the emulator knows, one for t4g. */
const IMAGE = "ami-0a20000000000000a";

/** Makes somebody's network, one call of AWS's SDK after the other, in an emulated account. */
export class NetworkBuilder {
  readonly ec2: ec2.EC2Client;

  private constructor(
    { endpoint }: Emulator,
    readonly region: string,
  ) {
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    this.ec2 = new ec2.EC2Client({ endpoint, region, credentials });
  }

  vpcId!: string;
  internetGatewayId!: string;

  /** Begins with a VPC of these ranges that has an internet gateway. */
  static async vpc(emulator: Emulator, cidrs: readonly string[], region = "eu-central-1") {
    const builder = new NetworkBuilder(emulator, region);
    const [first, ...others] = cidrs;
    const { Vpc } = await builder.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: first }));
    builder.vpcId = Vpc!.VpcId!;
    for (const CidrBlock of others) {
      await builder.ec2.send(new ec2.AssociateVpcCidrBlockCommand({ VpcId: builder.vpcId, CidrBlock }));
    }
    const { InternetGateway } = await builder.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    builder.internetGatewayId = InternetGateway!.InternetGatewayId!;
    await builder.ec2.send(
      new ec2.AttachInternetGatewayCommand({
        InternetGatewayId: builder.internetGatewayId,
        VpcId: builder.vpcId,
      }),
    );
    return builder;
  }

  /** @param letter the zone's; @param table the table that it is associated with. @default - the VPC's main one */
  async subnet(letter: string, cidr: string, table?: string): Promise<string> {
    const { Subnet } = await this.ec2.send(
      new ec2.CreateSubnetCommand({
        VpcId: this.vpcId,
        CidrBlock: cidr,
        AvailabilityZone: `${this.region}${letter}`,
      }),
    );
    if (table !== undefined) await this.associate(Subnet!.SubnetId!, table);
    return Subnet!.SubnetId!;
  }

  async associate(subnet: string, table: string): Promise<void> {
    await this.ec2.send(new ec2.AssociateRouteTableCommand({ SubnetId: subnet, RouteTableId: table }));
  }

  /** @param way what its default route leads to, by its id. @default - it has none */
  async routeTable(way?: string, tags: Readonly<Record<string, string>> = {}): Promise<string> {
    const created = await this.ec2.send(new ec2.CreateRouteTableCommand({ VpcId: this.vpcId }));
    const table = created.RouteTable!.RouteTableId!;
    await this.tag(table, tags);
    if (way !== undefined) await this.route(table, "0.0.0.0/0", way);
    return table;
  }

  async mainRouteTable(): Promise<string> {
    const filters = [
      { Name: "vpc-id", Values: [this.vpcId] },
      { Name: "association.main", Values: ["true"] },
    ];
    const { RouteTables } = await this.ec2.send(new ec2.DescribeRouteTablesCommand({ Filters: filters }));
    return RouteTables![0]!.RouteTableId!;
  }

  /** @param way what it leads to, by its id */
  async route(table: string, destination: string, way: string): Promise<void> {
    const route = { RouteTableId: table, DestinationCidrBlock: destination, ...targetOf(way) };
    await this.ec2.send(new ec2.CreateRouteCommand(route));
  }

  async replaceDefaultRoute(table: string, way: string): Promise<void> {
    const route = { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0", ...targetOf(way) };
    await this.ec2.send(new ec2.ReplaceRouteCommand(route));
  }

  async natGateway(subnet: string): Promise<NatGateway> {
    const { allocationId, publicIp } = await this.address();
    const { NatGateway } = await this.ec2.send(
      new ec2.CreateNatGatewayCommand({ SubnetId: subnet, AllocationId: allocationId }),
    );
    return { id: NatGateway!.NatGatewayId!, allocationId, publicIp };
  }

  async address() {
    const { AllocationId, PublicIp } = await this.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    return { allocationId: AllocationId!, publicIp: PublicIp! };
  }

  async instance(subnet: string, groups?: readonly string[]) {
    const { Instances } = await this.ec2.send(
      new ec2.RunInstancesCommand({
        ImageId: IMAGE,
        InstanceType: "t4g.nano",
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnet,
        SecurityGroupIds: groups && [...groups],
      }),
    );
    const { InstanceId, NetworkInterfaces } = Instances![0]!;
    return { id: InstanceId!, networkInterfaceId: NetworkInterfaces![0]!.NetworkInterfaceId! };
  }

  /** With an Elastic IP, and its source/destination check off. */
  async natInstance(subnet: string): Promise<NatInstance> {
    const instance = await this.instance(subnet);
    const { allocationId, publicIp } = await this.address();
    const { networkInterfaceId: NetworkInterfaceId } = instance;
    await this.ec2.send(
      new ec2.AssociateAddressCommand({ AllocationId: allocationId, InstanceId: instance.id }),
    );
    await this.ec2.send(
      new ec2.ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId,
        SourceDestCheck: { Value: false },
      }),
    );
    return { ...instance, allocationId, publicIp };
  }

  /** One of nobody's instance, as those of Lambda, RDS and others are. */
  async networkInterface(subnet: string, description: string): Promise<string> {
    const { NetworkInterface } = await this.ec2.send(
      new ec2.CreateNetworkInterfaceCommand({ SubnetId: subnet, Description: description }),
    );
    return NetworkInterface!.NetworkInterfaceId!;
  }

  /** @param service such as `s3` or `ssm` */
  async endpoint(service: string, { tables, subnets }: { tables?: string[]; subnets?: string[] }) {
    const { VpcEndpoint } = await this.ec2.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId: this.vpcId,
        ServiceName: `com.amazonaws.${this.region}.${service}`,
        VpcEndpointType: tables ? "Gateway" : "Interface",
        RouteTableIds: tables,
        SubnetIds: subnets,
      }),
    );
    return VpcEndpoint!.VpcEndpointId!;
  }

  /** A network ACL of a subnet that lets everything in and out, but for these rules of a lower number. */
  async networkAcl(subnet: string, rules: readonly AclRule[]): Promise<string> {
    const { NetworkAcl } = await this.ec2.send(new ec2.CreateNetworkAclCommand({ VpcId: this.vpcId }));
    const id = NetworkAcl!.NetworkAclId!;
    const all = [false, true].map((egress) => ({ number: 1000, egress, allows: true }));
    for (const { number, egress, allows, cidr = "0.0.0.0/0", ports } of [...rules, ...all] as AclRule[]) {
      await this.ec2.send(
        new ec2.CreateNetworkAclEntryCommand({
          NetworkAclId: id,
          RuleNumber: number,
          Egress: egress,
          RuleAction: allows ? "allow" : "deny",
          CidrBlock: cidr,
          Protocol: ports ? "6" : "-1",
          PortRange: ports && { From: ports[0], To: ports[1] },
        }),
      );
    }
    const Filters = [{ Name: "association.subnet-id", Values: [subnet] }];
    const { NetworkAcls } = await this.ec2.send(new ec2.DescribeNetworkAclsCommand({ Filters }));
    const before = NetworkAcls![0]!.Associations!.find(({ SubnetId }) => SubnetId === subnet)!;
    await this.ec2.send(
      new ec2.ReplaceNetworkAclAssociationCommand({
        AssociationId: before.NetworkAclAssociationId,
        NetworkAclId: id,
      }),
    );
    return id;
  }

  async tag(id: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    if (list.length > 0) await this.ec2.send(new ec2.CreateTagsCommand({ Resources: [id], Tags: list }));
  }
}

function targetOf(way: string) {
  if (way.startsWith("nat-")) return { NatGatewayId: way };
  if (way.startsWith("eni-")) return { NetworkInterfaceId: way };
  if (way.startsWith("pcx-")) return { VpcPeeringConnectionId: way };
  return way.startsWith("tgw-") ? { TransitGatewayId: way } : { GatewayId: way };
}
