import { DataAwsRouteTable } from "@cdktf/provider-aws/lib/data-aws-route-table";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Postcondition, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { Ipv4DefaultRoute } from "../ways-out/way-out";

export interface ExistingDefaultRouteProps {
  readonly vpcId: string;
  readonly routeTableId: string;

  /**
   * What the table's default route leads to without us, such as `nat-0123456789abcdef0`.
   *
   * @default - it has none; the route is ours
   */
  readonly wayOutToday?: string;

  /** Our way out. */
  readonly wayOut: Ipv4DefaultRoute;

  /** Whether the route leads to our way out. */
  readonly takeOver: boolean;
}

export interface ImportBlock {
  /** The resource's address. */
  readonly to: string;

  /** What the provider finds it by. */
  readonly id: string;
}

/**
 * Takes over the default route of a route table that exists, and gives it back. The route is imported and changed in
 * place, so that it is there all the time, and Terraform refuses to destroy it; where there is none, one is made. Free.
 */
export class ExistingDefaultRoute extends Construct {
  /** Terraform's import block for the route; where the table had none, nothing is imported. */
  readonly importBlock?: ImportBlock;

  constructor(scope: Construct, id: string, props: ExistingDefaultRouteProps) {
    super(scope, id);
    const { routeTableId, wayOutToday, wayOut, takeOver } = props;
    this.holdToPlace(props);
    const today = wayOutToday === undefined ? undefined : targetOf(wayOutToday);
    const target = takeOver ? wayOut : today;
    if (target === undefined) return;
    const route = new Route(this, "default", {
      ...target,
      routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      ...(today && { lifecycle: { preventDestroy: true } }),
    });
    if (!today) return;
    const to = `${route.terraformResourceType}.${route.friendlyUniqueId}`;
    this.importBlock = { to, id: `${routeTableId}_0.0.0.0/0` };
  }

  private holdToPlace(props: ExistingDefaultRouteProps): void {
    const { vpcId, routeTableId, takeOver } = props;
    new DataAwsRouteTable(this, "Table", {
      routeTableId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.vpc_id == "${vpcId}"}`,
            errorMessage: `${routeTableId} is not in ${vpcId} but in \${self.vpc_id}; name a route table of the VPC.`,
          },
          ...(takeOver ? [] : [this.ledAsToday(props)]),
        ],
      },
    });
  }

  /** What is imported is changed to what the environment says, so that has to be so: or a route that works would be led astray. */
  private ledAsToday({ routeTableId, wayOutToday, wayOut }: ExistingDefaultRouteProps): Postcondition {
    const ours = "networkInterfaceId" in wayOut ? wayOut.networkInterfaceId : wayOut.natGatewayId;
    const expected = new TerraformLocal(this, "ways_out", [ours, ...(wayOutToday ? [wayOutToday] : [])]);
    const routes = `self.routes : coalesce(${TARGETS.map((name) => `each.${name}`).join(", ")}, "-") if each.cidr_block == "0.0.0.0/0"`;
    const said = wayOutToday ? `not to ${wayOutToday}` : "the environment says that it has none";
    return {
      condition: `\${alltrue([for target in [for each in ${routes}] : contains(${expected.fqn}, target)])}`,
      errorMessage: `the default route of ${routeTableId} leads to \${join(", ", [for each in ${routes}])} and ${said}; correct its wayOutToday.`,
    };
  }
}

/** What a route may lead to, by the attributes of the provider's route table. */
const TARGETS = [
  "nat_gateway_id",
  "network_interface_id",
  "gateway_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

/** A route's argument for what it leads to, by the start of its id. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  nat: "natGatewayId",
  eni: "networkInterfaceId",
  igw: "gatewayId",
  vgw: "gatewayId",
  tgw: "transitGatewayId",
  vpce: "vpcEndpointId",
  pcx: "vpcPeeringConnectionId",
};

function targetOf(id: string): Record<string, string> {
  return { [ARGUMENTS[id.split("-")[0]!]!]: id };
}
