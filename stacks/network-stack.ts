import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { Fn, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment, Zone } from "../lib/config/environment";
import { GatewayEndpoints } from "../lib/constructs/gateway-endpoints";
import { PrivateSubnet, PublicSubnet } from "../lib/constructs/subnets";
import { EgressOnlyGateway } from "../lib/constructs/ways-out/egress-only-gateway";
import { WayOut } from "../lib/constructs/ways-out/way-out";
import { contains } from "../lib/net/ranges";
import { BaseStack, BaseStackProps } from "./base-stack";
import { Network, ZoneNetwork } from "./network";

/**
 * Makes the VPC, its internet gateway, and in each zone a public and a private subnet with their route tables; with
 * IPv6 a range for each of these and an egress-only internet gateway; the gateway endpoints; and empties the default
 * security group. Free.
 */
export class NetworkStack extends BaseStack implements Network {
  readonly vpcId: string;
  readonly zones: readonly ZoneNetwork[];
  /** The private subnets' way out by IPv6; undefined when the VPC has IPv4 alone. */
  readonly ipv6WayOut?: WayOut;
  private readonly vpc: Vpc;
  private readonly secondaryRanges = new Map<string, VpcIpv4CidrBlockAssociation>();

  constructor(scope: Construct, props: BaseStackProps) {
    super(scope, "network", props);
    const { environment } = props;
    this.vpc = this.createVpc(environment);
    this.vpcId = this.vpc.id;
    this.emptyDefaultSecurityGroup();
    const publicRouteTableId = this.createPublicRoutes(environment);
    this.zones = environment.zones.map((zone) => this.createZone(zone, publicRouteTableId, environment));
    this.ipv6WayOut = this.createEgressOnlyGateway(environment);
    this.createGatewayEndpoints(environment, publicRouteTableId);
    this.createOutputs(environment);
  }

  private createVpc({ vpcCidrs: [cidrBlock, ...others], ipv6 }: Environment): Vpc {
    const vpc = new Vpc(this, "vpc", {
      cidrBlock,
      ...(ipv6 === "egress-only" && { assignGeneratedIpv6CidrBlock: true }),
      // Both are needed for the endpoints' private names.
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    for (const other of others) {
      const range = new VpcIpv4CidrBlockAssociation(this, `vpc_${other.replace(/[./]/g, "_")}`, {
        vpcId: vpc.id,
        cidrBlock: other,
      });
      this.secondaryRanges.set(other, range);
    }
    return vpc;
  }

  /** AWS's own default group lets its members reach each other. */
  private emptyDefaultSecurityGroup(): void {
    // Empty lists, and not none: a rule that someone adds later is then found and removed.
    new DefaultSecurityGroup(this, "default", { vpcId: this.vpcId, ingress: [], egress: [] });
  }

  private createPublicRoutes({ ipv6 }: Environment): string {
    const gatewayId = new InternetGateway(this, "gateway", { vpcId: this.vpcId }).id;
    const routeTableId = new RouteTable(this, "public", { vpcId: this.vpcId }).id;
    new Route(this, "public_default", { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId });
    if (ipv6 === "egress-only") {
      new Route(this, "public_default_ipv6", { routeTableId, destinationIpv6CidrBlock: "::/0", gatewayId });
    }
    return routeTableId;
  }

  private createZone(zone: Zone, publicRouteTableId: string, environment: Environment): ZoneNetwork {
    const availabilityZone = zone.name;
    const publicSubnet = new PublicSubnet(this, `public_${zone.letter}`, {
      availabilityZone,
      vpcId: this.vpcIdFor(zone.publicCidr!),
      cidrBlock: zone.publicCidr!,
      ipv6CidrBlock: this.ipv6Range(environment, zone, 0),
      routeTableId: publicRouteTableId,
    });
    const privateSubnet = new PrivateSubnet(this, `private_${zone.letter}`, {
      availabilityZone,
      vpcId: this.vpcIdFor(zone.privateCidr),
      cidrBlock: zone.privateCidr,
      ipv6CidrBlock: this.ipv6Range(environment, zone, 1),
      dns64: environment.nat64,
    });
    return {
      zone,
      publicSubnetId: publicSubnet.id,
      privateSubnetId: privateSubnet.id,
      privateRouteTables: [{ name: `private_${zone.letter}`, id: privateSubnet.routeTableId }],
    };
  }

  /** The VPC's id, after it has the range that holds a subnet's. */
  private vpcIdFor(subnet: string): string {
    const holder = [...this.secondaryRanges].find(([range]) => contains(range, subnet));
    return holder ? holder[1].vpcId : this.vpcId;
  }

  /** A zone's /64 of the VPC's /56, by the zone's letter: it stays when zones before it come and go. */
  private ipv6Range({ ipv6 }: Environment, { letter }: Zone, tier: 0 | 1): string | undefined {
    if (ipv6 !== "egress-only") return undefined;
    const number = 2 * (letter.charCodeAt(0) - "a".charCodeAt(0)) + tier;
    return Fn.cidrsubnet(this.vpc.ipv6CidrBlock, 8, number);
  }

  private createEgressOnlyGateway({ ipv6 }: Environment): WayOut | undefined {
    if (ipv6 !== "egress-only") return undefined;
    return new EgressOnlyGateway(this, "egress_only", { vpcId: this.vpcId });
  }

  private createGatewayEndpoints(
    { region, gatewayEndpoints }: Environment,
    publicRouteTableId: string,
  ): void {
    new GatewayEndpoints(this, "GatewayEndpoints", {
      region,
      vpcId: this.vpcId,
      services: gatewayEndpoints,
      routeTableIds: [
        publicRouteTableId,
        ...this.zones.flatMap(({ privateRouteTables }) => privateRouteTables.map(({ id }) => id)),
      ],
    });
  }

  private createOutputs({ ipv6 }: Environment): void {
    const byZone = (value: (network: ZoneNetwork) => string) =>
      Object.fromEntries(this.zones.map((network) => [network.zone.name, value(network)]));
    new TerraformOutput(this, "vpc_id", { value: this.vpcId, description: "The VPC" });
    new TerraformOutput(this, "public_subnet_ids", {
      value: byZone(({ publicSubnetId }) => publicSubnetId!),
      description: "The public subnet of each zone",
    });
    new TerraformOutput(this, "private_subnet_ids", {
      value: byZone(({ privateSubnetId }) => privateSubnetId),
      description: "The private subnet of each zone",
    });
    if (ipv6 !== "egress-only") return;
    new TerraformOutput(this, "vpc_ipv6_cidr", {
      value: this.vpc.ipv6CidrBlock,
      description: "The VPC's IPv6 range",
    });
  }
}
