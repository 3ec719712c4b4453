import { grouped } from "../tools/grouped";
import { Endpoint, Instance, LoadBalancer, NetworkInterface, Topology } from "../topology";
import { existsAlready } from "../topology/existing";
import { serviceName } from "./network";

/** What a name can be of. */
export type Named =
  | { readonly kind: "instance"; readonly element: Instance }
  | { readonly kind: "endpoint"; readonly element: Endpoint }
  | { readonly kind: "load-balancer"; readonly element: LoadBalancer }
  | { readonly kind: "interface"; readonly element: NetworkInterface };

const lookups = new WeakMap<Topology, Lookup>();

/** A topology's ends by what they may be called: name, id, address in Terraform, and that with the stack before it. */
export class Lookup {
  private readonly byText: ReadonlyMap<string, readonly Named[]>;
  private readonly byPublicIp: ReadonlyMap<string, readonly NetworkInterface[]>;
  /** All names, each once. */
  readonly names: readonly string[];

  private constructor({ instances, endpoints, loadBalancers, networkInterfaces, subnets }: Topology) {
    const named: Named[] = [
      ...instances.map((element) => ({ kind: "instance" as const, element })),
      ...networkInterfaces.map((element) => ({ kind: "interface" as const, element })),
      ...endpoints.map((element) => ({ kind: "endpoint" as const, element })),
      ...loadBalancers.map((element) => ({ kind: "load-balancer" as const, element })),
    ];
    this.byText = grouped(named, ({ element: { id, name, stack, address } }) => [
      ...new Set([id, name, address, `${stack}/${address}`]),
    ]);
    this.byPublicIp = grouped(networkInterfaces, ({ publicIp }) =>
      publicIp === undefined ? [] : [publicIp],
    );
    const services = endpoints.map((endpoint) => `aws:${serviceName(endpoint)}`);
    // Of whoever stands in a subnet that exists already, any is meant by the subnet's name.
    const places = subnets.filter(existsAlready).map(({ name }) => name);
    const own = named.map(({ element }) => element.name);
    this.names = [...new Set([...own, ...places, ...services, "internet"])];
  }

  static of(topology: Topology): Lookup {
    const known = lookups.get(topology) ?? new Lookup(topology);
    lookups.set(topology, known);
    return known;
  }

  named(text: string): readonly Named[] {
    return this.byText.get(text) ?? [];
  }

  withPublicIp(address: string): NetworkInterface | undefined {
    return this.byPublicIp.get(address)?.[0];
  }
}

/**
 * Services of AWS as their endpoints are called (PrivateLink guide, "AWS services that integrate with AWS PrivateLink"),
 * those that a private subnet is likely to ask. Any other is known where the network has an endpoint for it.
 */
export const AWS_SERVICES: readonly string[] = [
  ...["access-analyzer", "acm", "acm-pca", "application-autoscaling", "appmesh", "apprunner", "athena"],
  ...["autoscaling", "backup", "batch", "bedrock", "bedrock-agent", "bedrock-runtime", "cloudformation"],
  ...["cloudtrail", "codeartifact.api", "codeartifact.repositories", "codebuild", "codecommit"],
  ...["codedeploy", "codepipeline", "cognito-idp", "config", "datasync", "dms", "ds", "dynamodb", "ebs"],
  ...["ec2", "ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth"],
  ...["elasticache", "elasticfilesystem", "elasticloadbalancing", "elasticmapreduce", "email-smtp"],
  ...["events", "execute-api", "fsx", "git-codecommit", "glue", "guardduty", "guardduty-data", "iam"],
  ...["imagebuilder", "inspector2", "iot.data", "kafka", "kinesis-firehose", "kinesis-streams", "kms"],
  ...["lakeformation", "lambda", "logs", "monitoring", "mq", "organizations", "pipes", "polly", "ram"],
  ...["rds", "rds-data", "redshift", "redshift-data", "rekognition", "s3", "sagemaker.api"],
  ...["sagemaker.runtime", "scheduler", "secretsmanager", "securityhub", "servicediscovery", "sns"],
  ...["sqs", "ssm", "ssm-contacts", "ssm-incidents", "ssmmessages", "states", "sts", "synthetics"],
  ...["textract", "transcribe", "transfer", "translate", "wafv2", "workspaces", "xray"],
];
