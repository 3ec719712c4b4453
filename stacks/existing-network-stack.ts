import { Construct } from "constructs";
import { Zone } from "../lib/config/environment";
import { ExistingNetwork, ExistingZone } from "../lib/config/existing-network";
import { IdsThere } from "../lib/constructs/existing/ids-there";
import { ExistingPrivateSubnet, ExistingPublicSubnet } from "../lib/constructs/existing/subnets";
import { ExistingVpc } from "../lib/constructs/existing/vpc";
import { GatewayEndpoints } from "../lib/constructs/gateway-endpoints";
import { BaseStack, BaseStackProps } from "./base-stack";
import { Network, ZoneNetwork } from "./network";

export interface ExistingNetworkStackProps extends BaseStackProps {
  readonly existing: ExistingNetwork;
}

/**
 * Holds a VPC that exists, at plan, to what the environment says of it, and makes the gateway endpoints that its private
 * route tables lack. Changes nothing else in it. Free.
 */
export class ExistingNetworkStack extends BaseStack implements Network {
  readonly vpcId: string;
  readonly zones: readonly ZoneNetwork[];

  constructor(scope: Construct, props: ExistingNetworkStackProps) {
    super(scope, "network", props);
    const { environment, existing } = props;
    this.vpcId = existing.vpcId;
    this.checkNetwork(existing);
    this.createGatewayEndpoints(props);
    this.zones = existing.zones.map((zone, index) => zoneNetwork(zone, environment.zones[index]!));
  }

  private checkNetwork({ vpcId, vpcCidrs, zones }: ExistingNetwork): void {
    const { checks: dependsOn } = new IdsThere(this, "network", {
      vpcId,
      subnetIds: zones.flatMap(({ publicSubnetId, privateSubnets }) => [
        ...(publicSubnetId ? [publicSubnetId] : []),
        ...privateSubnets.map(({ id }) => id),
      ]),
      routeTableIds: zones.flatMap(({ routeTables }) => routeTables.map(({ id }) => id)),
    });
    const { mainRouteTableIds } = new ExistingVpc(this, "vpc", { vpcId, cidrs: vpcCidrs, dependsOn });
    zones.forEach((zone, index) => {
      const letter = zone.name.slice(-1);
      const place = { vpcId, availabilityZone: zone.name, mainRouteTableIds, dependsOn };
      const field = `network.zones[${index}]`;
      if (zone.publicSubnetId) {
        new ExistingPublicSubnet(this, `public_${letter}`, {
          ...place,
          field: `${field}.publicSubnetId`,
          subnetId: zone.publicSubnetId,
        });
      }
      zone.privateSubnets.forEach(({ id: subnetId, ...subnet }, number) => {
        new ExistingPrivateSubnet(this, number === 0 ? `private_${letter}` : `private_${letter}_${number}`, {
          ...place,
          ...subnet,
          field: `${field}.privateSubnets[${number}]`,
          subnetId,
        });
      });
    });
  }

  /** A table takes one endpoint of a service, so only those that lack it get ours. */
  private createGatewayEndpoints({ environment, existing }: ExistingNetworkStackProps): void {
    const { region, gatewayEndpoints } = environment;
    const tables = existing.zones.flatMap(({ routeTables }) => routeTables);
    for (const service of gatewayEndpoints) {
      const routeTableIds = tables
        .filter((table) => !table.gatewayEndpoints.includes(service))
        .map(({ id }) => id);
      if (routeTableIds.length === 0) continue;
      const { vpcId } = this;
      new GatewayEndpoints(this, `Endpoints ${service}`, {
        region,
        vpcId,
        services: [service],
        routeTableIds,
      });
    }
  }
}

function zoneNetwork({ publicSubnetId, privateSubnets, routeTables }: ExistingZone, zone: Zone): ZoneNetwork {
  return {
    zone,
    publicSubnetId,
    privateSubnetId: privateSubnets[0]!.id,
    // By their ids: another place in the environment's list must not make another route of one.
    privateRouteTables: routeTables.map(({ id, wayOutToday }) => ({
      name: id,
      id,
      existing: { wayOutToday },
    })),
  };
}
