import { Configuration } from "../terraform-json/configuration";
import { element, idOf, known } from "./elements";
import { Block, Resource } from "../terraform-json/stack";
import { standInId } from "./stand-ins";
import { ReadError } from "../terraform-json/read-error";

export type Attachment =
  | { readonly instanceId: string; readonly deviceIndex: number }
  /** To an instance that was not read. */
  | { readonly unknownInstance: string };

/** The instances that network interfaces of their own are attached to, by the interface's id. */
export function readAttachments(configuration: Configuration): ReadonlyMap<string, Attachment> {
  const attachments = new Map<string, Attachment>();
  const elements = (type: string) => configuration.ofType(type).map((resource) => element(resource));
  const instances = elements("aws_instance");
  const cards = elements("aws_network_interface");
  const attach = (at: Block, cardId: string, instanceId: string, deviceIndex: number) => {
    known(cards, cardId, at, "network interface");
    if (!instances.some(({ id }) => id === instanceId)) {
      attachments.set(cardId, { unknownInstance: instanceId });
      return;
    }
    const other = [...attachments].find(
      ([id, taken]) =>
        id !== cardId &&
        "instanceId" in taken &&
        taken.instanceId === instanceId &&
        taken.deviceIndex === deviceIndex,
    );
    if (other) throw new ReadError(at, `another card is number ${deviceIndex} on that instance already`);
    attachments.set(cardId, { instanceId, deviceIndex });
  };
  for (const instance of configuration.ofType("aws_instance")) {
    for (const { cardId, deviceIndex } of givenCards(configuration, instance)) {
      attach(instance, cardId, idOf(instance), deviceIndex);
    }
  }
  for (const card of configuration.ofType("aws_network_interface")) {
    for (const block of configuration.blocks(card, "attachment")) {
      const instanceId = configuration.required(block, "instance");
      attach(card, idOf(card), instanceId, deviceIndexOf(configuration, block));
    }
  }
  for (const resource of configuration.ofType("aws_network_interface_attachment")) {
    const cardId = configuration.required(resource, "network_interface_id");
    attach(
      resource,
      cardId,
      configuration.required(resource, "instance_id"),
      deviceIndexOf(configuration, resource),
    );
  }
  return attachments;
}

/** The id of an instance's card #0: one of its own, or the one that comes with it. */
export function primaryCardId(configuration: Configuration, instance: Resource): string {
  if (instance.deployed) return configuration.required(instance, "primary_network_interface_id");
  const given = givenCards(configuration, instance).find(({ deviceIndex }) => deviceIndex === 0);
  return given?.cardId ?? standInId("aws_network_interface", instance, "card0");
}

/** The cards of their own that an instance names in its arguments. */
export function givenCards(
  configuration: Configuration,
  instance: Resource,
): { readonly cardId: string; readonly deviceIndex: number }[] {
  if (instance.deployed) {
    // In a state the blocks also list the card that comes with the instance.
    const primary = primaryCardId(configuration, instance);
    const own = configuration.ofType("aws_network_interface").some((card) => idOf(card) === primary);
    return own ? [{ cardId: primary, deviceIndex: 0 }] : [];
  }
  const cardId = (block: Block) => configuration.required(block, "network_interface_id");
  return [
    ...configuration
      .blocks(instance, "primary_network_interface")
      .map((block) => ({ cardId: cardId(block), deviceIndex: 0 })),
    ...configuration
      .blocks(instance, "network_interface")
      .map((block) => ({ cardId: cardId(block), deviceIndex: deviceIndexOf(configuration, block) })),
  ];
}

function deviceIndexOf(configuration: Configuration, block: Block): number {
  return Number(configuration.required(block, "device_index"));
}
