import { looksSecret, printable, withheld } from "../tools/messages";
import { Values } from "./values";

/** Where something comes from. */
export interface Source {
  /** The stack that it is in, such as `nat-instance`. */
  readonly stack: string;
  /** Its address in Terraform, such as `aws_instance.nat_b`. */
  readonly address: string;
}

export function bySource(a: Source, b: Source): number {
  return compare(a.address, b.address) || compare(a.stack, b.stack);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Why something cannot be read, in one line that begins with where: `network: aws_subnet.a: …`. */
export class ReadError extends Error {
  constructor(
    readonly where: Source | string,
    readonly why: string,
  ) {
    super(`${typeof where === "string" ? placeOf(where) : `${where.stack}: ${where.address}`}: ${why}`);
    this.name = "ReadError";
  }
}

/** That a value has no such part: Terraform finds none either. */
export class Absent extends ReadError {}

/** A path, which is whatever a user has written. */
function placeOf(path: string): string {
  return looksSecret(path) ? withheld(path) : printable(path);
}

/** What two things need of each other to be read. */
export class Circle extends Error {}

/** Arguments as they stand in the JSON: a resource's, those of one of its inline blocks, or a module call's. */
export interface Block extends Source {
  readonly values: Values;
  /** In AWS already: its values are what AWS answered. */
  readonly deployed: boolean;
}

/** A resource, or a data source. */
export interface Resource extends Block {
  readonly type: string;
  /** A data source: what it finds is there, and is not this stack's. */
  readonly data: boolean;
}

export interface Backend {
  readonly type: string;
  readonly config: Values;
}

/** One Terraform configuration, state or plan. */
export interface Stack {
  readonly name: string;
  /** Where Terraform runs, which relative paths start from. */
  readonly folder: string;
  /** Whether its texts are templates, as in a configuration; in a state and in a plan they are what they are. */
  readonly templates: boolean;
  readonly resources: readonly Resource[];
  /** The arguments of data sources, by `type.name`. */
  readonly data: Values;
  readonly outputs: Values;
  readonly locals: Values;
  /** The defaults of variables that have one. */
  readonly variables: Values;
  /** The calls of modules whose content was not read. */
  readonly modules: readonly Block[];
  readonly backend: Backend;
  /** The provider's region, which may be an expression. */
  readonly region?: unknown;
}

/** What a stack has that says nothing else. */
export const EMPTY_STACK = {
  data: {},
  outputs: {},
  locals: {},
  variables: {},
  modules: [],
  backend: { type: "unknown", config: {} },
} as const satisfies Partial<Stack>;
