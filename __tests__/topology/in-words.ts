import { RouteTable, SecurityGroupRule, Service, Topology } from "../../lib/topology";

/** All of a network but its ids and where they come from: a line for each element, with names for ids. */
export function inWords(topology: Topology): string[] {
  const name = nameById(topology);
  const names = (ids: readonly string[]) => ids.map(name).join("+");
  const rule = (rule: SecurityGroupRule) =>
    [serviceInWords(rule), rule.peer.kind === "cidr" ? rule.peer.cidr : name(rule.peer.id)].join(" ");
  const routes = ({ routes }: RouteTable) =>
    routes.map(({ destination, target }) => ` ${destination}>${target.kind}:${name(target.id)}`).join("");
  return [
    ...topology.vpcs.map((vpc) => `vpc ${vpc.name} ${vpc.cidr} main=${name(vpc.mainRouteTableId)}`),
    ...topology.subnets.map((subnet) =>
      [
        `subnet ${subnet.name} ${subnet.cidr} in ${name(subnet.vpcId)}`,
        subnet.zone ?? "no-zone",
        `table=${name(subnet.routeTableId)}`,
        ...(subnet.mapPublicIpOnLaunch ? ["maps-public"] : []),
      ].join(" "),
    ),
    ...topology.routeTables.map(
      (table) => `table ${table.name} of ${name(table.vpcId)}${table.main ? " main" : ""}${routes(table)}`,
    ),
    ...topology.securityGroups.map(
      (group) =>
        `group ${group.name} of ${name(group.vpcId)} in[${group.ingress.map(rule).join(", ")}] ` +
        `out[${group.egress.map(rule).join(", ")}]`,
    ),
    ...topology.networkInterfaces.map((networkInterface) =>
      [
        `network interface ${networkInterface.name} ${networkInterface.privateIp} in ${name(networkInterface.subnetId)}`,
        networkInterface.sourceDestCheck ? "checked" : "unchecked",
        `groups=${names(networkInterface.securityGroupIds)}`,
        ...(networkInterface.instanceId === undefined
          ? []
          : [`#${networkInterface.deviceIndex} of ${name(networkInterface.instanceId)}`]),
        ...(networkInterface.publicIp === undefined ? [] : [`public=${networkInterface.publicIp}`]),
      ].join(" "),
    ),
    ...topology.instances.map(
      (instance) =>
        `instance ${instance.name} ${instance.instanceType} network interfaces=${names(instance.networkInterfaceIds)}`,
    ),
    ...topology.gateways.map((gateway) =>
      [
        `${gateway.kind} ${gateway.name} of ${name(gateway.vpcId)}`,
        ...(gateway.subnetId === undefined ? [] : [`in ${name(gateway.subnetId)} ${gateway.privateIp}`]),
        ...(gateway.publicIp === undefined ? [] : [`public=${gateway.publicIp}`]),
      ].join(" "),
    ),
    ...topology.endpoints.map((endpoint) =>
      [
        `${endpoint.kind} endpoint ${endpoint.name} of ${name(endpoint.vpcId)} for ${endpoint.service}`,
        ...(endpoint.privateDns ? ["private-dns"] : []),
        ...(endpoint.networkInterfaceIds.length > 0
          ? [`network interfaces=${names(endpoint.networkInterfaceIds)}`]
          : []),
        ...(endpoint.routeTableIds.length > 0 ? [`tables=${names(endpoint.routeTableIds)}`] : []),
      ].join(" "),
    ),
    ...topology.elasticIps.map(
      ({ name: own, publicIp, networkInterfaceId }) =>
        `elastic ip ${own} ${publicIp}${networkInterfaceId === undefined ? "" : ` of ${name(networkInterfaceId)}`}`,
    ),
    ...topology.notUnderstood.map(({ stack, address }) => `not understood: ${stack}: ${address}`),
  ];
}

function serviceInWords(service: Service): string {
  switch (service.protocol) {
    case "all":
      return "all";
    case "tcp":
    case "udp":
      return (
        service.protocol + (service.fromPort === undefined ? "" : ` ${service.fromPort}-${service.toPort}`)
      );
    case "other":
      return `protocol ${service.number}`;
    default:
      return [service.protocol, service.type, service.code].filter((part) => part !== undefined).join(" ");
  }
}

/** The lines that begin with one of these words. */
export function linesOf(topology: Topology, ...kinds: string[]): string[] {
  return inWords(topology).filter((line) => kinds.some((kind) => line.startsWith(`${kind} `)));
}

function nameById(topology: Topology): (id: string) => string {
  const elements = [
    ...topology.vpcs,
    ...topology.subnets,
    ...topology.routeTables,
    ...topology.securityGroups,
    ...topology.networkInterfaces,
    ...topology.instances,
    ...topology.gateways,
    ...topology.endpoints,
  ];
  const names = new Map(elements.map(({ id, name }) => [id, name]));
  if (names.size !== elements.length) throw new Error("two elements share an id");
  return (id) => names.get(id) ?? id;
}
