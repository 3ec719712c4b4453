import { existsAlready } from "../topology/existing";
import { Topology } from "../topology/model";
import { Inventory } from "./inventory";
import { DEFAULT_HOST } from "./variants";

/** Only what people look for in a bill; a VPC, its subnets and route tables cost nothing either. */
export function freeParts({ gateways, endpoints, failovers = [] }: Topology): string[] {
  return [
    ...(failovers.length > 0 ? ["the failover, up to 4,000 steps of its state machine a month"] : []),
    ...gateways
      .filter(({ kind }) => kind === "egress-only-gateway")
      .map(({ name }) => `IPv6 by the egress-only gateway ${name}`),
    ...endpoints
      .filter(({ kind }) => kind === "gateway")
      .map(({ service }) => `the gateway endpoint for ${service.split(".").at(-1)}`),
  ];
}

/** What the estimate counts as something else, or does not conclude. */
export function notesOn(inventory: Inventory, isUndecided: boolean): string[] {
  const { natInstances, standbyInstances, otherMachines } = inventory;
  const machines = [natInstances, standbyInstances, otherMachines].flat();
  const spot = new Set(machines.filter((each) => each.spot).map(({ name }) => name));
  return [
    ...(spot.size > 0
      ? [`Spot instances are counted at the price on demand, an upper bound: ${[...spot].join(", ")}.`]
      : []),
    ...(natInstances.length + standbyInstances.length === 0
      ? [
          `There is no NAT instance to go by: a ${DEFAULT_HOST.type} with ${DEFAULT_HOST.disk!.gib} GiB is taken.`,
        ]
      : []),
    ...(isUndecided
      ? [
          "A route leads to something that was not read and may be a NAT: there is no comparison with NAT gateways.",
        ]
      : []),
  ];
}

/** What may cost something and is not in the estimate. */
export function unpriced(topology: Topology, inventory: Inventory): string[] {
  const { natInstances, standbyInstances, otherMachines } = inventory;
  const machines = [...new Set([natInstances, standbyInstances, otherMachines].flat())];
  return [
    ...machines.filter(({ type }) => !type).map(({ name }) => `${name}, whose instance type is not known`),
    ...machines.filter(({ disk }) => !disk).map(({ name }) => `the disk of ${name}, which is the image's`),
    ...gatewaysOfOthers(topology).map((id) => `the NAT gateway ${id}, which is not this project's`),
    ...topology.notUnderstood
      .filter(({ address }) => mayCost(address))
      .map(({ stack, address, why }) => `${address} of ${stack}: ${why}`),
  ];
}

/** The NAT gateways of others that routes of an existing network lead to. */
export function gatewaysOfOthers({ routeTables, gateways }: Topology): string[] {
  const read = gateways.filter(existsAlready).map(({ id }) => id);
  const targets = routeTables.flatMap((table) =>
    table.routes
      .map(({ target }) => target)
      .filter(({ kind, id }) => read.includes(id) || (kind === "unknown" && existsAlready(table)))
      .map(({ id }) => id),
  );
  return [...new Set(targets)].filter((id) => id.startsWith("nat-"));
}

/** Rules, routes, associations and what only looks something up cost nothing. */
function mayCost(address: string): boolean {
  return !/(^|\.)(data|aws_(iam_\w+|\w*security_group\w*|\w*network_acl\w*|\w*route|\w*route_table\w*|\w*association|\w*attachment|vpc|subnet|internet_gateway|egress_only_internet_gateway|launch_template|ec2_instance_connect_endpoint|lb_listener|lb_target_group|vpc_block_public_access_\w+))\./.test(
    address,
  );
}
