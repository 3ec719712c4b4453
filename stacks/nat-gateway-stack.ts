import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment } from "../lib/config/environment";
import { allocationIdOf, natZones, zonesServedFrom } from "../lib/config/nat";
import { NatGatewayZone, NatGateways } from "../lib/constructs/ways-out/nat-gateways";
import { RegionalNatGateway } from "../lib/constructs/ways-out/regional-nat-gateway";
import { WayOut } from "../lib/constructs/ways-out/way-out";
import { BaseStack, BaseStackProps } from "./base-stack";
import { Network } from "./network";

export interface NatGatewayStackProps extends BaseStackProps {
  readonly network: Network;
}

/**
 * Makes the NAT gateways: zonal ones, each with its Elastic IP, one or one in each zone; or one regional one. In
 * us-east-1 $36.50 a month for each zone that one stands in, and $0.045 a GB.
 */
export class NatGatewayStack extends BaseStack {
  readonly wayOut: WayOut;

  constructor(scope: Construct, props: NatGatewayStackProps) {
    super(scope, "nat-gateway", props);
    this.wayOut =
      props.environment.nat.kind === "regional-gateway"
        ? this.createRegional(props)
        : this.createZonal(props);
  }

  private createZonal({ environment, network }: NatGatewayStackProps): NatGateways {
    const gateways = new NatGateways(this, "WayOut", {
      zones: natGatewayZones(environment, network),
      nat64: environment.nat64,
    });
    new TerraformOutput(this, "nat_public_ip", {
      value: gateways.publicIps,
      description: "The address that the internet sees, by the NAT gateway's zone",
    });
    new TerraformOutput(this, "nat_gateway_id", {
      value: gateways.ids,
      description: "The NAT gateway, by its zone",
    });
    return gateways;
  }

  private createRegional({ environment, network }: NatGatewayStackProps): RegionalNatGateway {
    const gateway = new RegionalNatGateway(this, "WayOut", {
      vpcId: network.vpcId,
      nat64: environment.nat64,
    });
    new TerraformOutput(this, "nat_gateway_id", {
      value: gateway.id,
      description: "The regional NAT gateway; AWS shows its addresses beside it",
    });
    return gateway;
  }
}

function natGatewayZones(environment: Environment, { zones }: Network): NatGatewayZone[] {
  return zones
    .filter(({ zone }) => natZones(environment).includes(zone))
    .map(({ zone, publicSubnetId }, index) => ({
      name: zone.name,
      letter: zone.letter,
      // Where a gateway stands, there is one.
      publicSubnetId: publicSubnetId!,
      allocationId: allocationIdOf(environment, "gateway", index),
      serves: zonesServedFrom(environment, zone),
    }));
}
