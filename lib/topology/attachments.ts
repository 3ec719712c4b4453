import { Configuration } from "../terraform-json/configuration";
import { ReadError, Block, Resource } from "../terraform-json/stack";
import { element, idOf, known, withId } from "./elements";
import { Attachment, Parts } from "./parts";
import { placeholderId } from "./placeholders";

/** What starts instances that are no resources of their own. */
const STARTERS = [
  "aws_autoscaling_group",
  "aws_ec2_fleet",
  "aws_spot_fleet_request",
  "aws_spot_instance_request",
];

export function readAttachments({ configuration, problems }: Parts): ReadonlyMap<string, Attachment> {
  const attachments = new Map<string, Attachment>();
  const taken = new Map<string, string>();
  const instances = configuration.ofType("aws_instance").map((resource) => element(resource));
  const interfaces = configuration.ofType("aws_network_interface").map((resource) => element(resource));
  const attach = (at: Block, id: string, instanceId: string, deviceIndex: number) => {
    known(interfaces, id, at, "network interface");
    if (!withId(instances, instanceId)) {
      attachments.set(id, { unknownInstance: instanceId });
      return;
    }
    const place = `${instanceId} ${deviceIndex}`;
    if ((taken.get(place) ?? id) !== id) {
      throw new ReadError(at, `another network interface is number ${deviceIndex} on that instance already`);
    }
    taken.set(place, id);
    attachments.set(id, { instanceId, deviceIndex });
  };
  problems.each(configuration.ofType("aws_instance"), (instance) => {
    for (const { id, deviceIndex } of givenInterfaces(configuration, instance)) {
      // One that is given by its id and was not read is no part of the network.
      if (withId(interfaces, id)) attach(instance, id, idOf(instance), deviceIndex);
    }
    return [];
  });
  problems.each(configuration.ofType("aws_network_interface"), (resource) => {
    for (const block of configuration.blocks(resource, "attachment")) {
      const instance = configuration.text(block, resource.data ? "instance_id" : "instance");
      if (instance === undefined) continue;
      attach(resource, idOf(resource), instance, deviceIndexOf(configuration, block));
    }
    return [];
  });
  problems.each(configuration.ofType("aws_network_interface_attachment"), (resource) => {
    // In a state, one that was detached behind Terraform's back may still be there, and names no instance.
    if (resource.deployed && configuration.text(resource, "instance_id") === undefined) return [];
    const instanceId = configuration.required(resource, "instance_id");
    const id = configuration.required(resource, "network_interface_id");
    attach(resource, id, instanceId, deviceIndexOf(configuration, resource));
    return [];
  });
  return attachments;
}

/** The id of an instance's first network interface: one of its own, or the one that comes with it. */
export function primaryInterfaceId(configuration: Configuration, instance: Resource): string {
  if (instance.deployed) {
    const argument = instance.data ? "network_interface_id" : "primary_network_interface_id";
    return configuration.required(instance, argument);
  }
  const given = givenInterfaces(configuration, instance).find(({ deviceIndex }) => deviceIndex === 0);
  return given?.id ?? placeholderId("aws_network_interface", instance, "card0");
}

/** The network interfaces of their own that an instance names in its arguments. */
export function givenInterfaces(
  configuration: Configuration,
  instance: Resource,
): { readonly id: string; readonly deviceIndex: number }[] {
  if (instance.deployed) {
    // In a state the blocks also list the interface that comes with the instance.
    const primary = primaryInterfaceId(configuration, instance);
    const own = configuration.ofType("aws_network_interface").some((each) => idOf(each) === primary);
    return own ? [{ id: primary, deviceIndex: 0 }] : [];
  }
  const idIn = (block: Block) => configuration.required(block, "network_interface_id");
  return [
    ...configuration
      .blocks(instance, "primary_network_interface")
      .map((block) => ({ id: idIn(block), deviceIndex: 0 })),
    ...configuration
      .blocks(instance, "network_interface")
      .map((block) => ({ id: idIn(block), deviceIndex: deviceIndexOf(configuration, block) })),
  ];
}

/** The addresses of what starts instances that were not read: any of them may take a network interface at its boot. */
export function startersOf({ configuration }: Pick<Parts, "configuration">): string[] {
  return STARTERS.flatMap((type) => configuration.ofType(type).map(({ address }) => address));
}

function deviceIndexOf(configuration: Configuration, block: Block): number {
  const index = configuration.integer(block, "device_index");
  if (index === undefined) throw new ReadError(block, "has no device_index");
  return index;
}
