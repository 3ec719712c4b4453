/** A state file as terraform writes it. */
export interface StateOptions {
  readonly lineage?: string;
  readonly serial?: number;
  /** The ids of its resources, which carry the tags of their owner. */
  readonly ids?: readonly string[];
  readonly project?: string;
  readonly environment?: string;
}

export function stateText({
  lineage = "11111111-0000-0000-0000-000000000000",
  serial = 1,
  ids = ["vpc-1"],
  project = "nat-instance",
  environment = "office",
}: StateOptions = {}): string {
  const tags_all = { Project: project, Environment: environment, Stack: "network" };
  const instances = ids.map((id, index) => ({
    schema_version: 1,
    index_key: index,
    attributes: { id, tags_all },
    sensitive_attributes: [],
  }));
  const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
  const resource = { mode: "managed", type: "aws_vpc", name: "vpc", provider, instances };
  const lookup = {
    mode: "data",
    type: "aws_ami",
    name: "image",
    provider,
    instances: [{ attributes: { id: "ami-1" } }],
  };
  const resources = ids.length > 0 ? [lookup, resource] : [];
  return JSON.stringify({ version: 4, terraform_version: "1.11.4", serial, lineage, outputs: {}, resources });
}
