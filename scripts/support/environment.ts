import { existsSync, statSync } from "node:fs";
import { Environment } from "../../lib/config/environment";
import { EnvironmentError } from "../../lib/config/problems";
import { loadEnvironment } from "../../lib/config/load";
import { refuseForeignFolder } from "../../lib/config/output-folder";
import { fail } from "./fail";

/**
 * The environment that `ENVIRONMENT` names, `article` unless it is set. Ends the process when it has faults, or when
 * `output` is no folder or in use by another.
 */
export function chosenEnvironment(output: string): Environment {
  if (output === "" || (existsSync(output) && !statSync(output).isDirectory())) {
    fail(`--output: "${output}" is no folder; write one, such as cdktf.out`);
  }
  try {
    const environment = loadEnvironment(process.env["ENVIRONMENT"] || "article");
    refuseForeignFolder(output, environment.name);
    return environment;
  } catch (error) {
    if (error instanceof EnvironmentError) return fail(error.message);
    throw error;
  }
}
