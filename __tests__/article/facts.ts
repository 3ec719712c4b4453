import { DifferenceId } from "./differences";

/** A reference to a resource's attribute: the article's by its address there, ours as `stack/address`. */
export class Reference {
  constructor(
    readonly address: string,
    readonly attribute: string,
  ) {}
}

/** Nothing is written for this argument. */
export const UNSET = null;

/** What an argument holds. A regular expression stands for any text that matches it. */
export type Value =
  | boolean
  | number
  | string
  | typeof UNSET
  | Reference
  | RegExp
  | readonly Value[]
  | { readonly [name: string]: Value };

/** What a resource says, by argument; a path such as `tags.Name` leads into a block. */
export type Arguments = Readonly<Record<string, Value>>;

/** Something that the article's resource says, and where it stands here. */
export interface Fact {
  /** In the article's terms; empty when the article leaves it to AWS's default. */
  readonly article: Arguments;
  /** Which of our resources says it, as `stack/address`. */
  readonly at: string;
  readonly here: Arguments;
  /** Why the two are not the same; without, they are. */
  readonly difference?: DifferenceId;
  /** It holds with `ssh` switched on; without, nothing of it is there. */
  readonly withSsh?: true;
}

export interface ArticleResource {
  /** As `terraform state list` shows it. */
  readonly address: string;
  /** As `stack/address`; several when each stack that needs it has its own. */
  readonly counterparts: readonly string[];
  readonly facts: readonly Fact[];
}

type FactOfCounterpart = Omit<Fact, "at"> & { readonly at?: string };

/** The article's resource, its counterparts here as `stack/address`, and what both say. */
export function resource(
  address: string,
  counterparts: string | readonly string[],
  facts: readonly FactOfCounterpart[],
): ArticleResource {
  const placed = facts.flatMap((fact) =>
    [fact.at ?? counterparts].flat().map((at): Fact => ({ ...fact, at })),
  );
  return { address, counterparts: [counterparts].flat(), facts: placed };
}

/** The counterparts say the same in the same arguments. */
export function same(says: Arguments): FactOfCounterpart {
  return { article: says, here: says };
}

/** The same meaning, said in other arguments or in another resource. */
export function elsewhere(article: Arguments, here: Arguments, at?: string): FactOfCounterpart {
  return { article, here, at };
}

/** The article leaves to AWS's default what is written out here. */
export function byDefault(here: Arguments): FactOfCounterpart {
  return { article: {}, here };
}

export function differs(
  difference: DifferenceId,
  article: Arguments,
  here: Arguments,
  at?: string,
): FactOfCounterpart {
  return { article, here, difference, at };
}

export function withSsh(fact: FactOfCounterpart): FactOfCounterpart {
  return { difference: "ssh", ...fact, withSsh: true };
}

export function reference(address: string, attribute = "id"): Reference {
  return new Reference(address, attribute);
}
