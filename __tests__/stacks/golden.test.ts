import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironment } from "../../lib/config/load";
import { STACKS, synthesize } from "../support/synthesize";

/** Writes the files anew instead of comparing; in CI never. */
const REFRESH = process.env["UPDATE_GOLDEN"] === "1" && !process.env["CI"];

/** The JSON with its strings' own lines on lines of their own, so that a failure shows which of them differ. */
function inLines(json: string): string {
  return json.replaceAll("\\n", "\\n\n");
}

describe.each(["article", "production"])("the golden JSON of %s (npm run golden writes it anew)", (name) => {
  const folder = join(__dirname, "../golden", name);
  const synthesized = synthesize(loadEnvironment(name));
  const written = STACKS.map((stack): [string, string] => [
    `${stack}.tf.json`,
    readFileSync(synthesized.file(stack), "utf8"),
  ]);

  if (REFRESH) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [file, json] of written) writeFileSync(join(folder, file), json);
  }

  it.each(written)("is what is synthesized: %s", (file, json) => {
    expect(inLines(json)).toBe(inLines(readFileSync(join(folder, file), "utf8")));
  });

  it("holds no other stack", () => {
    expect(readdirSync(folder).sort()).toEqual(written.map(([file]) => file).sort());
  });
});
