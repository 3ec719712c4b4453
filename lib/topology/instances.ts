import { Configuration } from "../terraform-json/configuration";
import { Block, ReadError, Resource } from "../terraform-json/stack";
import { grouped } from "../tools/grouped";
import { element, idOf, known, placeholderId, withId } from "./elements";
import { Instance, NetworkInterface } from "./model";
import { Attachment, Parts } from "./parts";

/** Every instance, also one whose subnet was not read: it has no network interface here, and still a price. */
export function readInstances(
  { configuration, problems }: Parts,
  interfaces: readonly NetworkInterface[],
): Instance[] {
  const byInstance = grouped(interfaces, ({ instanceId }) => [instanceId]);
  return problems.each(configuration.ofType("aws_instance"), (resource) => {
    const instance = element(resource);
    const own = [...(byInstance.get(instance.id) ?? [])].sort((a, b) => a.deviceIndex! - b.deviceIndex!);
    const instanceType = configuration.textIfResolvable(resource, "instance_type");
    return [
      {
        ...instance,
        ...(instanceType !== undefined && { instanceType }),
        ...billing(configuration, resource),
        ...start(configuration, resource),
        networkInterfaceIds: own.map(({ id }) => id),
      },
    ];
  });
}

/** What an instance's price depends on beside its type. */
function billing(
  configuration: Configuration,
  instance: Block,
): Pick<Instance, "disk" | "creditMode" | "spot"> {
  const text = (block: string, name: string) => argumentOf(configuration, instance, block, name);
  const type = text("root_block_device", "volume_type");
  const gib = Number(text("root_block_device", "volume_size"));
  const creditMode = text("credit_specification", "cpu_credits");
  return {
    ...(type !== undefined && Number.isFinite(gib) && { disk: { type, gib } }),
    ...((creditMode === "standard" || creditMode === "unlimited") && { creditMode }),
    ...(text("instance_market_options", "market_type") === "spot" && { spot: true }),
  };
}

/** What an instance is started with: its user data, and how far away its metadata may be read. */
function start(
  configuration: Configuration,
  instance: Block,
): Pick<Instance, "userData" | "metadataHopLimit"> {
  const userData = readUserData(configuration, instance);
  const hopLimit = Number(
    argumentOf(configuration, instance, "metadata_options", "http_put_response_hop_limit"),
  );
  return {
    ...(userData !== undefined && { userData }),
    ...(Number.isInteger(hopLimit) && { metadataHopLimit: hopLimit }),
  };
}

/** An argument of an inline block, as far as it can be known. */
function argumentOf(
  configuration: Configuration,
  instance: Block,
  block: string,
  name: string,
): string | undefined {
  const [found] = configuration.blocksIfResolvable(instance, block);
  return found && configuration.textIfResolvable(found, name);
}

function readUserData(configuration: Configuration, instance: Block): string | undefined {
  const text = configuration.textIfResolvable(instance, "user_data");
  // Version 5 of the provider keeps the text's SHA-1 in the state instead of the text.
  if (text !== undefined) return instance.deployed && /^[0-9a-f]{40}$/.test(text) ? undefined : text;
  const base64 = configuration.textIfResolvable(instance, "user_data_base64");
  return base64 === undefined ? undefined : Buffer.from(base64, "base64").toString("utf8");
}

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

export function instanceWith(configuration: Configuration, id: string): Resource | undefined {
  return configuration.ofType("aws_instance").find((instance) => idOf(instance) === id);
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
