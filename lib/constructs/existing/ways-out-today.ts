import { DataAwsNatGateway } from "@cdktf/provider-aws/lib/data-aws-nat-gateway";
import { DataAwsNatGateways } from "@cdktf/provider-aws/lib/data-aws-nat-gateways";
import { Construct } from "constructs";

export interface WaysOutTodayProps {
  /** Route tables with the ids of what their default routes lead to without us. */
  readonly routeTables: readonly { readonly id: string; readonly wayOutToday?: string }[];
}

/**
 * Asks at plan whether the NAT gateways to which default routes lead, or are to be given back, are there, and under which
 * address the internet sees what they pass on.
 */
export class WaysOutToday extends Construct {
  /** By the route table's id; of NAT gateways alone. */
  readonly publicIps: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { routeTables }: WaysOutTodayProps) {
    super(scope, id);
    const led = routeTables.filter(({ wayOutToday }) => wayOutToday?.startsWith("nat-"));
    const gateways = this.readGateways([...new Set(led.map(({ wayOutToday }) => wayOutToday!))]);
    this.publicIps = Object.fromEntries(
      led.map((table) => [table.id, gateways.get(table.wayOutToday!)!.publicIp]),
    );
  }

  private readGateways(ids: readonly string[]): ReadonlyMap<string, DataAwsNatGateway> {
    if (ids.length === 0) return new Map();
    const missing = `setsubtract([${ids.map((id) => `"${id}"`).join(", ")}], self.ids)`;
    const there = new DataAwsNatGateways(this, "today", {
      filter: [
        { name: "nat-gateway-id", values: [...ids] },
        { name: "state", values: ["available"] },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(${missing}) == 0}`,
            errorMessage: `\${join(", ", ${missing})} is not there, or not available, so no route can lead there; correct wayOutToday, or, where it was deleted since, set takeOver: true.`,
          },
        ],
      },
    });
    return new Map(
      ids.map((natGatewayId) => [
        natGatewayId,
        new DataAwsNatGateway(this, natGatewayId, { id: natGatewayId, dependsOn: [there] }),
      ]),
    );
  }
}
