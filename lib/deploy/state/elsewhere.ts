import { FoundStates, Owner, StateContent, States, isEmpty, ownerOf, succeeds } from "./content";

/** States in another folder than the one that the environment's backend names. */
export interface Elsewhere extends FoundStates {
  /** Whether they are this environment's; else they may be, under the name that it had before. */
  readonly isCertain: boolean;
  /** Whose they say they are. */
  readonly owner?: Owner;
}

/** What states are recognized by. */
export interface Recognition {
  readonly environment: Owner;
  /** The names of the other environments that there are: theirs are not this one's under an older name. */
  readonly others: readonly string[];
  /** The environment's stacks, first the one that is deployed before all others. */
  readonly stacks: readonly string[];
}

/**
 * Of the states that were found, those without which a plan would make again what is there already.
 *
 * Where the environment has a state, that is what it has of a stack beyond it, after a move that was interrupted or one
 * that was made without this checkout; where it has none, every state that is its own or may be. What its own states
 * have grown from, such as the backup that a move leaves, is never among them, and neither is what another one that was
 * found has grown from.
 *
 * @param own the states where the environment's backend is
 * @returns those that are certain first
 */
export function statesElsewhere(
  own: States,
  found: readonly FoundStates[],
  recognition: Recognition,
): Elsewhere[] {
  const isNew = isEmpty(own.get(recognition.stacks[0]!));
  const elsewhere = newest(found).flatMap(({ folder, states }): Elsewhere[] => {
    const missed = [...states].filter(
      ([stack, state]) => !isEmpty(state) && !succeeds(own.get(stack), state),
    );
    if (missed.length === 0) return [];
    const owner = ownerOf(states);
    const isCertain = isOwn(own, states, owner, recognition);
    if (isNew) {
      const isOthers = owner === undefined || recognition.others.includes(owner.environment);
      return isCertain || !isOthers ? [{ folder, states, owner, isCertain }] : [];
    }
    const isBeyond = missed.some(([stack, state]) => isEmpty(own.get(stack)) || isKin(own.get(stack), state));
    return isCertain && isBeyond ? [{ folder, states, owner, isCertain }] : [];
  });
  return elsewhere.sort((one, other) => Number(other.isCertain) - Number(one.isCertain));
}

/** Without what another one of these has grown from; of copies, the first. */
function newest(found: readonly FoundStates[]): FoundStates[] {
  return found.filter(({ states }, index) => {
    return !found.some((other, at) => {
      if (at === index || !hasGrownFrom(other.states, states)) return false;
      return at < index || !hasGrownFrom(states, other.states);
    });
  });
}

function hasGrownFrom(states: States, earlier: States): boolean {
  const held = [...earlier].filter(([, state]) => !isEmpty(state));
  return held.length > 0 && held.every(([stack, state]) => succeeds(states.get(stack), state));
}

function isOwn(own: States, states: States, owner: Owner | undefined, { environment }: Recognition): boolean {
  if ([...states].some(([stack, state]) => isKin(own.get(stack), state))) return true;
  return owner?.environment === environment.environment && owner.project === environment.project;
}

/** Whether two states have begun as one. */
function isKin(one: StateContent | undefined, other: StateContent): boolean {
  return one?.lineage === other.lineage;
}
