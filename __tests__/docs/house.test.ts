import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT } from "../support/script";

const FILE = join(PROJECT, "docs/development.md");

/** The folders and who imports whom, without what everybody may use. */
async function picture(): Promise<string> {
  const { stdout } = await execa(
    "depcruise",
    [
      ...["--config", ".dependency-cruiser.cjs", "--output-type", "mermaid"],
      ...["--include-only", "^(main.ts|stacks|lib|lab)", "--exclude", "^(lib/(tools|net)|__tests__)/"],
      ...["--collapse", "^(lib/[^/]+|stacks|lab)"],
      ...["main.ts", "stacks", "lib", "lab"],
    ],
    { cwd: PROJECT, preferLocal: true },
  );
  return stdout.trim();
}

function withPicture(page: string, drawn: string): string {
  return page.replace(/(```mermaid\n)[^]*?(\n```)/, (_, start, end) => start + drawn + end);
}

test("docs/development.md draws the house as the imports have it; npm run docs:house redraws it", async () => {
  const page = readFileSync(FILE, "utf8");
  const current = withPicture(page, await picture());
  if (process.env["UPDATE_DOCS"] === "1" && process.env["CI"] !== "true") writeFileSync(FILE, current);
  expect(readFileSync(FILE, "utf8")).toBe(current);
  expect(current).toContain("flowchart");
}, 60_000);
