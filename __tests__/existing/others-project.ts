import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlannedChange, changesOf } from "../../lib/terraform-json/changes";
import { PlanJson } from "../../lib/terraform-json/plan-json";
import { NetworkBuilder } from "../support/network-builder";
import { OthersAccount } from "./account";

/** Somebody's own Terraform for their network, with its own state. */
export class OthersProject {
  private constructor(
    private readonly account: OthersAccount,
    private readonly folder: string,
    /** What `npm run adopt` needs to know of the network, and its private subnets by name. */
    readonly network: {
      readonly builder: Pick<NetworkBuilder, "vpcId" | "region">;
      readonly subnets: Record<string, string>;
    },
  ) {}

  /** @param configuration in HCL, with an output `vpc_id` */
  static async apply(account: OthersAccount, configuration: string): Promise<OthersProject> {
    const folder = account.folder();
    writeFileSync(join(folder, "main.tf"), configuration);
    const project = new OthersProject(account, folder, {
      builder: { vpcId: "", region: "eu-central-1" },
      subnets: {},
    });
    await project.terraform("init", "-input=false");
    await project.terraform("apply", "-auto-approve", "-input=false");
    const { values } = JSON.parse(await project.terraform("show", "-json"));
    const privateSubnet = values.root_module.resources.find(
      ({ address }: { address: string }) => address === "aws_subnet.private",
    );
    return new OthersProject(account, folder, {
      builder: { vpcId: values.outputs.vpc_id.value, region: "eu-central-1" },
      subnets: { "private-a": privateSubnet.values.id },
    });
  }

  /** What its own plan would change. */
  async plan(): Promise<PlannedChange[]> {
    await this.terraform("plan", "-input=false", "-out=tfplan");
    return changesOf(JSON.parse(await this.terraform("show", "-json", "tfplan")) as PlanJson);
  }

  /** @throws TerraformError unless its own plan has nothing to change */
  async expectSettled(): Promise<void> {
    await this.terraform("plan", "-detailed-exitcode", "-input=false", "-no-color");
  }

  private terraform(...args: string[]): Promise<string> {
    const stack = { name: "theirs", folder: this.folder };
    return this.account.terraform.run(stack, ...args);
  }
}
