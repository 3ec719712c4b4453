import { withLeftStacks } from "../../lib/deploy/left-stacks";
import { StackFolder } from "../../lib/deploy/stack-plan";
import { ALL_STACKS, absentStacks } from "../../stacks/names";
import { Chosen } from "./environment";
import { refuseStateElsewhere } from "./states";

/**
 * The stacks of an environment with those that it no longer has, but whose states still hold resources.
 *
 * @throws TerraformError in one line, also when the environment has its states in another place
 */
export async function allStacks(
  { environment, output }: Chosen,
  stacks: readonly StackFolder[],
  options: { readonly planFolder: string; readonly isNew?: boolean; readonly interrupted: AbortSignal },
): Promise<StackFolder[]> {
  const { own } = await refuseStateElsewhere({ environment, output }, stacks, options);
  return withLeftStacks({
    stacks,
    states: own,
    known: ALL_STACKS,
    absent: absentStacks(environment),
    environment,
    planFolder: options.planFolder,
    say: (line) => console.error(line),
  });
}
