import { Resource } from "../terraform-json/stack";
import { LaterValue, Values, blocksOf, isValues } from "../terraform-json/values";
import { Failover, NotUnderstood, RouteTarget } from "./model";
import { Parts } from "./parts";
import { targetBy } from "./routes";

const TYPE = "aws_cloudwatch_event_target";

/**
 * The failovers: each is what EventBridge tells a state machine when a host is lost, as `lib/constructs/failover` writes it,
 * `{ event: "lost", networkInterfaceId, tables: [{ routeTableId }], others: [{ networkInterfaceId } or { natGatewayId }] }`.
 */
export function readFailovers(parts: Parts): Failover[] {
  const { configuration, problems } = parts;
  return problems.each(configuration.ofType(TYPE), (target) => {
    if (!maySay(target, "lost")) return [];
    const told = parsed(configuration.text(target, "input") ?? "");
    if (told?.["event"] !== "lost" || typeof told["networkInterfaceId"] !== "string") return [];
    const { stack, address } = target;
    return [
      {
        ...{ stack, address },
        networkInterfaceId: told["networkInterfaceId"],
        routeTableIds: blocksOf(told["tables"]).map(({ routeTableId }) => String(routeTableId)),
        others: blocksOf(told["others"]).map((other) => otherWay(parts, other)),
      },
    ];
  });
}

/** Those that were not read, so that there may be a failover where none is known. */
export function failoversNotRead(notUnderstood: readonly NotUnderstood[]): NotUnderstood[] {
  return notUnderstood.filter(({ address }) => address.split(".").includes(TYPE));
}

/** Of any other target, what it is told is nobody's concern here, and may be any expression. */
function maySay({ values: { input } }: Resource, word: string): boolean {
  return input instanceof LaterValue || (typeof input === "string" && input.includes(word));
}

function parsed(input: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(input);
    return isValues(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function otherWay(parts: Parts, { networkInterfaceId, natGatewayId }: Values): RouteTarget {
  return natGatewayId === undefined
    ? targetBy(parts, "network_interface_id", String(networkInterfaceId))
    : targetBy(parts, "nat_gateway_id", String(natGatewayId));
}
