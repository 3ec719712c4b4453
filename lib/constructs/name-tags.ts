import { IAspect, TerraformResource } from "cdktf";
import { IConstruct } from "constructs";

type Taggable = TerraformResource & { tags: Record<string, string>; tagsInput?: Record<string, string> };

/** Gives every resource that can have tags a `Name`: the environment's name and its own, such as `article-nat-b`. */
export class NameTags implements IAspect {
  constructor(private readonly environment: string) {}

  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || !("tagsInput" in node)) return;
    const resource = node as Taggable;
    resource.tags = { Name: nameTag(this.environment, resource.friendlyUniqueId), ...resource.tagsInput };
  }
}

export function nameTag(environment: string, logicalId: string): string {
  return `${environment}-${logicalId.replace(/_/g, "-")}`;
}
