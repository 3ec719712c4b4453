import { familyOf, holds } from "../net/ranges";
import { SecurityGroup, Subnet, Topology } from "../topology";
import { withInstance } from "../topology/added-instance";
import { placeholderId } from "../topology/elements";
import { existsAlready } from "../topology/existing";
import { privateSubnets } from "../topology/roles";
import { Lookup } from "./lookup";
import { Network } from "./network";
import { isKept } from "./nobody";

const asked = new WeakMap<Topology, Map<string, Topology>>();

/**
 * A topology with somebody in each subnet that exists already and that an end names, by its name, id or address in
 * Terraform or by an address in it: who stands there was not read. They are called as the ends are.
 */
export function withClients(topology: Topology, ends: readonly string[]): Topology {
  const clients = ends.flatMap((end) => {
    const subnet = subnetOf(topology, end);
    return subnet ? [[end, subnet] as const] : [];
  });
  if (clients.length === 0) return topology;
  const known = asked.get(topology) ?? new Map<string, Topology>();
  asked.set(topology, known);
  const key = ends.join("\n");
  const whole =
    known.get(key) ?? clients.reduce((all, [end, subnet]) => withClient(all, subnet, end), topology);
  known.set(key, whole);
  return whole;
}

/** A topology with somebody in each private subnet that exists already and that nobody was read of: `client-private-a`. */
export function withClientsEverywhere(topology: Topology): Topology {
  return subnetsOfUnread(topology).reduce(
    (whole, subnet) => withClient(whole, subnet, `client-${subnet.name}`),
    topology,
  );
}

/** The private subnets of which it is not known who stands in them. */
export function subnetsOfUnread(topology: Topology): Subnet[] {
  const taken = topology.networkInterfaces
    .filter(({ deviceIndex }) => deviceIndex === 0)
    .map(({ subnetId }) => subnetId);
  return privateSubnets(topology).filter((subnet) => existsAlready(subnet) && !taken.includes(subnet.id));
}

function subnetOf(topology: Topology, end: string): Subnet | undefined {
  if (Lookup.of(topology).named(end).length > 0) return undefined;
  const found = topology.subnets.filter(existsAlready);
  if (familyOf(end) === undefined) {
    return found.find(({ id, name, stack, address }) =>
      [id, name, address, `${stack}/${address}`].includes(end),
    );
  }
  const subnet = found.find(({ cidr, unreadCidr }) => !unreadCidr && holds(cidr, end));
  const isFree = subnet && !Network.of(topology).interfaceAt(end, subnet) && !isKept(subnet.cidr, end);
  return isFree ? subnet : undefined;
}

/** Everything is let out, as by a group that AWS makes; what is let in was not read. */
function withClient(topology: Topology, subnet: Subnet, end: string): Topology {
  const { stack, address, vpcId, name } = subnet;
  const id = placeholderId("aws_security_group", subnet, end);
  const group: SecurityGroup = {
    ...{ stack, address, id, vpcId },
    name: "of its own",
    ingress: [],
    egress: [{ stack, address, protocol: "all", peer: { kind: "cidr", cidr: "0.0.0.0/0" } }],
  };
  const why = "holds hosts whose security groups were not read";
  const isAddress = familyOf(end) !== undefined;
  const whole = withInstance(topology, subnet, {
    id: placeholderId("aws_instance", subnet, end),
    name: end,
    interfaceName: `${isAddress ? "a" : "any"} client in ${name}`,
    securityGroupIds: [id],
    ...(isAddress && { privateIp: end }),
  });
  return {
    ...whole,
    securityGroups: [...whole.securityGroups, group],
    notUnderstood: [...whole.notUnderstood, { stack, address, why, touches: [id], may: "open" }],
  };
}
