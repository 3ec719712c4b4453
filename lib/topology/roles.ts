import { Instance, Subnet, Topology } from "./model";

/** The instances that a route leads to: they are to forward what is not for them. */
export function natHosts({ routeTables, networkInterfaces, instances }: Topology): Instance[] {
  const targets = new Set(routeTables.flatMap(({ routes }) => routes.map(({ target }) => target.id)));
  const hosts = new Set(
    networkInterfaces.filter(({ id }) => targets.has(id)).map(({ instanceId }) => instanceId),
  );
  return instances.filter(({ id }) => hosts.has(id));
}

/** The instances that take what is not for them, whether or not a route leads to them yet. */
export function forwarders({ networkInterfaces, instances }: Topology): Instance[] {
  const hosts = networkInterfaces.flatMap(({ sourceDestCheck, instanceId }) =>
    sourceDestCheck ? [] : [instanceId],
  );
  return instances.filter(({ id }) => hosts.includes(id));
}

/** The subnets that no route to an internet gateway rules: nobody on the internet can open a connection into them. */
export function privateSubnets({ routeTables, subnets }: Topology): Subnet[] {
  const publicTables = new Set(
    routeTables
      .filter(({ routes }) => routes.some(({ target }) => target.kind === "internet-gateway"))
      .map(({ id }) => id),
  );
  return subnets.filter(({ routeTableId }) => !publicTables.has(routeTableId));
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
