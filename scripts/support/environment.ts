import { Environment } from "../../lib/config/environment";
import { recordOf, refuseNamesake } from "../../lib/config/environment-record";
import { EnvironmentError } from "../../lib/config/faults";
import { environmentFile, loadEnvironment } from "../../lib/config/load";
import { refuseForeignFolder } from "../../lib/config/output-folder";
import { refuseForeignOutput } from "../../lib/deploy/own-output";
import { exitCodes, fail } from "./fail";

/**
 * The environment that `ENVIRONMENT` names, `article` unless it is set. Ends the process when it has faults.
 *
 * @param output the folder that it is to be synthesized to; ends the process when that is another's, or holds anything
 * that is not ours
 */
export function chosenEnvironment(output?: string): Environment {
  if (output !== undefined) {
    refuseForeignOutput({ option: "--output", path: output, example: "cdktf.out" });
  }
  try {
    const chosen = process.env["ENVIRONMENT"] || "article";
    const environment = load(chosen);
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

/** An environment is a program, and one that ends the process would else end a command as if all were well. */
function load(nameOrFile: string): Environment {
  const isEnded = () => {
    console.error("ENVIRONMENT: its file ends the process; take process.exit out of it");
    process.exitCode = exitCodes.failed;
  };
  process.once("exit", isEnded);
  try {
    return loadEnvironment(nameOrFile);
  } finally {
    process.off("exit", isEnded);
  }
}
