import * as sdk from "@aws-sdk/client-ec2";
import { AwsError, explainAwsError } from "../tools/aws-errors";
import { VpcFacts, ZoneFacts } from "./facts";
import {
  addressFacts,
  endpointFacts,
  interfaceFacts,
  nameIn,
  natGatewayFacts,
  networkAclFacts,
  routeTableFacts,
  subnetFacts,
} from "./facts-of";

export interface Asked {
  readonly vpcId: string;
  /** @default - that of AWS_REGION, AWS_DEFAULT_REGION or the profile */
  readonly region?: string;
  /** What a NAT host would be, such as `t4g.nano`: not every zone has it. */
  readonly hostType: string;
}

/**
 * Asks AWS for all that there is to know of a VPC, by calls that change nothing.
 *
 * @param say is told the region before AWS is asked
 * @throws AwsError in one line
 */
export async function readVpc(
  { vpcId, region, hostType }: Asked,
  say: (region: string) => void,
): Promise<VpcFacts> {
  // It warns of this Node's age on its own, which is not what was asked.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const client = new sdk.EC2Client({
    region: region ?? (process.env["AWS_REGION"] || process.env["AWS_DEFAULT_REGION"] || undefined),
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000 },
  });
  const place = { vpcId, region: await regionOf(client) };
  say(place.region);
  const ask = new Asking(place);
  const inVpc = { Filters: [{ Name: "vpc-id", Values: [vpcId] }] };
  const paged = { client };

  const vpc = await ask.one("DescribeVpcs", async () => {
    const { Vpcs = [] } = await client.send(new sdk.DescribeVpcsCommand({ VpcIds: [vpcId] }));
    return Vpcs[0]!;
  });
  const [subnets, tables, gateways, interfaces, acls, endpoints, elastic, zones, hostZones, quota, hasDns] =
    await Promise.all([
      ask.all("DescribeSubnets", sdk.paginateDescribeSubnets(paged, inVpc), (page) => page.Subnets),
      ask.all(
        "DescribeRouteTables",
        sdk.paginateDescribeRouteTables(paged, inVpc),
        (page) => page.RouteTables,
      ),
      ask.all(
        "DescribeNatGateways",
        sdk.paginateDescribeNatGateways(paged, { Filter: inVpc.Filters }),
        (page) => page.NatGateways,
      ),
      ask.all(
        "DescribeNetworkInterfaces",
        sdk.paginateDescribeNetworkInterfaces(paged, inVpc),
        (page) => page.NetworkInterfaces,
      ),
      ask.all(
        "DescribeNetworkAcls",
        sdk.paginateDescribeNetworkAcls(paged, inVpc),
        (page) => page.NetworkAcls,
      ),
      ask.all(
        "DescribeVpcEndpoints",
        sdk.paginateDescribeVpcEndpoints(paged, inVpc),
        (page) => page.VpcEndpoints,
      ),
      ask.one("DescribeAddresses", async () => {
        return (await client.send(new sdk.DescribeAddressesCommand({}))).Addresses ?? [];
      }),
      ask.one("DescribeAvailabilityZones", async () => {
        return (await client.send(new sdk.DescribeAvailabilityZonesCommand({}))).AvailabilityZones ?? [];
      }),
      ask.all(
        "DescribeInstanceTypeOfferings",
        sdk.paginateDescribeInstanceTypeOfferings(paged, {
          LocationType: "availability-zone",
          Filters: [{ Name: "instance-type", Values: [hostType] }],
        }),
        (page) => page.InstanceTypeOfferings,
      ),
      ask.one("DescribeAccountAttributes", async () => {
        const command = new sdk.DescribeAccountAttributesCommand({});
        return quotaIn((await client.send(command)).AccountAttributes);
      }),
      ask.one("DescribeVpcAttribute", async () => {
        const command = new sdk.DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: "enableDnsSupport" });
        return (await client.send(command)).EnableDnsSupport?.Value ?? true;
      }),
    ]);

  const addresses = elastic.map(addressFacts);
  const ends = interfaces.map(interfaceFacts);
  const offering = hostZones.map(({ Location }) => Location);
  return {
    ...place,
    name: nameIn(vpc.Tags),
    ranges: (vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock, CidrBlockState }) => ({
      cidr: CidrBlock!,
      state: CidrBlockState?.State ?? "associated",
    })),
    ipv6Cidrs: (vpc.Ipv6CidrBlockAssociationSet ?? [])
      .filter(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === "associated")
      .map(({ Ipv6CidrBlock }) => Ipv6CidrBlock!),
    isDedicated: vpc.InstanceTenancy === "dedicated",
    hasDns,
    zones: zones.map((zone) => zoneFacts(zone, offering)),
    subnets: subnets.map((subnet) => subnetFacts(subnet, tables)),
    routeTables: tables.map(routeTableFacts),
    natGateways: gateways
      .filter(({ State }) => State !== "deleted")
      .map((gateway) => natGatewayFacts(gateway, addresses)),
    interfaces: ends,
    networkAcls: acls.map(networkAclFacts),
    endpoints: endpoints.filter(({ State }) => !/^delet/i.test(State ?? "")).map(endpointFacts),
    addresses,
    addressQuota: quota,
  };
}

async function regionOf(client: sdk.EC2Client): Promise<string> {
  try {
    return await client.config.region();
  } catch {
    throw new AwsError("--region: is missing; write the VPC's, such as --region eu-central-1");
  }
}

/** AWS's attribute for VPCs ("DescribeAccountAttributes" in the EC2 API). */
function quotaIn(attributes: readonly sdk.AccountAttribute[] = []): number | undefined {
  const found = attributes.find(({ AttributeName }) => AttributeName === "vpc-max-elastic-ips");
  const value = Number(found?.AttributeValues?.[0]?.AttributeValue);
  return Number.isInteger(value) ? value : undefined;
}

function zoneFacts(zone: sdk.AvailabilityZone, offering: readonly (string | undefined)[]): ZoneFacts {
  const name = zone.ZoneName!;
  return { name, type: zone.ZoneType ?? "availability-zone", offersHost: offering.includes(name) };
}

/** Explains errors by the question that they answer. */
class Asking {
  constructor(private readonly place: { readonly vpcId: string; readonly region: string }) {}

  async one<T>(name: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw explainAwsError(error, {
        ...this.place,
        action: `ec2:${name}`,
        permissions: "docs/iam/adopt-permissions.json",
      });
    }
  }

  async all<P, T>(
    name: string,
    pages: AsyncIterable<P>,
    itemsOf: (page: P) => readonly T[] | undefined,
  ): Promise<T[]> {
    return this.one(name, async () => {
      const items: T[] = [];
      for await (const page of pages) items.push(...(itemsOf(page) ?? []));
      return items;
    });
  }
}
