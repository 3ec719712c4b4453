import { Instance, Subnet, Topology } from "./model";

/** The instances that some route leads to: they are to forward what is not for them. */
export function natHosts({ instances, networkInterfaces, routeTables }: Topology): Instance[] {
  const targets = routeTables
    .flatMap(({ routes }) => routes.map(({ target }) => target))
    .filter(({ kind }) => kind === "network-interface");
  const interfaces = networkInterfaces.filter(({ id }) => targets.some((target) => target.id === id));
  return instances.filter(({ id }) => interfaces.some(({ instanceId }) => instanceId === id));
}

/** The subnets that no route to an internet gateway rules: nobody on the internet can open a connection into them. */
export function privateSubnets({ routeTables, subnets }: Topology): Subnet[] {
  const isPublic = (tableId: string) =>
    routeTables.some(
      ({ id, routes }) => id === tableId && routes.some(({ target }) => target.kind === "internet-gateway"),
    );
  return subnets.filter(({ routeTableId }) => !isPublic(routeTableId));
}
