import { Configuration } from "../terraform-json/configuration";
import { Instance } from "./model";
import { Block } from "../terraform-json/stack";

/** What an instance is started with: its user data, and how far away its metadata may be read. */
export function readStart(
  configuration: Configuration,
  instance: Block,
): Pick<Instance, "userData" | "metadataHopLimit"> {
  const userData = readUserData(configuration, instance);
  const [options] = configuration.blocks(instance, "metadata_options");
  const hopLimit = options && configuration.integer(options, "http_put_response_hop_limit");
  return {
    ...(userData !== undefined && { userData }),
    ...(hopLimit !== undefined && { metadataHopLimit: hopLimit }),
  };
}

function readUserData(configuration: Configuration, instance: Block): string | undefined {
  const text = configuration.textIfResolvable(instance, "user_data");
  // Version 5 of the provider keeps the text's SHA-1 in the state instead of the text.
  if (text !== undefined) return instance.deployed && /^[0-9a-f]{40}$/.test(text) ? undefined : text;
  const base64 = configuration.textIfResolvable(instance, "user_data_base64");
  return base64 === undefined ? undefined : Buffer.from(base64, "base64").toString("utf8");
}
