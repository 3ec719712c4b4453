import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, TerraformElement, TerraformStack } from "cdktf";
import { Construct, Node } from "constructs";
import { Environment } from "../lib/config/environment";
import { BackendProps, addBackend } from "../lib/constructs/backend";
import { NameTags } from "../lib/constructs/name-tags";

/** The series that the bindings were generated from. */
export const AWS_PROVIDER_VERSION = "~> 6.25";

export interface BaseStackProps {
  readonly environment: Environment;

  /**
   * The constraint on the AWS provider's version.
   *
   * @default "~> 6.25", the series that the bindings were generated from
   */
  readonly awsProviderVersion?: string;
}

/** What the stacks share: provider, state, tags and short resource addresses. */
export abstract class BaseStack extends TerraformStack {
  private readonly holders = new Map<string, Node>();

  constructor(
    scope: Construct,
    id: string,
    { environment, awsProviderVersion = AWS_PROVIDER_VERSION }: BaseStackProps,
  ) {
    super(scope, id);
    new AwsProvider(this, "aws", {
      region: environment.region,
      defaultTags: [
        {
          tags: {
            ...environment.tags,
            Project: environment.project,
            Environment: environment.name,
            Stack: id,
          },
        },
      ],
    });
    // The bindings ask for exactly the version they were generated from.
    this.addOverride("terraform.required_providers.aws.version", awsProviderVersion);
    addBackend(this, backendOf(environment, id));
    Aspects.of(this).add(new NameTags(environment.name));
  }

  /**
   * A resource's name in Terraform: its path's words joined, without cdktf's hash. Words with a capital letter only
   * tell a construct's children apart and are left out: `nat_b/Instance` and `nat_b/Address` become
   * `aws_instance.nat_b` and `aws_eip.nat_b`.
   *
   * @throws Error when two elements of one type would get the same name, or one would get none
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const words = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const kept = words.filter((word) => !/^[A-Z]/.test(word));
    // The names of cross-stack outputs hold dots, which Terraform does not take.
    const name = kept.join("_").replace(/[^A-Za-z0-9_-]/g, "-");
    if (name === "") throw new Error(`${node.path} needs a word without a capital letter in its path`);
    const address = `${element.constructor.name} ${name}`;
    const holder = this.holders.get(address) ?? node;
    if (holder !== node) throw new Error(`${node.path} and ${holder.path} would both be "${name}"`);
    this.holders.set(address, node);
    return name;
  }
}

function backendOf({ backend, project, name }: Environment, stack: string): BackendProps {
  // Terraform runs in cdktf.out/stacks/<stack>.
  if (backend.type === "local") return { type: "local", path: `../../../state/${name}/${stack}.tfstate` };
  const { keyPrefix = `${project}/${name}`, ...s3 } = backend;
  return { ...s3, key: `${keyPrefix}/${stack}.tfstate` };
}
