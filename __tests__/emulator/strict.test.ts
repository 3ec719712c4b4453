import * as ec2 from "@aws-sdk/client-ec2";
import { Emulator } from "../../lib/emulator/emulator";
import { until } from "../../lab/until";
import { describeWith } from "../support/tools";

const VPC = "10.8.0.0/16";

describeWith(["moto_server"], "the emulator refuses what AWS refuses", () => {
  let emulator: Emulator;
  let client: ec2.EC2Client;

  beforeAll(async () => {
    emulator = await Emulator.start();
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    client = new ec2.EC2Client({ endpoint: emulator.endpoint, region: "eu-central-1", credentials });
  });
  afterAll(() => emulator?.stop());

  /** A VPC with a subnet, a group and a gateway, each test's own. */
  async function network() {
    const vpc = (await client.send(new ec2.CreateVpcCommand({ CidrBlock: VPC }))).Vpc!.VpcId!;
    const subnet = (await client.send(new ec2.CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.8.1.0/24" })))
      .Subnet!.SubnetId!;
    const gateway = (await client.send(new ec2.CreateInternetGatewayCommand({}))).InternetGateway!
      .InternetGatewayId!;
    await client.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc }));
    const table = (await client.send(new ec2.CreateRouteTableCommand({ VpcId: vpc }))).RouteTable!
      .RouteTableId!;
    return { vpc, subnet, gateway, table, group: await group(vpc, "used") };
  }

  async function group(vpc: string, name: string): Promise<string> {
    const command = new ec2.CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc });
    return (await client.send(command)).GroupId!;
  }

  async function networkInterface(subnet: string, group: string): Promise<string> {
    const command = new ec2.CreateNetworkInterfaceCommand({ SubnetId: subnet, Groups: [group] });
    return (await client.send(command)).NetworkInterface!.NetworkInterfaceId!;
  }

  async function instance(subnet: string, group: string): Promise<string> {
    const { Images } = await client.send(new ec2.DescribeImagesCommand({}));
    const command = new ec2.RunInstancesCommand({
      ImageId: Images![0]!.ImageId!,
      MinCount: 1,
      MaxCount: 1,
      SubnetId: subnet,
      SecurityGroupIds: [group],
    });
    return (await client.send(command)).Instances![0]!.InstanceId!;
  }

  /** Fails unless it is refused so, and by a refusal that is logged. */
  async function expectRefused(command: object, code: string): Promise<void> {
    const before = emulator.refusals.length;
    await expect(client.send(command as any)).rejects.toMatchObject({ Code: code });
    // The log may come after the answer.
    const [logged] = await until("A refusal", 10, () => {
      const refusals = emulator.refusals.slice(before);
      return refusals.length > 0 ? refusals : undefined;
    });
    expect(logged).toMatch(new RegExp(`^${code}: `));
  }

  const deleteSubnet = (SubnetId: string) => new ec2.DeleteSubnetCommand({ SubnetId });
  const deleteGroup = (GroupId: string) => new ec2.DeleteSecurityGroupCommand({ GroupId });

  test("a subnet with a network interface or an instance in it stays until they are gone", async () => {
    const { subnet, group } = await network();
    const free = await networkInterface(subnet, group);
    await expectRefused(deleteSubnet(subnet), "DependencyViolation");
    await client.send(new ec2.DeleteNetworkInterfaceCommand({ NetworkInterfaceId: free }));
    const host = await instance(subnet, group);
    await expectRefused(deleteSubnet(subnet), "DependencyViolation");
    await client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [host] }));
    await client.send(deleteSubnet(subnet));
  });

  test("so does one with an endpoint in it, until that leaves it", async () => {
    const { vpc, subnet } = await network();
    const other = new ec2.CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.8.2.0/24" });
    const kept = (await client.send(other)).Subnet!.SubnetId!;
    const { VpcEndpoint } = await client.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId: vpc,
        ServiceName: "com.amazonaws.eu-central-1.ssm",
        VpcEndpointType: "Interface",
        SubnetIds: [subnet, kept],
      }),
    );
    await expectRefused(deleteSubnet(subnet), "DependencyViolation");
    const leave = { VpcEndpointId: VpcEndpoint!.VpcEndpointId, RemoveSubnetIds: [subnet] };
    await client.send(new ec2.ModifyVpcEndpointCommand(leave));
    await client.send(deleteSubnet(subnet));
    await expectRefused(deleteSubnet(kept), "DependencyViolation");
  });

  test("an attached network interface is in use; detached, it is answered so once, by its attachment", async () => {
    const { subnet, group } = await network();
    const NetworkInterfaceId = await networkInterface(subnet, group);
    const InstanceId = await instance(subnet, group);
    const attach = new ec2.AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
    const { AttachmentId } = await client.send(attach);
    const remove = new ec2.DeleteNetworkInterfaceCommand({ NetworkInterfaceId });
    await expectRefused(remove, "InvalidParameterValue");

    await client.send(new ec2.DetachNetworkInterfaceCommand({ AttachmentId }));
    const filter = { Name: "attachment.attachment-id", Values: [AttachmentId!] };
    const byAttachment = new ec2.DescribeNetworkInterfacesCommand({ Filters: [filter] });
    const answers = [await client.send(byAttachment), await client.send(byAttachment)];
    expect(answers.map(({ NetworkInterfaces: [found] = [] }) => found?.Attachment?.Status)).toEqual([
      "detached",
      undefined,
    ]);
    await client.send(remove);
  });

  test("a security group stays while an interface has it, or another group's rule names it", async () => {
    const { vpc, subnet, group: used } = await network();
    const NetworkInterfaceId = await networkInterface(subnet, used);
    await expectRefused(deleteGroup(used), "DependencyViolation");
    await client.send(new ec2.DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    const naming = {
      GroupId: await group(vpc, "naming"),
      IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: used }] }],
    };
    await client.send(new ec2.AuthorizeSecurityGroupIngressCommand(naming));
    await expectRefused(deleteGroup(used), "DependencyViolation");
    await client.send(new ec2.RevokeSecurityGroupIngressCommand(naming));
    await client.send(deleteGroup(used));
  });

  test("a gateway stays while public addresses are mapped, and such an address while it is in use", async () => {
    const { vpc, subnet, group, gateway } = await network();
    const host = await networkInterface(subnet, group);
    const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const associate = new ec2.AssociateAddressCommand({ AllocationId, NetworkInterfaceId: host });
    const { AssociationId } = await client.send(associate);
    const detach = new ec2.DetachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc });
    await expectRefused(detach, "DependencyViolation");
    await expectRefused(new ec2.ReleaseAddressCommand({ AllocationId }), "InvalidIPAddress.InUse");
    await client.send(new ec2.DisassociateAddressCommand({ AssociationId }));
    await client.send(new ec2.ReleaseAddressCommand({ AllocationId }));
    await client.send(detach);
  });

  test("a NAT gateway takes its network interface along when it goes, and frees its Elastic IP", async () => {
    const { subnet } = await network();
    const { AllocationId } = await client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    const create = new ec2.CreateNatGatewayCommand({ SubnetId: subnet, AllocationId });
    const { NatGatewayId } = (await client.send(create)).NatGateway!;
    await expectRefused(deleteSubnet(subnet), "DependencyViolation");
    await expectRefused(new ec2.ReleaseAddressCommand({ AllocationId }), "InvalidIPAddress.InUse");
    await client.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId }));
    await client.send(new ec2.ReleaseAddressCommand({ AllocationId }));
    await client.send(deleteSubnet(subnet));
  });

  test("a load balancer stands in its subnets and has its groups, until it is gone", async () => {
    const { subnet, group } = await network();
    const created = await balancing("CreateLoadBalancer", {
      ...{ Name: "web", Type: "network", "Subnets.member.1": subnet, "SecurityGroups.member.1": group },
    });
    const LoadBalancerArn = /<LoadBalancerArn>(.*?)</.exec(created)![1]!;
    await expectRefused(deleteSubnet(subnet), "DependencyViolation");
    await expectRefused(deleteGroup(group), "DependencyViolation");
    await balancing("DeleteLoadBalancer", { LoadBalancerArn });
    await client.send(deleteGroup(group));
    await client.send(deleteSubnet(subnet));
  });

  /** Asks Elastic Load Balancing, as the AWS CLI does. */
  async function balancing(Action: string, parameters: Record<string, string>): Promise<string> {
    const response = await fetch(emulator.endpoint, {
      method: "POST",
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=emulator/20250101/eu-central-1/elasticloadbalancing/aws4_request",
      },
      body: new URLSearchParams({ Action, Version: "2015-12-01", ...parameters }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  test("a VPC stays while anything of it is left, and a route table while it has a subnet", async () => {
    const { vpc, subnet, group, gateway, table } = await network();
    const remove = new ec2.DeleteVpcCommand({ VpcId: vpc });
    const association = new ec2.AssociateRouteTableCommand({ RouteTableId: table, SubnetId: subnet });
    const { AssociationId } = await client.send(association);
    const removeTable = new ec2.DeleteRouteTableCommand({ RouteTableId: table });
    await expectRefused(removeTable, "DependencyViolation");
    for (const step of [
      new ec2.DisassociateRouteTableCommand({ AssociationId }),
      removeTable,
      deleteSubnet(subnet),
      deleteGroup(group),
      new ec2.DetachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: vpc }),
    ]) {
      await expectRefused(remove, "DependencyViolation");
      await client.send(step as any);
    }
    await client.send(remove);
  });

  test("a route leads to nothing that is gone or in another VPC", async () => {
    const { subnet, group, table } = await network();
    const other = await network();
    const route = { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0" };
    const own = await networkInterface(subnet, group);
    const foreign = { ...route, NetworkInterfaceId: await networkInterface(other.subnet, other.group) };
    await expectRefused(new ec2.CreateRouteCommand(foreign), "InvalidParameterValue");
    const elsewhere = new ec2.CreateRouteCommand({ ...route, GatewayId: other.gateway });
    await expectRefused(elsewhere, "InvalidParameterValue");
    const gone = new ec2.CreateRouteCommand({ ...route, NatGatewayId: "nat-0123456789abcdef0" });
    await expectRefused(gone, "InvalidNatGatewayID.NotFound");
    await client.send(new ec2.CreateRouteCommand({ ...route, NetworkInterfaceId: own }));
    await expectRefused(new ec2.ReplaceRouteCommand(foreign), "InvalidParameterValue");
  });

  test("subnets do not overlap", async () => {
    const { vpc } = await network();
    const overlapping = new ec2.CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.8.0.0/20" });
    await expectRefused(overlapping, "InvalidSubnet.Conflict");
  });
});
