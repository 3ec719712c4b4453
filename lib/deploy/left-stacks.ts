import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StackFolder } from "./stack-plan";
import { States, isEmpty } from "./state/content";
import { stateFile } from "./state/folder";

export interface LeftOptions {
  /** The environment's stacks, first the one that all others need. */
  readonly stacks: readonly StackFolder[];
  /** The states where the environment's backend is. */
  readonly states: States;
  /** Every stack that an environment may have, each after those that it takes values from. */
  readonly known: readonly string[];
  /**
   * Those that the environment is without, as its file says: that a folder holds fewer stacks is no reason to destroy
   * anything.
   */
  readonly absent: readonly string[];
  readonly environment: { readonly project: string; readonly name: string };
  readonly planFolder: string;
  /** Told of a state that is not touched, because it is not the environment's. */
  readonly say: (line: string) => void;
}

/**
 * The environment's stacks and those that it no longer has, but whose states still hold resources, each after those that
 * it takes values from.
 *
 * Of the latter each is written as an empty configuration with the environment's provider and that stack's state, so
 * that terraform plans to destroy all that it holds. They are in the plan folder, and so neither cdktf's nor any later
 * plan's.
 */
export function withLeftStacks({ stacks, planFolder, ...options }: LeftOptions): StackFolder[] {
  const left = leftNames({ stacks, ...options }).map((name) => {
    const stack = leftStack(planFolder, name);
    mkdirSync(stack.folder, { recursive: true });
    writeFileSync(
      stack.file,
      JSON.stringify(renamed(emptied(stacks[0]!.file), stacks[0]!.name, name), null, 2),
    );
    return stack;
  });
  const { known } = options;
  return [...stacks, ...left].sort((one, other) => known.indexOf(one.name) - known.indexOf(other.name));
}

/** Where such a stack is written: as deep as cdktf's own, because the path of a local state leads out of there. */
export function leftStack(planFolder: string, name: string): StackFolder {
  const folder = join(planFolder, name);
  return { name, folder, file: join(folder, "cdk.tf.json"), isLeft: true };
}

/** A stack's configuration without any resource, output or data: its provider and where its state is. */
export function emptied(file: string): Emptied {
  const { terraform, provider } = JSON.parse(readFileSync(file, "utf8")) as Emptied;
  return { terraform, provider };
}

interface Emptied {
  readonly terraform: { readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly provider: {
    readonly aws: readonly { readonly default_tags: readonly [{ readonly tags: object }] }[];
  };
}

function leftNames({
  stacks,
  states,
  known,
  absent,
  environment,
  say,
}: Omit<LeftOptions, "planFolder">): string[] {
  const left = known
    .filter((name) => absent.includes(name) && !stacks.some((stack) => stack.name === name))
    .filter((name) => !isEmpty(states.get(name)));
  // Under its name, and under the one that it had before a rename.
  const owners = [
    { project: environment.project, environment: environment.name },
    states.get(stacks[0]!.name)?.owner,
  ];
  return left.filter((name) => {
    const owner = states.get(name)!.owner;
    const isOwn = owners.some(
      (own) => own && own.project === owner?.project && own.environment === owner.environment,
    );
    if (!isOwn)
      say(`${name}: the state beside this environment's has another owner's tags, and is left alone`);
    return isOwn;
  });
}

/** The state of another stack, in the same folder. */
function inPlaceOf(stateOf: string, from: string, to: string): string {
  return `${stateOf.slice(0, -stateFile(from).length)}${stateFile(to)}`;
}

/** The same for another stack of the environment. */
function renamed({ terraform, provider }: Emptied, from: string, to: string): Emptied {
  const backends = Object.entries(terraform.backend).map(([type, config]) => {
    const entries = Object.entries(config).map(([key, value]) => [
      key,
      key === "path" || key === "key" ? inPlaceOf(String(value), from, to) : value,
    ]);
    return [type, Object.fromEntries(entries)];
  });
  const tagged = provider.aws.map((aws) => ({
    ...aws,
    default_tags: [{ tags: { ...aws.default_tags[0].tags, Stack: to } }],
  }));
  return {
    terraform: { ...terraform, backend: Object.fromEntries(backends) },
    provider: { ...provider, aws: tagged as never },
  };
}
