import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { shown } from "../../lib/tools/messages";
import { refuse } from "./ending";
import { withSubcommands } from "./wrong-usage";

/**
 * Ends the process when npm has kept an option that was meant for the command, because no `--` stands before it: without
 * the option the command would do something else, such as write what it should only check.
 *
 * npm hands what it keeps to the script as `npm_config_<option>`, as it does with the settings of its own files.
 *
 * @param command called as npm runs it, such as `npm run review --`
 */
export function refuseForgottenDashes(command: Command): void {
  const script = command.name().split(" ")[2];
  // A script that this one runs inherits its variables.
  if (process.env["npm_lifecycle_event"] !== script) return;
  const options = withSubcommands(command).flatMap((each) => each.options);
  for (const { long, short, flags } of options) {
    for (const name of [long, short]) {
      const key = name?.replace(/^-+/, "");
      const kept = key && process.env[`npm_config_${key.replaceAll("-", "_")}`];
      if (!kept || isSetting(key)) continue;
      const value = kept === "true" ? (/ (<.*>)$/.exec(flags)?.[1] ?? "") : kept;
      const written = [`npm run ${script} --`, ...process.argv.slice(2).map(quoted), name, quoted(value)];
      const meant = kept === "true" && value ? written.slice(0, 1).concat(name!, value) : written;
      refuse(
        `${name}: npm has kept it for itself, because "--" is missing before it; write: ${meant.join(" ").trim()}`,
      );
    }
  }
}

/** Whether it is a setting of npm's in a file or a variable, and so nothing that was written on the command line. */
function isSetting(key: string): boolean {
  if (process.env[`NPM_CONFIG_${key.replaceAll("-", "_").toUpperCase()}`] !== undefined) return true;
  const { npm_config_userconfig: user, npm_config_globalconfig: global } = process.env;
  const project = join(process.env["npm_config_local_prefix"] ?? ".", ".npmrc");
  return [user, global, project].some((file) => file !== undefined && sets(file, key));
}

function sets(file: string, key: string): boolean {
  try {
    return new RegExp(`^\\s*${key}\\s*(=|$)`, "m").test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./<>-]*$/.test(word) ? word : shown(word);
}
