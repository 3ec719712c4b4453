import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import { Emulator } from "../../lib/emulator/emulator";

/** All of an account's resources in a region, as AWS describes them, by their type and id. */
export type Snapshot = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Asks for everything that the stacks could make or change, resource by resource. */
export async function snapshot({ endpoint }: Emulator, region: string): Promise<Snapshot> {
  const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
  const client = new ec2.EC2Client({ endpoint, region, credentials });
  const roles = new iam.IAMClient({ endpoint, region, credentials });
  const { Reservations = [] } = await client.send(new ec2.DescribeInstancesCommand({}));
  const instances = Reservations.flatMap((reservation) => reservation.Instances ?? []).filter(
    ({ State }) => State?.Name !== "terminated",
  );
  const living = instances.map(({ InstanceId }) => InstanceId);
  const vpcs = (await client.send(new ec2.DescribeVpcsCommand({}))).Vpcs;
  const acls = (await client.send(new ec2.DescribeNetworkAclsCommand({}))).NetworkAcls;
  const subnets = (await client.send(new ec2.DescribeSubnetsCommand({}))).Subnets;
  const interfaces = (await client.send(new ec2.DescribeNetworkInterfacesCommand({}))).NetworkInterfaces;
  const gateways = (await client.send(new ec2.DescribeNatGatewaysCommand({}))).NatGateways;
  const endpoints = (await client.send(new ec2.DescribeVpcEndpointsCommand({}))).VpcEndpoints;
  const found: Record<string, readonly object[] | undefined> = {
    VpcId: vpcs,
    // The emulator keeps the address of a terminated instance.
    SubnetId: subnets?.map((subnet) => ({ ...subnet, AvailableIpAddressCount: undefined })),
    RouteTableId: (await client.send(new ec2.DescribeRouteTablesCommand({}))).RouteTables,
    InternetGatewayId: (await client.send(new ec2.DescribeInternetGatewaysCommand({}))).InternetGateways,
    // What is deleted is listed for a while, by AWS as well.
    NatGatewayId: gateways?.filter(({ State }) => State !== "deleted"),
    VpcEndpointId: endpoints?.filter(({ State }) => State?.toLowerCase() !== "deleted"),
    AllocationId: (await client.send(new ec2.DescribeAddressesCommand({}))).Addresses,
    // The emulator keeps interface #0 of a terminated instance.
    NetworkInterfaceId: interfaces?.filter(
      ({ Attachment }) => !Attachment?.InstanceId || living.includes(Attachment.InstanceId),
    ),
    GroupId: (await client.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups,
    // The emulator keeps the default one of a deleted VPC.
    NetworkAclId: acls?.filter(({ VpcId }) => vpcs?.some((vpc) => vpc.VpcId === VpcId)),
    InstanceId: instances,
    VolumeId: (await client.send(new ec2.DescribeVolumesCommand({}))).Volumes,
    KeyPairId: (await client.send(new ec2.DescribeKeyPairsCommand({}))).KeyPairs,
    RoleId: (await roles.send(new iam.ListRolesCommand({}))).Roles,
    InstanceProfileId: (await roles.send(new iam.ListInstanceProfilesCommand({}))).InstanceProfiles,
  };
  return Object.fromEntries(
    Object.entries(found).map(([id, resources = []]) => {
      const byId = resources.map((resource) => [String((resource as Record<string, unknown>)[id]), resource]);
      return [id, Object.fromEntries(byId) as Record<string, unknown>];
    }),
  );
}
