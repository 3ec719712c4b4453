import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentSchema } from "../../lib/config/schema";
import { PROJECT } from "../support/script";

test.each(Object.keys(environmentSchema.shape))("docs/environments.md lists the field %s", (field) => {
  const page = readFileSync(join(PROJECT, "docs/environments.md"), "utf8");
  expect(page).toMatch(new RegExp(`^\\| \`${field}(\\.\\w+)?\` `, "m"));
});
