import { Environment } from "../../lib/config/environment";
import { EnvironmentError } from "../../lib/config/faults";
import { loadEnvironment } from "../../lib/config/load";
import { fail } from "./fail";

/** The environment that `ENVIRONMENT` names, `article` unless it is set; ends the process when it has faults. */
export function chosenEnvironment(): Environment {
  try {
    return loadEnvironment(process.env["ENVIRONMENT"] || "article");
  } catch (error) {
    if (error instanceof EnvironmentError) return fail(error.message);
    throw error;
  }
}
