import * as ec2 from "@aws-sdk/client-ec2";
import { Environment } from "../../lib/config/environment";
import { ExistingNetwork } from "../../lib/config/existing-network";
import { lastFree } from "../../lib/net/ranges";

/** The environment's fields that name what exists already. */
type Named = Pick<Environment, "region" | "network" | "clients" | "nat">;

/** The smallest subnet, in bits (VPC user guide, "Subnet sizing"): the range of a public one is in no environment. */
const SMALLEST = 28;

/**
 * Makes in the emulator what an environment says that exists already: its VPC with subnets, route tables and what these
 * lead to, and what else it names by ids.
 *
 * @returns the ids that the emulator gave, by the environment's
 * @throws Error in one line for what the emulator has not
 */
export async function makeExistingNetwork(
  endpoint: string,
  { region, network, clients, nat }: Named,
): Promise<ReadonlyMap<string, string>> {
  const maker = new Maker(endpoint, region);
  if (network) await maker.make(network);
  for (const id of clients.securityGroupIds) await maker.securityGroup(id);
  const addresses = ("elasticIpAllocationIds" in nat && nat.elasticIpAllocationIds) || [];
  for (const id of addresses) await maker.address(id);
  return maker.ids;
}

class Maker {
  readonly ids = new Map<string, string>();
  private readonly client: ec2.EC2Client;
  private vpcId!: string;
  private internetGatewayId!: string;
  /** Where NAT gateways stand. */
  private publicSubnetId?: string;

  constructor(endpoint: string, region: string) {
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    this.client = new ec2.EC2Client({ endpoint, region, credentials });
  }

  async make(network: ExistingNetwork): Promise<void> {
    await this.vpc(network);
    await this.publicSubnets(network);
    for (const { id, wayOutToday } of network.zones.flatMap(({ routeTables }) => routeTables)) {
      this.ids.set(id, await this.routeTable(wayOutToday && (await this.wayOut(wayOutToday))));
    }
    for (const { name, privateSubnets } of network.zones) {
      for (const { id, cidr, routeTableId } of privateSubnets) {
        this.ids.set(id, await this.subnet(name, cidr, this.ids.get(routeTableId)!));
      }
    }
  }

  async securityGroup(id: string): Promise<void> {
    const group = { GroupName: id, Description: "Clients", VpcId: this.vpcId };
    this.ids.set(id, (await this.client.send(new ec2.CreateSecurityGroupCommand(group))).GroupId!);
  }

  async address(id: string): Promise<string> {
    const { AllocationId } = await this.client.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    this.ids.set(id, AllocationId!);
    return AllocationId!;
  }

  private async vpc({ vpcId, vpcCidrs: [first, ...others] }: ExistingNetwork): Promise<void> {
    const { Vpc } = await this.client.send(new ec2.CreateVpcCommand({ CidrBlock: first }));
    this.vpcId = Vpc!.VpcId!;
    this.ids.set(vpcId, this.vpcId);
    for (const CidrBlock of others) {
      await this.client.send(new ec2.AssociateVpcCidrBlockCommand({ VpcId: this.vpcId, CidrBlock }));
    }
    const { InternetGateway } = await this.client.send(new ec2.CreateInternetGatewayCommand({}));
    this.internetGatewayId = InternetGateway!.InternetGatewayId!;
    const attachment = { InternetGatewayId: this.internetGatewayId, VpcId: this.vpcId };
    await this.client.send(new ec2.AttachInternetGatewayCommand(attachment));
  }

  private async publicSubnets({ vpcCidrs, zones }: ExistingNetwork): Promise<void> {
    const taken = zones.flatMap(({ privateSubnets }) => privateSubnets.map(({ cidr }) => cidr));
    for (const { name, publicSubnetId } of zones) {
      if (publicSubnetId === undefined) continue;
      const cidr = vpcCidrs.map((range) => lastFree(range, SMALLEST, taken)).find((free) => free)!;
      taken.push(cidr);
      const id = await this.subnet(name, cidr, await this.routeTable(this.internetGatewayId));
      this.ids.set(publicSubnetId, id);
      this.publicSubnetId ??= id;
    }
  }

  private async subnet(zone: string, CidrBlock: string, RouteTableId: string): Promise<string> {
    const place = { VpcId: this.vpcId, AvailabilityZone: zone, CidrBlock };
    const { Subnet } = await this.client.send(new ec2.CreateSubnetCommand(place));
    const SubnetId = Subnet!.SubnetId!;
    await this.client.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    return SubnetId;
  }

  private async routeTable(wayOut: string | undefined): Promise<string> {
    const { RouteTable } = await this.client.send(new ec2.CreateRouteTableCommand({ VpcId: this.vpcId }));
    const RouteTableId = RouteTable!.RouteTableId!;
    if (wayOut === undefined) return RouteTableId;
    const target = wayOut.startsWith("nat-") ? { NatGatewayId: wayOut } : { GatewayId: wayOut };
    const route = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", ...target };
    await this.client.send(new ec2.CreateRouteCommand(route));
    return RouteTableId;
  }

  private async wayOut(id: string): Promise<string> {
    const known = this.ids.get(id) ?? (id.startsWith("igw-") ? this.internetGatewayId : undefined);
    const made = known ?? (await this.natGateway(id));
    this.ids.set(id, made);
    return made;
  }

  private async natGateway(id: string): Promise<string> {
    if (!id.startsWith("nat-") || this.publicSubnetId === undefined) {
      throw new Error(`wayOutToday: "${id}" cannot be emulated; the demo has NAT gateways in public subnets`);
    }
    const gateway = { SubnetId: this.publicSubnetId, AllocationId: await this.address(`${id} address`) };
    const { NatGateway } = await this.client.send(new ec2.CreateNatGatewayCommand(gateway));
    return NatGateway!.NatGatewayId!;
  }
}
