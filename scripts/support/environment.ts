import { basename } from "node:path";
import { Environment } from "../../lib/config/environment";
import { recordOf, refuseForeignFolder, refuseNamesake } from "../../lib/output/environment-record";
import { chosenName, environmentFile, loadEnvironment } from "../../lib/config/load";
import { EnvironmentError } from "../../lib/config/problems";
import { refuseForeignOutput } from "../../lib/output/own-output";
import { fail } from "./ending";

/**
 * The environment that `ENVIRONMENT` names, `article` unless it is set. Ends the process when it has problems.
 *
 * @param output the folder that it is to be synthesized to; ends the process when that is another's, or holds anything
 * that is not ours
 */
export function chosenEnvironment(output?: string): Environment {
  if (output !== undefined) {
    refuseForeignOutput({ option: "--output", path: output, example: "cdktf.out" });
  }
  try {
    const chosen = chosenName();
    const environment = loadEnvironment(chosen);
    if (output !== undefined) {
      refuseForeignFolder(output, environment.name);
      refuseNamesake(output, recordOf(environmentFile(chosen)));
    }
    return environment;
  } catch (error) {
    if (error instanceof EnvironmentError) return fail(error.message);
    throw error;
  }
}

/** The environment that `ENVIRONMENT` names, and the folder of its own that it is planned in. */
export interface Chosen {
  readonly environment: Environment;
  readonly output: string;
}

/** Ends the process when the environment has problems, or the folder holds anything that is not ours. */
export function chosen(output: string | undefined): Chosen {
  const folder = output ?? `cdktf.out.${basename(chosenName(), ".ts")}`;
  return { environment: chosenEnvironment(folder), output: folder };
}
