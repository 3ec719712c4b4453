import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RouteTarget, Topology, readTopology } from "../../lib/topology";
import { Deployed } from "../failover/deployed";

/** The network that terraform has made in an emulated account, as its states have it. */
export async function deployedTopology({ terraform, stacks, account }: Deployed): Promise<Topology> {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  try {
    for (const stack of stacks)
      writeFileSync(join(folder, `${stack}.json`), routable(await terraform.state(stack)));
    const topology = readTopology(folder);
    // Version 5 of the provider keeps a hash alone of user data in its state.
    const instances = topology.instances.map(async (instance) => ({
      ...instance,
      userData: instance.userData ?? (await account.userData(instance.id)),
    }));
    return { ...topology, instances: await Promise.all(instances) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The emulator's public addresses are loopback ones, which no kernel forwards: these are in another range instead. */
export function routable(text: string): string {
  return text.replace(/\b127\.(?!0\.0\.)/g, "54.");
}

/** The same network with the routes to network interfaces that the account's tables have now. */
export async function withRoutesNow(topology: Topology, { account }: Deployed): Promise<Topology> {
  const tables = await account.routeTables(topology.routeTables.map(({ id }) => id));
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.map((route) => {
      const now = tables
        .find(({ RouteTableId }) => RouteTableId === table.id)!
        .Routes!.find(({ DestinationCidrBlock }) => DestinationCidrBlock === route.destination);
      const id = now?.NetworkInterfaceId;
      const target: RouteTarget = id === undefined ? route.target : { kind: "network-interface", id };
      return { ...route, target };
    }),
  }));
  return { ...topology, routeTables };
}
