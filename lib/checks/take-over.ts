import { ExistingNetwork } from "../config/existing-network";
import { ResourceChange, Values } from "../terraform-json/plan-json";
import { Kind, changesOf } from "../terraform-json/changes";
import { PlannedStack, StackResource, nameOf, stateOf } from "./planned";
import { isDefaultRoute, routeTarget } from "./routes-of-others";

/** What a plan does to the default route of a route table that is not ours. */
export interface TakenRoute {
  /** `routes/aws_route.rtb-0123456789abcdef0_default` */
  readonly resource: string;
  readonly routeTableId: string;
  /** The private subnets that it rules. */
  readonly subnetIds: readonly string[];
  readonly kind: Kind;
  /** What the environment says that it leads to without us. @default - nothing */
  readonly wayOutToday?: string;
  /** What it leads to until then. @default - there is none */
  readonly from?: Way;
  /** What it leads to from then on. @default - there is none */
  readonly to?: Way;
}

/** What a route leads to. */
export interface Way {
  /** @default - it is yet to be made */
  readonly id?: string;
  readonly isOurs: boolean;
  /** The address that the internet sees. @default - not known */
  readonly seenAs?: string;
}

/** What plans do to the default routes of an existing network's private route tables. */
export function takenRoutes(
  stacks: readonly PlannedStack[],
  network: ExistingNetwork | undefined,
): TakenRoute[] {
  const zones = network?.zones ?? [];
  const tables = zones.flatMap(({ routeTables }) => routeTables);
  const subnets = zones.flatMap(({ privateSubnets }) => privateSubnets);
  return stacks.flatMap((stack) => {
    const changes = changesOf(stack.plan);
    return (stack.plan.resource_changes ?? []).flatMap((resource): TakenRoute[] => {
      const { before, after } = valuesOf(resource);
      const kind = changes.find(({ address }) => address === resource.address)?.kind;
      const values = before ?? after ?? {};
      const routeTableId = String(values["route_table_id"]);
      const table = tables.find(({ id }) => id === routeTableId);
      if (!kind || !table || !isDefaultRoute({ ...resource, values })) return [];
      const ways = new Ways(stacks, stack, table);
      const from = before && ways.of(routeTarget(before), "before");
      const to = isKept(kind) ? from : after && ways.of(routeTarget(after, before), "after");
      if (kind === "update" && from!.id === to!.id) return [];
      const subnetIds = subnets.filter((subnet) => subnet.routeTableId === routeTableId).map(({ id }) => id);
      const resourceName = nameOf({ stack: stack.name, address: resource.address });
      return [
        {
          resource: resourceName,
          routeTableId,
          subnetIds,
          kind,
          ...(table.wayOutToday !== undefined && { wayOutToday: table.wayOutToday }),
          ...(from && { from }),
          ...(to && { to }),
        },
      ];
    });
  });
}

function isKept(kind: Kind): boolean {
  return kind === "import" || kind === "forget";
}

function valuesOf({ change }: ResourceChange): { readonly before?: Values; readonly after?: Values } {
  const { before, after } = change as { before?: Values | null; after?: Values | null };
  return { ...(before && { before }), ...(after && { after }) };
}

/** What a table's route may lead to. */
class Ways {
  constructor(
    private readonly stacks: readonly PlannedStack[],
    private readonly own: PlannedStack,
    private readonly table: { readonly id: string; readonly wayOutToday?: string },
  ) {}

  of(id: string | undefined, when: "before" | "after"): Way {
    const ours = stateOf(this.stacks);
    if (id !== undefined && ours.some(({ values }) => values["id"] === id)) {
      const seenAs = publicAddressOf(id, ours);
      return { id, isOurs: true, ...(seenAs !== undefined && { seenAs }) };
    }
    // A preview leads to a placeholder for what is yet to be made.
    const isPlaceholder = this.own.preview !== undefined && when === "after" && id !== this.table.wayOutToday;
    if (id === undefined || isPlaceholder) return { isOurs: true };
    const seenAs = this.addressToday(when);
    return { id, isOurs: false, ...(seenAs !== undefined && { seenAs }) };
  }

  /** As the state remembers it, or as it was read for this plan. */
  private addressToday(when: "before" | "after"): string | undefined {
    const { before, after } = this.own.plan.output_changes?.[WAYS_OUT_TODAY] ?? {};
    const known = ((when === "before" ? before : undefined) ?? after ?? {}) as Record<string, unknown>;
    const address = known[this.table.id];
    return typeof address === "string" && address !== "" ? address : undefined;
  }
}

/** The output of the routes stack (`stacks/routes-stack.ts`) with the public addresses by route table. */
const WAYS_OUT_TODAY = "ways_out_today";

/** The address under which the internet sees what one of our gateways or NAT hosts' interfaces passes on. */
function publicAddressOf(id: string, ours: readonly StackResource[]): string | undefined {
  const find = (type: string, name: string, value: unknown) =>
    ours.find(({ type: each, values }) => each === type && value !== undefined && values[name] === value)
      ?.values;
  const gateway = find("aws_nat_gateway", "id", id);
  const attachment = find("aws_network_interface_attachment", "network_interface_id", id);
  const host = find("aws_instance", "id", attachment?.["instance_id"]);
  const outside = host?.["primary_network_interface_id"];
  const holder =
    gateway ??
    find("aws_eip", "network_interface", outside) ??
    find("aws_eip_association", "network_interface_id", outside);
  const address = holder?.["public_ip"];
  return typeof address === "string" && address !== "" ? address : undefined;
}
