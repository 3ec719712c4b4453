/** Every stack that an environment may have, each after those that it takes values from. */
export const ALL_STACKS: readonly string[] = [
  "network",
  "nat-instance",
  "nat-gateway",
  "private-instances",
  "routes",
  "published",
];

/** Those of them that an environment may be without. */
export const OPTIONAL_STACKS: readonly string[] = ["nat-instance", "nat-gateway", "published"];
