import { Instance, Topology } from "./model";

/** The instances that a route leads to. */
export function natInstances({ routeTables, networkInterfaces, instances }: Topology): Instance[] {
  const targets = new Set(routeTables.flatMap(({ routes }) => routes.map(({ target }) => target.id)));
  const hosts = new Set(
    networkInterfaces.filter(({ id }) => targets.has(id)).map(({ instanceId }) => instanceId),
  );
  return instances.filter(({ id }) => hosts.has(id));
}

/** Whether a route leads to something that may translate and was not read, so that a way out may be there unseen. */
export function mayHaveUnreadNat({ routeTables, networkInterfaces }: Topology): boolean {
  const unread = new Set(
    networkInterfaces.flatMap(({ id, unknownInstance }) => (unknownInstance === undefined ? [] : [id])),
  );
  const targets = routeTables.flatMap(({ routes }) => routes.map(({ target }) => target));
  return targets.some(
    ({ kind, id }) => kind === "unknown" || kind === "other" || kind === "vpc-endpoint" || unread.has(id),
  );
}
