import { Configuration } from "../terraform-json/configuration";
import { idOf } from "./elements";

/** The ranges of each prefix list whose entries were read, by the list's id. */
export function readPrefixLists(configuration: Configuration): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const list of configuration.ofType("aws_ec2_managed_prefix_list")) {
    lists.set(
      idOf(list),
      configuration.blocks(list, "entry").flatMap((entry) => configuration.range(entry, "cidr") ?? []),
    );
  }
  for (const entry of configuration.ofType("aws_ec2_managed_prefix_list_entry")) {
    const range = configuration.range(entry, "cidr");
    if (range) lists.get(configuration.required(entry, "prefix_list_id"))?.push(range);
  }
  return new Map([...lists].map(([id, ranges]) => [id, [...new Set(ranges)].sort()]));
}
