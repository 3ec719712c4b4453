import { Description } from "./describe";
import { RouteTableFacts, SubnetFacts, VpcFacts } from "./facts";
import { wayOf } from "./ways";
import { listed, named } from "./words";

/** Tables of subnets that want different ways, in words; and the main one, in which every new subnet is. */
export function sharedTables({ facts, zones }: Description): string[] {
  const taken = zones.flatMap(({ routeTables }) => routeTables.map(({ table }) => table.id));
  return facts.routeTables.flatMap((table) => {
    const subnets = facts.subnets.filter(({ routeTableId }) => routeTableId === table.id);
    const withPublic = subnets.filter((subnet) => isPublicByUse(facts, subnet));
    if (wayOf(facts, table).kind === "public") {
      const hidden = subnets.filter((subnet) => !withPublic.includes(subnet) && isUsed(facts, subnet));
      return withPublic.length > 0 && hidden.length > 0 ? [hiddenIn(table, hidden)] : [];
    }
    if (!taken.includes(table.id)) return [];
    const followers = subnets.filter(({ followsMainTable }) => followsMainTable);
    return [
      ...(withPublic.length > 0 ? [publicIn(table, withPublic)] : []),
      ...(followers.length > 0 ? [mainTable(table, followers)] : []),
    ];
  });
}

function hiddenIn(table: RouteTableFacts, subnets: readonly SubnetFacts[]): string {
  return (
    `${named(table)}: leads to an internet gateway, and is shared by public subnets and ${listed(subnets.map(named))}, ` +
    "where nobody has a public address and so nobody a way out; a table of their own, with a NAT as its default route, " +
    "would have them served; run this again after that"
  );
}

function publicIn(table: RouteTableFacts, subnets: readonly SubnetFacts[]): string {
  return (
    `${named(table)}: leads to a NAT, and is shared by private subnets and ${listed(subnets.map(named))}, which has or ` +
    "hands out public addresses: who comes in by these gets answers from another address, today and after takeOver: true; " +
    "give it a table that leads to the internet gateway"
  );
}

function mainTable(table: RouteTableFacts, followers: readonly SubnetFacts[]): string {
  return (
    `${named(table)}: is the VPC's main route table, which ${listed(followers.map(named))} and every new subnet are in for ` +
    "want of another: the NAT hosts let in the ranges of this file alone, so add new ones to it"
  );
}

/** Whether a subnet is meant to be public: it hands out public addresses, or somebody in it has one. */
function isPublicByUse(facts: VpcFacts, subnet: SubnetFacts): boolean {
  const ends = facts.interfaces.filter(({ subnetId }) => subnetId === subnet.id);
  return subnet.mapsPublicIps || ends.some(({ publicIp }) => publicIp !== undefined);
}

function isUsed({ interfaces }: VpcFacts, { id }: SubnetFacts): boolean {
  return interfaces.some(({ subnetId }) => subnetId === id);
}

const STACK_TAG = "aws:cloudformation:stack-name";

/** Who made the tables, as far as their tags say, and may put their routes back. */
export function routeOwners({ zones }: Description): string[] {
  const tables = zones.flatMap(({ routeTables }) => routeTables.map(({ table }) => table));
  if (tables.length === 0) return [];
  const ofStacks = tables.filter(({ tags }) => tags[STACK_TAG] !== undefined);
  const others = tables.filter((table) => !ofStacks.includes(table));
  return [
    ...ofStacks.map(
      (table) =>
        `${named(table)}: is of the CloudFormation stack "${table.tags[STACK_TAG]}", which shows a default route that was ` +
        "taken over as drift, and puts it back when its template's route changes",
    ),
    ...(others.length > 0
      ? [
          `${listed(others.map((table) => `${named(table)}${hint(table)}`))}: AWS does not say who keeps the default ` +
            "route. Terraform that has it, as an aws_route or in a route block of the aws_route_table (look with terraform " +
            "state show), puts it back at its next apply: before takeOver: true, have it ignore_changes of nat_gateway_id " +
            "and network_interface_id, or of route where it is a block",
        ]
      : []),
  ];
}

/** What a tag says of who made it. */
function hint({ tags }: RouteTableFacts): string {
  const [found] = Object.entries(tags).filter(([key, value]) =>
    /terraform|pulumi|opentofu/i.test(`${key} ${value}`),
  );
  return found && /^[\w:/. -]{1,40}$/.test(found.join("")) ? ` [${found[0]}: ${found[1]}]` : "";
}
