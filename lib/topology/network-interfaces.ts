import { Configuration } from "../terraform-json/configuration";
import { Resource, bySource } from "../terraform-json/stack";
import { byId, element, idOf, nameOf, placeholderMac, withId } from "./elements";
import { interfacesOfEndpoint } from "./endpoints";
import { isRegional } from "./gateways";
import { givenInterfaces, primaryInterfaceId, startersOf } from "./instances";
import { ipv6RequestOf } from "./ipv6";
import { interfacesOfLoadBalancer } from "./load-balancers";
import { NetworkInterface } from "./model";
import { InterfaceRequest, Parts } from "./parts";

export function interfaceRequests(parts: Parts): InterfaceRequest[] {
  const { configuration, problems } = parts;
  const added = addedGroups(parts);
  const each = (type: string, read: (parts: Parts, resource: Resource) => InterfaceRequest[]) =>
    problems.each(configuration.ofType(type), (resource) => read(parts, resource));
  return [
    ...each("aws_network_interface", interfaceOfItsOwn),
    ...each("aws_instance", interfaceOfInstance),
    ...each("aws_vpc_endpoint", interfacesOfEndpoint),
    ...each("aws_nat_gateway", interfaceOfNatGateway),
    ...each("aws_lb", interfacesOfLoadBalancer),
  ].map((request) => withGroups(parts, request, added.get(request.id) ?? []));
}

export function readNetworkInterfaces(parts: Parts): NetworkInterface[] {
  const { interfaceRequests, privateAddresses, ipv6Addresses, automaticAddresses, attachments, elasticIps } =
    parts;
  const publicIps = new Map(automaticAddresses());
  for (const { networkInterfaceId, publicIp } of elasticIps()) {
    if (networkInterfaceId !== undefined) publicIps.set(networkInterfaceId, publicIp);
  }
  const starters = startersOf(parts);
  return interfaceRequests()
    .filter(({ id, resource }) => resource.type !== "aws_nat_gateway" && privateAddresses().has(id))
    .map((request) => {
      const { stack, address, id, name, subnetId, sourceDestCheck, securityGroupIds, resource } = request;
      const attachment =
        resource.type === "aws_instance"
          ? { instanceId: idOf(resource), deviceIndex: 0 }
          : attachments().get(id);
      // One that nothing is said to take may be taken by what an Auto Scaling group starts.
      const starter = resource.type === "aws_network_interface" && !attachment ? starters[0] : undefined;
      return {
        ...{ stack, address, id, name, subnetId, sourceDestCheck, securityGroupIds },
        privateIp: privateAddresses().get(id)!,
        macAddress: macAddress(parts, request),
        ...attachment,
        ...(starter !== undefined && { unknownInstance: starter }),
        ...(publicIps.has(id) && { publicIp: publicIps.get(id)! }),
        ...(ipv6Addresses().has(id) && { ipv6Addresses: ipv6Addresses().get(id)! }),
      };
    })
    .sort((a, b) => bySource(a, b) || (a.name < b.name ? -1 : 1));
}

function interfaceOfItsOwn(
  { configuration, subnets, problems }: Parts,
  resource: Resource,
): InterfaceRequest[] {
  const subnet = byId(configuration, subnets(), resource, "subnet_id");
  const [first] = configuration.texts(resource, "private_ip_list");
  const id = idOf(resource);
  if (resource.data) {
    const why = "finds a network interface without its source/destination check";
    problems.add(resource, { why, touches: [id], may: "either" });
  }
  return [
    {
      ...element(resource),
      resource,
      subnetId: subnet.id,
      ipv6: ipv6RequestOf(configuration, resource, subnet),
      privateIp:
        configuration.text(resource, "private_ip") ??
        first ??
        configuration.texts(resource, "private_ips")[0],
      sourceDestCheck: configuration.flag(resource, "source_dest_check") ?? true,
      securityGroupIds: configuration.texts(resource, "security_groups"),
    },
  ];
}

/** The first comes with an instance unless one of its own was made for it. */
function interfaceOfInstance({ configuration, subnets }: Parts, instance: Resource): InterfaceRequest[] {
  const id = primaryInterfaceId(configuration, instance);
  if (givenInterfaces(configuration, instance).some(({ deviceIndex }) => deviceIndex === 0)) return [];
  const subnet = byId(configuration, subnets(), instance, "subnet_id");
  return [
    {
      ...element(instance, id),
      name: `${nameOf(instance)}-card0`,
      resource: instance,
      subnetId: subnet.id,
      ipv6: ipv6RequestOf(configuration, instance, subnet),
      privateIp: configuration.text(instance, "private_ip"),
      sourceDestCheck: configuration.flag(instance, "source_dest_check") ?? true,
      securityGroupIds: groupsOfInstance(configuration, instance),
    },
  ];
}

/** A regional NAT gateway is in no subnet. */
function interfaceOfNatGateway({ configuration, subnets }: Parts, gateway: Resource): InterfaceRequest[] {
  if (isRegional(configuration, gateway)) return [];
  return [
    {
      ...element(gateway),
      resource: gateway,
      subnetId: byId(configuration, subnets(), gateway, "subnet_id").id,
      privateIp: configuration.text(gateway, "private_ip"),
      sourceDestCheck: false,
      securityGroupIds: [],
    },
  ];
}

/** By id, or in the older argument by name. */
function groupsOfInstance(configuration: Configuration, instance: Resource): string[] {
  const byIds = configuration.texts(instance, "vpc_security_group_ids");
  if (byIds.length > 0) return byIds;
  const groups = configuration.ofType("aws_security_group");
  return configuration.texts(instance, "security_groups").map((given) => {
    const named = groups.find((group) => configuration.textIfResolvable(group, "name") === given);
    return named ? idOf(named) : given;
  });
}

/** The groups that network interfaces are put into by resources of their own, by the interface's id. */
function addedGroups({ configuration, problems }: Parts): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  problems.each(configuration.ofType("aws_network_interface_sg_attachment"), (attachment) => {
    const id = configuration.required(attachment, "network_interface_id");
    const group = configuration.required(attachment, "security_group_id");
    groups.set(id, [...(groups.get(id) ?? []), group]);
    return [];
  });
  return groups;
}

/** AWS puts a network interface without a group into its VPC's default one; what AWS runs itself may have none. */
function withGroups(
  { subnets, vpcs }: Parts,
  request: InterfaceRequest,
  added: readonly string[],
): InterfaceRequest {
  if (["aws_nat_gateway", "aws_lb"].includes(request.resource.type)) return request;
  const { vpcId } = withId(subnets(), request.subnetId)!;
  const given = request.securityGroupIds;
  const first = given.length > 0 ? given : [withId(vpcs(), vpcId)!.defaultSecurityGroupId];
  return { ...request, securityGroupIds: [...new Set([...first, ...added])] };
}

function macAddress({ configuration }: Parts, { resource, name }: InterfaceRequest): string {
  if (resource.type !== "aws_network_interface") return placeholderMac(resource, name);
  return configuration.textIfResolvable(resource, "mac_address") ?? placeholderMac(resource);
}
