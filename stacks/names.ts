/** Every stack that an environment may have, each after those that it takes values from. */
export const ALL_STACKS: readonly string[] = [
  "network",
  "nat-instance",
  "nat-gateway",
  "private-instances",
  "routes",
  "published",
];
