import { givenCards, primaryCardId } from "./attachments";
import { Configuration } from "../terraform-json/configuration";
import { byId, element, idOf, nameOf } from "./elements";
import { cardsOfEndpoint } from "./endpoints";
import { isRegional } from "./gateways";
import { Element } from "./model";
import { Network } from "./network";
import { Resource } from "../terraform-json/stack";
import { VpcPart } from "./vpcs";

/** What gets a private address: a card, or a NAT gateway. */
export interface CardRequest extends Element {
  readonly resource: Resource;
  readonly subnetId: string;
  /** The address that it is given, unless AWS chooses one. */
  readonly privateIp?: string;
  readonly sourceDestCheck: boolean;
  readonly securityGroupIds: readonly string[];
}

export function cardRequests(network: Network): CardRequest[] {
  const each = (type: string, read: (network: Network, resource: Resource) => CardRequest[]) =>
    network.configuration.ofType(type).flatMap((resource) => read(network, resource));
  return [
    ...each("aws_network_interface", cardOfItsOwn),
    ...each("aws_instance", cardOfInstance),
    ...each("aws_vpc_endpoint", cardsOfEndpoint),
    ...each("aws_nat_gateway", cardOfNatGateway),
  ];
}

function cardOfItsOwn({ configuration, subnets, vpcs }: Network, resource: Resource): CardRequest[] {
  const subnet = byId(configuration, subnets(), resource, "subnet_id");
  const groups = configuration.texts(resource, "security_groups");
  return [
    {
      ...element(resource),
      resource,
      subnetId: subnet.id,
      privateIp:
        configuration.text(resource, "private_ip") ??
        configuration.texts(resource, "private_ip_list")[0] ??
        configuration.texts(resource, "private_ips")[0],
      sourceDestCheck: configuration.flag(resource, "source_dest_check") ?? true,
      securityGroupIds: groupsOfCard(configuration, idOf(resource), groups, subnet.vpcId, vpcs()),
    },
  ];
}

/** Card #0 comes with an instance unless one of its own was made for it. */
function cardOfInstance({ configuration, subnets, vpcs }: Network, instance: Resource): CardRequest[] {
  const id = primaryCardId(configuration, instance);
  if (givenCards(configuration, instance).some(({ deviceIndex }) => deviceIndex === 0)) return [];
  const subnet = byId(configuration, subnets(), instance, "subnet_id");
  const groups = groupsOfInstance(configuration, instance);
  return [
    {
      ...element(instance, id),
      name: `${nameOf(instance)}-card0`,
      resource: instance,
      subnetId: subnet.id,
      privateIp: configuration.text(instance, "private_ip"),
      sourceDestCheck: configuration.flag(instance, "source_dest_check") ?? true,
      securityGroupIds: groupsOfCard(configuration, id, groups, subnet.vpcId, vpcs()),
    },
  ];
}

/** A regional NAT gateway is in no subnet. */
function cardOfNatGateway({ configuration, subnets }: Network, gateway: Resource): CardRequest[] {
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
    const named = groups.find((group) => configuration.text(group, "name") === given);
    return named ? idOf(named) : given;
  });
}

/** AWS puts a card without a group into its VPC's default one. */
function groupsOfCard(
  configuration: Configuration,
  cardId: string,
  given: readonly string[],
  vpcId: string,
  vpcs: readonly VpcPart[],
): string[] {
  const attached = configuration
    .ofType("aws_network_interface_sg_attachment")
    .filter((attachment) => configuration.required(attachment, "network_interface_id") === cardId)
    .map((attachment) => configuration.required(attachment, "security_group_id"));
  const first = given.length > 0 ? given : [vpcs.find(({ id }) => id === vpcId)!.defaultSecurityGroupId];
  return [...new Set([...first, ...attached])];
}
