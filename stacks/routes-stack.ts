import { Route } from "@cdktf/provider-aws/lib/route";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { Environment } from "../lib/config/environment";
import { failoverRecordsPath } from "../lib/config/failover";
import { failoverOf } from "../lib/config/nat";
import { ExistingDefaultRoute } from "../lib/constructs/existing/default-route";
import { WaysOutToday } from "../lib/constructs/existing/ways-out-today";
import { KeptFailover } from "../lib/constructs/failover/kept-failover";
import { DefaultRoute, WayOut } from "../lib/constructs/ways-out/way-out";
import { BaseStack, BaseStackProps } from "./base-stack";
import { Network, PrivateRouteTable } from "./network";
import { PrivateInstancesStack } from "./private-instances-stack";

export interface RoutesStackProps extends BaseStackProps {
  readonly network: Network;
  readonly privateInstances: PrivateInstancesStack;

  /** What the private subnets' routes lead to. */
  readonly waysOut: readonly WayOut[];

  /**
   * What no route leads to, and could at any time.
   *
   * @default - none
   */
  readonly standby?: WayOut;
}

/**
 * Makes the default routes of each private subnet, to the ways out that serve its zone, and the rules that let the
 * private instances in there: the cable that is plugged in last. Free; across zones $0.01 a GB each way.
 */
export class RoutesStack extends BaseStack {
  constructor(scope: Construct, props: RoutesStackProps) {
    super(scope, "routes", props);
    const { environment, network, waysOut } = props;
    const failover = this.keepFailover(props);
    const taken: ExistingDefaultRoute[] = [];
    for (const { zone, privateRouteTables } of network.zones) {
      const direct = waysOut.flatMap((wayOut) => wayOut.routes(zone.name));
      for (const table of privateRouteTables) {
        const routes = failover ? direct.map((route) => failover.keep(table.name, route)) : direct;
        if (table.existing) taken.push(...this.takeOverDefaultRoute(environment, table, routes));
        else this.createDefaultRoutes(table, routes);
      }
    }
    this.importRoutes(taken);
    if (environment.network?.leave) this.forgetRoutes(network);
    else if (environment.network?.takeOver === false) this.askWaysOutToday(network);
    this.letPrivateIntoNat(props);
  }

  private keepFailover({
    environment,
    network,
    waysOut,
    standby,
  }: RoutesStackProps): KeptFailover | undefined {
    const how = failoverOf(environment.nat);
    if (how === "off" || environment.network?.takeOver === false) return undefined;
    const ways = how === "standby" && standby ? [...waysOut, standby] : waysOut;
    const routes = network.zones.flatMap(({ zone }) => ways.flatMap((way) => way.routes(zone.name)));
    return new KeptFailover(this, "Failover", { recordsPath: failoverRecordsPath(environment), routes });
  }

  private createDefaultRoutes({ name, id }: PrivateRouteTable, routes: readonly DefaultRoute[]): void {
    for (const route of routes) new Route(this, `${name}_${nameOf(route)}`, { routeTableId: id, ...route });
  }

  private takeOverDefaultRoute(
    { network: existing }: Environment,
    { name, id, existing: today }: PrivateRouteTable,
    routes: readonly DefaultRoute[],
  ): ExistingDefaultRoute[] {
    const wayOut = routes.find((route) => "destinationCidrBlock" in route);
    if (!wayOut || !existing || existing.leave) return [];
    const { vpcId, takeOver } = existing;
    return [new ExistingDefaultRoute(this, name, { ...today, vpcId, routeTableId: id, wayOut, takeOver })];
  }

  /** cdktf's own `importFrom` asks the terraform program for its version, and synthesizing needs none. */
  private importRoutes(taken: readonly ExistingDefaultRoute[]): void {
    const blocks = taken.flatMap(({ importBlock }) => importBlock ?? []);
    if (blocks.length > 0) this.addOverride("import", blocks);
  }

  /** Taken over, nothing asks for them any more: their owners may delete what was led to before. */
  private askWaysOutToday({ zones }: Network): void {
    const routeTables = zones.flatMap(({ privateRouteTables }) =>
      privateRouteTables.map(({ id, existing }) => ({ id, ...existing })),
    );
    const { publicIps } = new WaysOutToday(this, "WaysOut", { routeTables });
    new TerraformOutput(this, "ways_out_today", {
      value: publicIps,
      description:
        "The address that the internet sees, by the route table that leads to a NAT gateway of others",
    });
  }

  /** They stay as they are in the account, and Terraform knows nothing of them any more. */
  private forgetRoutes({ zones }: Network): void {
    const theirs = zones.flatMap(({ privateRouteTables }) =>
      privateRouteTables.filter(({ existing }) => existing?.wayOutToday !== undefined),
    );
    if (theirs.length === 0) return;
    this.addOverride(
      "removed",
      theirs.map(({ name }) => ({ from: `aws_route.${name}_default`, lifecycle: { destroy: false } })),
    );
  }

  private letPrivateIntoNat({ environment, waysOut, standby, privateInstances }: RoutesStackProps): void {
    for (const { securityGroupId } of standby ? [...waysOut, standby] : waysOut) {
      if (securityGroupId === undefined) continue;
      const rule = { securityGroupId, ipProtocol: "-1" };
      new VpcSecurityGroupIngressRule(this, "nat_from_private", {
        ...rule,
        referencedSecurityGroupId: privateInstances.securityGroupId,
        description: "Anything from the private instances, to be passed on",
      });
      this.letClientsIn(environment, rule);
    }
  }

  private letClientsIn(
    { clients: { securityGroupIds, cidrs } }: Environment,
    rule: { securityGroupId: string; ipProtocol: string },
  ): void {
    const description = "Anything from clients of the NAT, to be passed on";
    for (const referencedSecurityGroupId of securityGroupIds) {
      new VpcSecurityGroupIngressRule(this, `nat_from_${referencedSecurityGroupId}`, {
        ...rule,
        description,
        referencedSecurityGroupId,
      });
    }
    for (const cidrIpv4 of cidrs) {
      new VpcSecurityGroupIngressRule(this, `nat_from_${cidrIpv4.replace(/[./]/g, "_")}`, {
        ...rule,
        description,
        cidrIpv4,
      });
    }
  }
}

/**
 * The last word of a route's Terraform address. It comes from the destination alone, so that a default route keeps its
 * address when its target changes.
 */
function nameOf(route: DefaultRoute): string {
  if ("destinationCidrBlock" in route) return "default";
  return route.destinationIpv6CidrBlock === "::/0" ? "default_ipv6" : "nat64";
}
