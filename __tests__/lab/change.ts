import { NetworkInterface, Topology } from "../../lib/topology";

/** A network that differs from another, and in what. */
export interface Changed {
  readonly what: string;
  readonly topology: Topology;
}

/** Chooses one of several, the same ones at every run. */
export type Choose = <T>(from: readonly T[]) => T;

/** A change at a place that `pick` chooses; undefined where there is no such place. */
export type Change = (topology: Topology, pick: Choose) => Changed | undefined;

/** Where parts come from that no stack has. */
export const MADE_UP = { stack: "test", address: "test.made_up" };

/** The same network with one of its elements changed. */
export function replaced<K extends keyof Topology>(
  topology: Topology,
  kind: K,
  element: { readonly id: string },
  changes: object,
): Topology {
  const all = topology[kind] as readonly { id?: string }[];
  return {
    ...topology,
    [kind]: all.map((candidate) => (candidate.id === element.id ? { ...candidate, ...changes } : candidate)),
  };
}

export function instanceInterfaces({ networkInterfaces }: Topology): NetworkInterface[] {
  return networkInterfaces.filter(({ instanceId }) => instanceId !== undefined);
}
