import { primaryCardId } from "./attachments";
import { Configuration } from "../terraform-json/configuration";
import { element, idOf, known } from "./elements";
import { ElasticIp } from "./model";
import { Network } from "./network";
import { publicStandIn } from "./public-addresses";
import { Resource } from "../terraform-json/stack";

/** The public address of each Elastic IP, by its id. */
export function elasticAddresses(configuration: Configuration): ReadonlyMap<string, string> {
  const resources = configuration.ofType("aws_eip");
  return new Map(
    resources.map((resource, index) => [
      idOf(resource),
      resource.deployed ? configuration.required(resource, "public_ip") : publicStandIn(index, resource),
    ]),
  );
}

/** The card that each Elastic IP is associated with, by the Elastic IP's id. */
export function elasticIpCards(network: Network): ReadonlyMap<string, string> {
  const { configuration } = network;
  const cards = new Map<string, string>();
  for (const resource of configuration.ofType("aws_eip")) {
    const cardId = associatedCard(network, resource, "instance", "network_interface");
    if (cardId !== undefined) cards.set(idOf(resource), cardId);
  }
  for (const association of configuration.ofType("aws_eip_association")) {
    const id = associatedAddress(network, association);
    const cardId = associatedCard(network, association, "instance_id", "network_interface_id");
    if (cardId !== undefined) cards.set(id, cardId);
  }
  return cards;
}

export function readElasticIps({ configuration, elasticAddresses, elasticIpCards }: Network): ElasticIp[] {
  return configuration.ofType("aws_eip").map((resource) => {
    const networkInterfaceId = elasticIpCards().get(idOf(resource));
    return {
      ...element(resource),
      publicIp: elasticAddresses().get(idOf(resource))!,
      ...(networkInterfaceId !== undefined && { networkInterfaceId }),
    };
  });
}

/** The id of the Elastic IP that an association names, by its id or by its address. */
function associatedAddress({ configuration, elasticAddresses }: Network, association: Resource): string {
  const elasticIps = configuration.ofType("aws_eip").map((resource) => element(resource));
  const publicIp = configuration.text(association, "public_ip");
  const byAddress = elasticIps.find(({ id }) => elasticAddresses().get(id) === publicIp)?.id;
  const id = configuration.text(association, "allocation_id") ?? byAddress ?? `address ${publicIp}`;
  return known(elasticIps, id, association, "allocation_id").id;
}

/** The card that a resource names, or the first of the instance that it names. */
function associatedCard(
  { configuration, cardRequests }: Network,
  resource: Resource,
  instanceArgument: string,
  cardArgument: string,
): string | undefined {
  const card = configuration.text(resource, cardArgument);
  if (card !== undefined) {
    if (cardRequests().some(({ id }) => id === card)) return card;
    // In a state, it may belong to something that AWS made, such as a NAT gateway.
    if (resource.deployed) return undefined;
    return known([...cardRequests()], card, resource, cardArgument).id;
  }
  const instanceId = configuration.text(resource, instanceArgument);
  if (instanceId === undefined) return undefined;
  const instances = configuration.ofType("aws_instance");
  const id = known(
    instances.map((instance) => element(instance)),
    instanceId,
    resource,
    instanceArgument,
  ).id;
  return primaryCardId(
    configuration,
    instances.find((instance) => idOf(instance) === id)!,
  );
}
