import { Configuration } from "../terraform-json/configuration";
import { grouped } from "../tools/grouped";
import { Block } from "../terraform-json/stack";
import { element } from "./elements";
import { Instance, NetworkInterface } from "./model";
import { Parts } from "./parts";

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
