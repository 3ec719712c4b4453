import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { reviewJson, staleFiles } from "../../lib/deploy/review";
import { synthesize } from "../support/synthesize";

const FOLDER = join(__dirname, "../../review");

/** The JSON with its strings' own lines on lines of their own, so that a failure shows which of them differ. */
function inLines(json: string): string {
  return json.replaceAll("\\n", "\\n\n");
}

describe("the committed review files (npm run review writes them anew)", () => {
  const files = new Map(
    environmentNames().flatMap((name) => {
      const synthesized = synthesize(loadEnvironment(name));
      return synthesized.stacks.map((stack) => [
        `${name}/${stack}.tf.json`,
        reviewJson(readFileSync(synthesized.file(stack), "utf8")),
      ]);
    }),
  );

  it.each([...files.keys()])("%s is what is synthesized", (path) => {
    expect(inLines(readFileSync(join(FOLDER, path), "utf8"))).toBe(inLines(files.get(path)!));
  });

  it("are all that there are, and these are all current", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(environmentNames());
    expect(staleFiles(FOLDER, files)).toEqual([]);
  });
});
