import { DataAwsSsmParametersByPath } from "@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path";
import { Fn, TerraformLocal, Token, propertyAccess, ref } from "cdktf";
import { Construct } from "constructs";
import { DefaultRoute } from "../ways-out/way-out";

export interface KeptFailoverProps {
  /** The path of the parameters that record which route is away (`Failover`). */
  readonly recordsPath: string;
  /** All that the tables may lead to at home or away; a record that names anything else is overlooked. */
  readonly routes: readonly DefaultRoute[];
}

/**
 * Keeps Terraform from undoing a failover: the route of a table that is recorded as away stays where it leads.
 *
 * `ignore_changes` would keep it too, and with it any route that is to lead elsewhere for good: to a host that is new, or
 * to a network interface that takes another's place.
 */
export class KeptFailover extends Construct {
  private readonly away: TerraformLocal;
  private readonly hasGateways: boolean;

  constructor(scope: Construct, id: string, { recordsPath, routes }: KeptFailoverProps) {
    super(scope, id);
    this.hasGateways = routes.some((route) => "natGatewayId" in route);
    const { fqn } = new DataAwsSsmParametersByPath(this, "failover", { path: recordsPath });
    const ours = new TerraformLocal(this, "failover_ways", [...new Set(routes.flatMap(targetOf))]);
    const records = `{ for name, text in zipmap(${fqn}.names, nonsensitive(${fqn}.values)) : basename(name) => jsondecode(text).to }`;
    const target = (prefix: string) => `startswith(to, "${prefix}-") ? to : null`;
    this.away = new TerraformLocal(
      this,
      "on_failover",
      `\${{ for name, to in ${records} : name => { network_interface_id = ${target("eni")}, nat_gateway_id = ${target("nat")} } if contains(local.${ours.friendlyUniqueId}, to) }}`,
    );
  }

  /**
   * A route of a table, led where a failover has led it.
   *
   * @param table the table's name in the record, such as `private_b`
   * @param home what the route leads to otherwise
   */
  keep(table: string, home: DefaultRoute): DefaultRoute {
    if (!("networkInterfaceId" in home)) return home;
    const led = (argument: string, otherwise: unknown) =>
      Token.asString(Fn.try([propertyAccess(this.away.expression, [table, argument]), otherwise]));
    const networkInterfaceId = led("network_interface_id", home.networkInterfaceId);
    if (!this.hasGateways) return { ...home, networkInterfaceId };
    return { ...home, networkInterfaceId, natGatewayId: led("nat_gateway_id", ref("null")) };
  }
}

function targetOf(route: DefaultRoute): string[] {
  if ("networkInterfaceId" in route) return [route.networkInterfaceId];
  return "destinationCidrBlock" in route ? [route.natGatewayId] : [];
}
