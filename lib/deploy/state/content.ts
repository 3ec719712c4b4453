import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { jsonOf } from "../../tools/read-files";
import { StateFolder } from "./folder";

const tags = z.object({ Project: z.string(), Environment: z.string() });

const stateFile = z.object({
  version: z.literal(4),
  serial: z.number(),
  lineage: z.string(),
  outputs: z.record(z.string(), z.unknown()),
  resources: z.array(
    z.looseObject({
      mode: z.string(),
      instances: z.array(z.looseObject({ attributes: z.record(z.string(), z.unknown()).optional() })),
    }),
  ),
});

/** Whose resources a state holds, as their default tags say. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
}

/** A state, as far as it can be told from another. */
export interface StateContent {
  /** Given to a state when it is begun, and kept for as long as it lives. */
  readonly lineage: string;
  /** Counts its changes. */
  readonly serial: number;
  /** How many resources it manages. */
  readonly resources: number;
  /** Undefined when none of its resources has tags. */
  readonly owner?: Owner;
  /** All that it says of AWS. */
  readonly content: unknown;
}

/** The states of a folder, by stack. */
export type States = ReadonlyMap<string, StateContent>;

/** A folder of states, and what is in it. */
export interface FoundStates {
  readonly folder: StateFolder;
  readonly states: States;
}

/** Reads a state file of version 4, that of Terraform since 0.12; undefined when it is none. */
export function readState(text: string): StateContent | undefined {
  const { data } = stateFile.safeParse(jsonOf(text));
  if (!data) return undefined;
  const { lineage, serial, outputs, resources } = data;
  const instances = resources
    .filter(({ mode }) => mode === "managed")
    .flatMap((resource) => resource.instances);
  const [owner] = instances.flatMap(({ attributes }) => tags.safeParse(attributes?.["tags_all"]).data ?? []);
  return {
    lineage,
    serial,
    resources: instances.length,
    owner: owner && { project: owner.Project, environment: owner.Environment },
    content: { outputs, resources },
  };
}

/** Whether a state holds no resources, or is not there. */
export function isEmpty(state: StateContent | undefined): boolean {
  return !state || state.resources === 0;
}

/** How many resources the states hold together. */
export function resourcesIn(states: States): number {
  return [...states.values()].reduce((sum, { resources }) => sum + resources, 0);
}

/** Whether a state is what another one has become, or a copy of it. */
export function succeeds(state: StateContent | undefined, other: StateContent): boolean {
  if (state?.lineage !== other.lineage) return false;
  return state.serial > other.serial || (state.serial === other.serial && isSameContent(state, other));
}

export function isSameContent(one: StateContent, other: StateContent): boolean {
  return isDeepStrictEqual(one.content, other.content);
}

/** Whose states these are. */
export function ownerOf(states: States): Owner | undefined {
  return [...states.values()].find(({ owner }) => owner !== undefined)?.owner;
}

/** `27 resources in 4 stacks`. */
export function sizeOf(states: States): string {
  const stacks = [...states.values()].filter((state) => !isEmpty(state)).length;
  return `${count(resourcesIn(states), "resource")} in ${count(stacks, "stack")}`;
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
