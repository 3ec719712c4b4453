import { readBilling } from "./billing";
import { CardRequest } from "./cards";
import { bySource } from "../terraform-json/configuration";
import { element, idOf } from "./elements";
import { Instance, NetworkInterface } from "./model";
import { Network } from "./network";
import { knownGroups } from "./security-groups";
import { standInMac } from "./stand-ins";
import { readStart } from "./start";

export function readNetworkInterfaces(network: Network): NetworkInterface[] {
  const publicIps = new Map(network.automaticAddresses());
  for (const { networkInterfaceId, publicIp } of network.elasticIps()) {
    if (networkInterfaceId !== undefined) publicIps.set(networkInterfaceId, publicIp);
  }
  return network
    .cardRequests()
    .filter(({ resource }) => resource.type !== "aws_nat_gateway")
    .map((card) => ({
      stack: card.stack,
      address: card.address,
      id: card.id,
      name: card.name,
      subnetId: card.subnetId,
      privateIp: network.privateAddresses().get(card.id)!,
      macAddress: macAddress(network, card),
      sourceDestCheck: card.sourceDestCheck,
      securityGroupIds: knownGroups(network, card),
      ...(card.resource.type === "aws_instance"
        ? { instanceId: idOf(card.resource), deviceIndex: 0 }
        : network.attachments().get(card.id)),
      ...(publicIps.has(card.id) && { publicIp: publicIps.get(card.id)! }),
    }))
    .sort((a, b) => bySource(a, b) || (a.name < b.name ? -1 : 1));
}

function macAddress({ configuration }: Network, { resource, name }: CardRequest): string {
  if (resource.type !== "aws_network_interface") return standInMac(resource, name);
  return configuration.textIfResolvable(resource, "mac_address") ?? standInMac(resource);
}

export function readInstances({ configuration }: Network, cards: readonly NetworkInterface[]): Instance[] {
  return configuration.ofType("aws_instance").map((resource) => {
    const instance = element(resource);
    const own = cards.filter(({ instanceId }) => instanceId === instance.id);
    const market = configuration.blocks(resource, "instance_market_options")[0];
    const spot = market && configuration.textIfResolvable(market, "market_type") === "spot";
    const instanceType = configuration.textIfResolvable(resource, "instance_type");
    return {
      ...instance,
      ...(instanceType !== undefined && { instanceType }),
      ...readBilling(configuration, resource),
      ...(spot && { spot }),
      ...readStart(configuration, resource),
      networkInterfaceIds: own.sort((a, b) => a.deviceIndex! - b.deviceIndex!).map(({ id }) => id),
    };
  });
}
