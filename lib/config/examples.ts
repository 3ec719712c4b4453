/** A good value of every field that has no default, for messages and to stand in for a faulty one. */
const EXAMPLES: ReadonlyMap<PropertyKey, unknown> = new Map<PropertyKey, unknown>([
  ["region", "eu-central-1"],
  ["vpcCidr", "10.0.0.0/16"],
  ["zones", ["eu-central-1a"]],
  ["name", "eu-central-1a"],
  ["allowedCidrs", ["203.0.113.7/32"]],
  ["type", "local"],
  ["bucket", "example-terraform-state"],
  ["from", "private-0"],
  ["to", "internet"],
  ["reachable", true],
  ["rule", "no-open-ingress"],
  ["resource", "private-instances/aws_instance.private_0"],
  ["reason", "why it may"],
]);

/** A good value of the field at `path`; undefined for one that may be left out. */
export function exampleOf(path: readonly PropertyKey[]): unknown {
  const [last, list] = path.toReversed();
  if (typeof last === "number") return (EXAMPLES.get(list!) as unknown[] | undefined)?.[0];
  return EXAMPLES.get(last!);
}
