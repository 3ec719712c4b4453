/**
 * Services of AWS as their endpoints are called (PrivateLink guide, "AWS services that integrate with AWS PrivateLink"),
 * those that a private subnet is likely to ask. Any other is known where the network has an endpoint for it.
 */
export const AWS_SERVICES: readonly string[] = [
  ...["access-analyzer", "acm", "acm-pca", "application-autoscaling", "appmesh", "apprunner", "athena"],
  ...["autoscaling", "backup", "batch", "bedrock", "bedrock-agent", "bedrock-runtime", "cloudformation"],
  ...["cloudtrail", "codeartifact.api", "codeartifact.repositories", "codebuild", "codecommit", "codedeploy"],
  ...[
    "codepipeline",
    "cognito-idp",
    "config",
    "datasync",
    "dms",
    "ds",
    "dynamodb",
    "ebs",
    "ec2",
    "ec2messages",
  ],
  ...["ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth", "elasticache"],
  ...["elasticfilesystem", "elasticloadbalancing", "elasticmapreduce", "email-smtp", "events", "execute-api"],
  ...["fsx", "git-codecommit", "glue", "guardduty", "guardduty-data", "iam", "imagebuilder", "inspector2"],
  ...["iot.data", "kafka", "kinesis-firehose", "kinesis-streams", "kms", "lakeformation", "lambda", "logs"],
  ...["monitoring", "mq", "organizations", "pipes", "polly", "ram", "rds", "rds-data", "redshift"],
  ...["redshift-data", "rekognition", "s3", "sagemaker.api", "sagemaker.runtime", "scheduler"],
  ...["secretsmanager", "securityhub", "servicediscovery", "sns", "sqs", "ssm", "ssm-contacts"],
  ...["ssm-incidents", "ssmmessages", "states", "sts", "synthetics", "textract", "transcribe", "transfer"],
  ...["translate", "wafv2", "workspaces", "xray"],
];
