import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the real Terraform makes of templates in its JSON syntax, which may refer to `local.<name>`. */
export function terraformExpand(
  templates: readonly string[],
  locals: Readonly<Record<string, string>> = {},
): string[] {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-template-"));
  const terraform = (...args: string[]) =>
    execFileSync("terraform", args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 ** 2,
    });
  try {
    const configuration = { locals: [locals], output: { expanded: { value: templates } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    terraform("apply", "-auto-approve", "-input=false");
    return JSON.parse(terraform("output", "-json")).expanded.value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
