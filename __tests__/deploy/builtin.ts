import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PlanJson } from "../../lib/terraform-json/plan-json";

/** The real terraform with its built-in resource alone, which needs no provider and takes no time. */
export class Builtin {
  readonly folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  async apply(configuration: object): Promise<void> {
    await this.write(configuration);
    await this.terraform("apply", "-auto-approve").catch(() => undefined);
  }

  async plan(configuration: object, ...options: string[]): Promise<PlanJson> {
    await this.write(configuration);
    await this.terraform("plan", "-out=tfplan", ...options);
    return JSON.parse(await this.terraform("show", "-json", "tfplan"));
  }

  state(): any {
    return JSON.parse(readFileSync(join(this.folder, "terraform.tfstate"), "utf8"));
  }

  async terraform(...args: string[]): Promise<string> {
    return (await execa("terraform", args, { cwd: this.folder })).stdout;
  }

  private async write(configuration: object): Promise<void> {
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(configuration));
    await this.terraform("init", "-input=false");
  }
}
