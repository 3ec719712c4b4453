import { Configuration } from "../terraform-json/configuration";
import { Instance } from "./model";
import { Block } from "../terraform-json/stack";

/** What an instance's price depends on beside its type. */
export function readBilling(
  configuration: Configuration,
  instance: Block,
): Pick<Instance, "disk" | "creditMode"> {
  const text = (block: string, name: string) => {
    const [found] = configuration.blocks(instance, block);
    return found && configuration.textIfResolvable(found, name);
  };
  const type = text("root_block_device", "volume_type");
  const gib = text("root_block_device", "volume_size");
  const creditMode = text("credit_specification", "cpu_credits");
  return {
    ...(type !== undefined && gib !== undefined && { disk: { type, gib: Number(gib) } }),
    ...((creditMode === "standard" || creditMode === "unlimited") && { creditMode }),
  };
}
