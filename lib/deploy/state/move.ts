import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Interrupted, Terraform, TerraformError } from "../terraform";
import { FoundStates, States, count, isEmpty, isSameContent, readState, succeeds } from "./content";
import { StateFolder, backendIn, placeOf } from "./folder";
import { readStates } from "./read";

/** A move of an environment's states. */
export interface Move {
  readonly from: StateFolder;
  readonly to: StateFolder;
  /** The stacks whose states are still to be moved, in order. */
  readonly stacks: readonly string[];
  /** Those whose states were moved before. */
  readonly done: readonly string[];
}

/**
 * What is to be moved from one folder to another: every state with resources, also of stacks that the environment no
 * longer has. The stack that all others need is last, so that an environment half moved is taken for a new one, for which
 * states are looked for everywhere.
 *
 * @param order the environment's stacks, each after those that it depends on
 * @throws TerraformError when there is another state already, before anything is moved
 */
export function planMove(
  source: FoundStates,
  target: FoundStates,
  order: readonly string[],
): Move {
  const stacks = [...source.states.keys()]
    .filter((stack) => !isEmpty(source.states.get(stack)))
    .sort((one, other) => order.indexOf(other) - order.indexOf(one));
  const gone = stacks.filter((stack) => !order.includes(stack));
  const inOrder = [...gone, ...stacks.filter((stack) => order.includes(stack))];
  const done = inOrder.filter((stack) => succeeds(target.states.get(stack), source.states.get(stack)!));
  const left = inOrder.filter((stack) => !done.includes(stack));
  for (const stack of left) refuseOther(stack, source, target);
  return { from: source.folder, to: target.folder, stacks: left, done };
}

function refuseOther(stack: string, source: FoundStates, target: FoundStates): void {
  const there = target.states.get(stack);
  const { lineage, serial } = source.states.get(stack)!;
  if (!there || isEmpty(there) || (there.lineage === lineage && there.serial < serial)) return;
  throw new TerraformError(
    `${stack}: ${placeOf(target.folder)} has another state already, with ${count(there.resources, "resource")}; nothing ` +
      `was moved from ${placeOf(source.folder)}. Move away the one that is wrong, and run it again`,
  );
}

export interface MoveOptions {
  readonly terraform: Terraform;
  /** Where terraform runs; stays after a failure, for what the error says to run there. */
  readonly workFolder: string;
  readonly interrupted?: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Moves states by terraform's own pull and push. Push refuses to overwrite another state, or a newer one, and holds the
 * state's lock. `init -migrate-state` asks nothing of the kind once it is forced, and gives what it copies to S3 a new
 * lineage (terraform 1.11).
 *
 * The source stays as it was. What has been moved when it is interrupted is not moved again.
 *
 * @returns what is in the target afterwards
 * @throws TerraformError in one line, naming the stack
 */
export async function moveStates(move: Move, options: MoveOptions): Promise<States> {
  rmSync(options.workFolder, { recursive: true, force: true });
  try {
    for (const stack of move.stacks) {
      options.say(`${stack}: ${placeOf(move.from)} → ${placeOf(move.to)}`);
      await moveState(stack, move, options);
    }
  } catch (error) {
    if (error instanceof Interrupted) rmSync(options.workFolder, { recursive: true, force: true });
    throw error;
  }
  rmSync(options.workFolder, { recursive: true, force: true });
  const [before, after] = await Promise.all(
    [move.from, move.to].map((folder) => readStates(folder, options)),
  );
  for (const stack of move.stacks) compare(stack, before!, after!, move);
  return after!;
}

async function moveState(stack: string, { from, to }: Move, options: MoveOptions): Promise<void> {
  const source = await initialized(join(options.workFolder, "from"), stack, from, options);
  const state = await source.pull();
  // Changes nothing, and fails while somebody else holds the lock or has moved on.
  await source.push(state);
  const target = await initialized(join(options.workFolder, "to"), stack, to, options);
  // To an S3 backend that holds nothing yet, terraform 1.11 gives a lineage of its own, and not that of what is pushed.
  if (to.type === "s3" && !readState(await target.pull())?.lineage) await target.push(emptied(state));
  await target.push(state);
}

function emptied(state: string): string {
  return JSON.stringify({ ...(JSON.parse(state) as object), serial: 0, outputs: {}, resources: [] });
}

interface Initialized {
  pull(): Promise<string>;
  push(state: string): Promise<void>;
}

/** Terraform in a folder of its own whose only content is a backend. */
async function initialized(
  folder: string,
  stack: string,
  states: StateFolder,
  { terraform }: MoveOptions,
): Promise<Initialized> {
  mkdirSync(folder, { recursive: true });
  const configuration = { terraform: { backend: backendIn(states, stack) } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const s3 = states.type === "s3" ? states : undefined;
  const run = (...args: string[]) => terraform.run({ name: stack, folder, s3 }, ...args);
  await run("init", "-input=false", "-no-color", "-reconfigure");
  return {
    pull: () => run("state", "pull", "-no-color"),
    async push(state) {
      const file = resolve(folder, "pushed.json");
      writeFileSync(file, state, { mode: 0o600 });
      try {
        await run("state", "push", "-no-color", file);
      } finally {
        rmSync(file);
      }
    },
  };
}

/**
 * What keeps terraform from installing a state's providers, which it does at `init` and which no move needs: the variable
 * that names providers which run already. Nothing runs there, and nothing asks it.
 */
export const WITHOUT_PROVIDERS = {
  TF_REATTACH_PROVIDERS: JSON.stringify({
    "hashicorp/aws": {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: 1,
      Test: true,
      Addr: { Network: "unix", String: "/nowhere" },
    },
  }),
};

function compare(stack: string, before: States, after: States, { from, to }: Move): void {
  const [had, has] = [before.get(stack), after.get(stack)];
  if (had && has && succeeds(has, had) && isSameContent(has, had)) return;
  throw new TerraformError(
    `${stack}: what ${placeOf(to)} has now is not what ${placeOf(from)} has: one of them has changed meanwhile; ` +
      "run it again",
  );
}
