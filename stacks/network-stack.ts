import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Zone } from "../lib/config/environment";
import { PrivateSubnet, PublicSubnet } from "../lib/constructs/subnets";
import { BaseStack, BaseStackProps } from "./base-stack";

/** What the other stacks need to know of a zone. */
export interface ZoneNetwork {
  readonly zone: Zone;
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
  readonly privateRouteTableId: string;
}

/**
 * Makes the VPC, its internet gateway, and in each zone a public and a private subnet with their route tables; and
 * empties the default security group. Free.
 */
export class NetworkStack extends BaseStack {
  readonly vpcId: string;
  readonly zones: readonly ZoneNetwork[];

  constructor(scope: Construct, props: BaseStackProps) {
    super(scope, "network", props);
    const { environment } = props;
    this.vpcId = this.createVpc(environment.vpcCidr);
    this.emptyDefaultSecurityGroup();
    const publicRouteTableId = this.createPublicRoutes();
    this.zones = environment.zones.map((zone) => this.createZone(zone, publicRouteTableId));
    this.createOutputs();
  }

  private createVpc(cidrBlock: string): string {
    // Both are needed for the endpoints' private names.
    return new Vpc(this, "vpc", { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true }).id;
  }

  /** AWS's own default group lets its members reach each other. */
  private emptyDefaultSecurityGroup(): void {
    // Empty lists, and not none: a rule that someone adds later is then found and removed.
    new DefaultSecurityGroup(this, "default", { vpcId: this.vpcId, ingress: [], egress: [] });
  }

  private createPublicRoutes(): string {
    const gateway = new InternetGateway(this, "gateway", { vpcId: this.vpcId });
    const table = new RouteTable(this, "public", { vpcId: this.vpcId });
    new Route(this, "public_default", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    return table.id;
  }

  private createZone(zone: Zone, publicRouteTableId: string): ZoneNetwork {
    const subnet = { vpcId: this.vpcId, availabilityZone: zone.name };
    const publicSubnet = new PublicSubnet(this, `public_${zone.letter}`, {
      ...subnet,
      cidrBlock: zone.publicCidr,
      routeTableId: publicRouteTableId,
    });
    const privateSubnet = new PrivateSubnet(this, `private_${zone.letter}`, {
      ...subnet,
      cidrBlock: zone.privateCidr,
    });
    return {
      zone,
      publicSubnetId: publicSubnet.id,
      privateSubnetId: privateSubnet.id,
      privateRouteTableId: privateSubnet.routeTableId,
    };
  }

  private createOutputs(): void {
    const byZone = (value: (network: ZoneNetwork) => string) =>
      Object.fromEntries(this.zones.map((network) => [network.zone.name, value(network)]));
    new TerraformOutput(this, "vpc_id", { value: this.vpcId, description: "The VPC" });
    new TerraformOutput(this, "public_subnet_ids", {
      value: byZone(({ publicSubnetId }) => publicSubnetId),
      description: "The public subnet of each zone",
    });
    new TerraformOutput(this, "private_subnet_ids", {
      value: byZone(({ privateSubnetId }) => privateSubnetId),
      description: "The private subnet of each zone",
    });
  }
}
