import { inspect, isDeepStrictEqual } from "node:util";
import { ADDITIONS } from "./additions";
import { ArticleResource, Arguments, Fact, Reference, UNSET, Value } from "./facts";
import { Ours } from "./ours";
import { ROWS } from "./table";

export interface Switches {
  /** Whether the environment has `ssh` switched on. */
  readonly ssh: boolean;
}

/** Compares what our stacks say with the table, in both directions: one line for each thing that does not fit. */
export function check(ours: Ours, switches: Switches): string[] {
  return [
    ...new Set([...ROWS.flatMap((row) => missing(row, ours, switches)), ...unaccounted(ours, switches)]),
  ];
}

/** What the table says and our stacks do not. */
function missing(row: ArticleResource, ours: Ours, { ssh }: Switches): string[] {
  return row.facts.flatMap(({ at, here, withSsh }) => {
    const written = ours.get(at);
    const there = !withSsh || ssh;
    if (!written) return there ? [`${row.address}: there is no ${at}`] : [];
    return Object.entries(here).flatMap(([path, value]) => {
      const wanted = there ? ourTerms(value, at) : UNSET;
      const actual = argument(written, path);
      if (fits(actual, wanted)) return [];
      return [`${row.address}: ${at} has ${path} = ${inspect(actual)} and not ${inspect(wanted)}`];
    });
  });
}

/** What our stacks say and the table does not. */
function unaccounted(ours: Ours, { ssh }: Switches): string[] {
  const facts = ROWS.flatMap((row) => row.facts).filter(({ withSsh }) => !withSsh || ssh);
  const additions = ADDITIONS.map(({ address }) => address);
  return [
    ...additions
      .filter((address) => !ours.has(address))
      .map((address) => `${address} is named as an addition and is not there`),
    ...[...ours]
      .filter(([address]) => !additions.includes(address))
      .flatMap(([address, written]) => unaccountedIn(address, written, facts)),
  ];
}

function unaccountedIn(address: string, written: Arguments, facts: readonly Fact[]): string[] {
  const named = facts.filter(({ at }) => at === address).flatMap(({ here }) => Object.keys(here));
  if (named.length === 0) return [`${address} is neither a counterpart nor named as an addition`];
  const accounted = new Set([...LABELS, ...named.map((path) => path.split(".")[0]!)]);
  return Object.keys(written)
    .filter((name) => !accounted.has(name))
    .map((name) => `${address}: the table does not account for ${name}`);
}

/** Arguments for people's eyes, which change nothing. */
const LABELS = ["tags", "description"];

function argument(written: Arguments, path: string): Value {
  return path.split(".").reduce<any>((value, key) => value?.[key], written) ?? UNSET;
}

function fits(actual: Value, wanted: Value): boolean {
  if (wanted instanceof RegExp) return typeof actual === "string" && wanted.test(actual);
  return isDeepStrictEqual(actual, wanted);
}

/** The value with the article's addresses replaced by those of their counterparts, the one in the same stack first. */
export function ourTerms(value: Value, at: string): Value {
  if (value instanceof Reference) return new Reference(counterpart(value.address, at), value.attribute);
  if (Array.isArray(value)) return value.map((item) => ourTerms(item, at));
  return value;
}

function counterpart(address: string, at: string): string {
  const row = ROWS.find((candidate) => candidate.address === address);
  if (!row) return address;
  const [stack] = at.split("/");
  return row.counterparts.find((ours) => ours.startsWith(`${stack}/`)) ?? row.counterparts[0]!;
}
