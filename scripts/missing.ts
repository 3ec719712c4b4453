import { Command } from "commander";
import { unfitForLab } from "../lab/requirements";
import { ALL_TOOLS, describeMissing, missingPackages } from "../lib/tools/tools";
import { run } from "./support/run";

run(
  new Command("npm run missing --")
    .description(
      "Say which programs that parts of this project need are not installed here, and what brings them.",
    )
    .option("--packages", "only the names of Debian's packages, a line each")
    .addHelpText("after", "\nExit code: 0 whether or not any is missing.")
    .action(({ packages }: { readonly packages?: true }) => {
      if (packages) missingPackages(ALL_TOOLS).forEach((name) => console.log(name));
      else
        [describeMissing(ALL_TOOLS), ...unfitForLab()]
          .filter(Boolean)
          .forEach((missing) => console.log(missing));
    }),
);
