import { RouteTarget } from "../../lib/topology";
import { Change, MADE_UP, replaced } from "./change";

/** Some of these hold the host on the internet, and some do not. */
const PREFIXES = [
  "192.0.2.0/24",
  "192.0.2.1/32",
  "192.0.0.0/8",
  "128.0.0.0/1",
  "0.0.0.0/1",
  "192.0.2.128/25",
];

export const removeARoute: Change = (topology, pick) => {
  const tables = topology.routeTables.filter(({ routes }) => routes.length > 0);
  if (tables.length === 0) return undefined;
  const table = pick(tables);
  const route = pick(table.routes);
  return {
    what: `${table.name} - ${route.destination}`,
    topology: replaced(topology, "routeTables", table, {
      routes: table.routes.filter((candidate) => candidate !== route),
    }),
  };
};

/** A second route, or another target of the one that is there. */
export const leadElsewhere: Change = (topology, pick) => {
  const table = pick(topology.routeTables);
  const destination = pick([...PREFIXES, "0.0.0.0/0", "0.0.0.0/0"]);
  const targets: (RouteTarget & { name?: string })[] = [
    ...topology.gateways.map(({ kind, id, name }) => ({ kind, id, name }) as const),
    ...topology.networkInterfaces.map(({ id, name }) => ({ kind: "network-interface" as const, id, name })),
    { kind: "other", id: "nothing", what: "peering connection" },
  ];
  const { name, ...target } = pick(targets);
  return {
    what: `${table.name}: ${destination} to ${name ?? target.id}`,
    topology: replaced(topology, "routeTables", table, {
      routes: [
        ...table.routes.filter((route) => route.destination !== destination),
        { ...MADE_UP, destination, target },
      ],
    }),
  };
};

export const giveAnotherTable: Change = (topology, pick) => {
  const subnet = pick(topology.subnets);
  const table = pick(
    topology.routeTables.filter(({ id, vpcId }) => vpcId === subnet.vpcId && id !== subnet.routeTableId),
  );
  return {
    what: `subnet ${subnet.name} by table ${table.name}`,
    topology: replaced(topology, "subnets", subnet, { routeTableId: table.id }),
  };
};

export const detachTheGateway: Change = (topology) => {
  const gateway = topology.gateways.find(({ kind, vpcId }) => kind === "internet-gateway" && vpcId !== "");
  if (!gateway) return undefined;
  return {
    what: `${gateway.name} attached to no VPC`,
    topology: replaced(topology, "gateways", gateway, { vpcId: "" }),
  };
};
