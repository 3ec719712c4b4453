import {
  EnvironmentRecord,
  localStatesOf,
  recordOf,
  recordedNames,
  writeRecord,
} from "../../lib/output/environment-record";
import { chosenName, environmentFile, environmentNames } from "../../lib/config/load";
import { StackFolder } from "../../lib/deploy/stack-plan";
import { isEmpty, sizeOf } from "../../lib/deploy/state/content";
import { Elsewhere } from "../../lib/deploy/state/elsewhere";
import { placeOf } from "../../lib/deploy/state/folder";
import { SearchResult, backendRecords, forgetBackends, searchStates } from "../../lib/deploy/state/search";
import { TerraformError } from "../../lib/deploy/terraform";
import { npmCommand } from "../../lib/tools/messages";
import { Chosen } from "./environment";

/**
 * Looks for the states of an environment, where its backend is and elsewhere.
 *
 * @throws TerraformError in one line
 */
export async function findStates(
  { environment, output }: Chosen,
  stacks: readonly StackFolder[],
  interrupted?: AbortSignal,
): Promise<SearchResult> {
  const workspace = process.env["TF_WORKSPACE"];
  if (workspace && workspace !== "default") {
    throw new TerraformError(
      `TF_WORKSPACE: "${workspace}" would keep the states elsewhere; unset it: each environment has states of its own`,
    );
  }
  const { name, project } = environment;
  const others = [...environmentNames(), ...recordedNames(output)].filter((other) => other !== name);
  return searchStates({
    environment: { project, environment: name },
    others,
    file: chosenRecord().file,
    project: "",
    output,
    stacks,
    interrupted,
    say: (line) => console.error(line),
  });
}

/**
 * Refuses to plan an environment as a new one when it has a state in another place than its backend's.
 *
 * @param isNew whether to make everything anew was asked for
 * @throws TerraformError in one line, with the place and the command that moves the states
 */
export async function refuseStateElsewhere(
  chosen: Chosen,
  stacks: readonly StackFolder[],
  { isNew = false, interrupted }: { readonly isNew?: boolean; readonly interrupted?: AbortSignal },
): Promise<void> {
  const found = await findStates(chosen, stacks, interrupted);
  if (!isNew && found.elsewhere.length > 0) throw new TerraformError(refusal(chosen, stacks, found));
  settle(chosen, found);
}

/** Has terraform take the backend as it is now, and notes whose the local states are. */
export function settle({ environment, output }: Chosen, { folder }: Pick<SearchResult, "folder">): void {
  const asked = JSON.stringify(folder);
  forgetBackends(backendRecords(output).filter((record) => JSON.stringify(record.folder) !== asked));
  if (folder.type === "local") {
    writeRecord(localStatesOf(output, environment), chosenRecord());
  }
}

function chosenRecord(): EnvironmentRecord {
  return recordOf(environmentFile(chosenName()));
}

function refusal(
  chosen: Chosen,
  stacks: readonly StackFolder[],
  { folder, own, elsewhere }: SearchResult,
): string {
  const { name } = chosen.environment;
  const [first] = elsewhere;
  const here = placeOf(folder);
  const anew = `to make everything anew beside it: ${commandLine("plan", chosen, ["--new"])}`;
  if (!first!.isCertain) {
    return (
      `${name}: this environment has no state at ${here}, but there is ${listed(elsewhere)}; if it had that name ` +
      `before, move it: ${commandLine("migrate", chosen, ["--from", placeOf(first!.folder)])}; if not, ${anew}`
    );
  }
  const move = commandLine("migrate", chosen);
  const there = `${placeOf(first!.folder)} (${sizeOf(first!.states)})`;
  if (isEmpty(own.get(stacks[0]!.name))) {
    return `${name}: this environment has a state at ${there}, not at ${here} where its backend is; move it: ${move}; ${anew}`;
  }
  return (
    `${name}: this environment has a state at ${there} that goes beyond the one at ${here}, where its backend is; ` +
    `take the checkout's newest backend, or move it: ${move}`
  );
}

/** `one of shop/office at state/office (27 resources in 4 stacks)`, for each. */
export function listed(elsewhere: readonly Elsewhere[]): string {
  const shown = elsewhere.slice(0, 3).map(({ folder, states, owner }) => {
    return `one of ${owner?.project}/${owner?.environment} at ${placeOf(folder)} (${sizeOf(states)})`;
  });
  const more = elsewhere.length > 3 ? [`${elsewhere.length - 3} more`] : [];
  return [...shown, ...more].join(", ");
}

/** A command to paste, for the same environment and folder as this one. */
export function commandLine(
  script: string,
  { environment, output }: Chosen,
  args: readonly string[] = [],
): string {
  const folder = output === `cdktf.out.${environment.name}` ? [] : ["-o", output];
  return npmCommand(script, [...args, ...folder]);
}
