import { shown } from "./messages";

/** Thrown when AWS does not answer, in one line that says what to do about it. */
export class AwsError extends Error {}

/** What was asked of AWS. */
export interface Question {
  /** As IAM names it, such as `ec2:DescribeVpcs`. */
  readonly action: string;
  readonly region: string;
  /** The document that lists what the command needs, such as `docs/iam/adopt-permissions.json`. */
  readonly permissions: string;
  /** @default - the question is about no one VPC */
  readonly vpcId?: string;
}

const SERVICES: Readonly<Record<string, string>> = {
  cloudwatch: "CloudWatch",
  ec2: "EC2",
  events: "EventBridge",
  ssm: "Systems Manager",
  states: "Step Functions",
};

type Explain = (question: Question, said: string) => string;

/** What the SDK's errors say, by name and message, and what a person is told; the first that fits counts. */
const FAILURES: readonly (readonly [RegExp, Explain])[] = [
  [
    /^InvalidVpcID\.NotFound/i,
    ({ vpcId, region }) =>
      `${vpcId}: is not in ${region}, or not of this account; --region names another region, AWS_PROFILE another account`,
  ],
  [
    /^InvalidVpcId\.Malformed/i,
    ({ vpcId }) => `${vpcId}: is no VPC's id; write one like vpc-0123456789abcdef0`,
  ],
  [
    /expired/i,
    () => "the AWS credentials have expired; get new ones (aws sso login, or the CI's role) and run it again",
  ],
  [
    /^CredentialsProviderError|^TokenProviderError|Could not (load|resolve) credentials/,
    () => {
      const profile = process.env["AWS_PROFILE"];
      return profile
        ? `AWS_PROFILE: ${shown(profile)} gives no credentials; log in, or name one that aws configure list-profiles lists`
        : "there are no AWS credentials; log in (aws sso login), or set AWS_PROFILE, and run it again";
    },
  ],
  [
    /^(AuthFailure|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|OptInRequired)/,
    ({ region }) =>
      `AWS does not take these credentials in ${region}; log in again, or see whether the account has that region enabled`,
  ],
  [
    /^(UnauthorizedOperation|AccessDenied)/,
    ({ action, permissions }) =>
      `AWS refuses ${action}; give the credentials' user or role what ${permissions} lists`,
  ],
  [
    /^(RequestLimitExceeded|Throttling|TooManyRequests)|Rate exceeded/,
    ({ action }) => `AWS has had too many requests from this account (${action}); run it again in a minute`,
  ],
  [
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|^TimeoutError/,
    ({ region, action }, said) =>
      `${SERVICES[action.split(":")[0]!] ?? "AWS"} of ${region} cannot be reached (${sentence(said)}); check the region, the network, AWS_ENDPOINT_URL and HTTPS_PROXY`,
  ],
];

/** An error of the SDK's in one line; any other is thrown as it is. */
export function explainAwsError(error: unknown, question: Question): AwsError {
  if (!(error instanceof Error)) throw error;
  const { code = "" } = error as NodeJS.ErrnoException;
  const said = `${error.name} ${code} ${error.message}`;
  const explain = FAILURES.find(([pattern]) => pattern.test(said) || pattern.test(error.message))?.[1];
  if (explain) return new AwsError(explain(question, error.message || code || error.name));
  // An answer of AWS's that is not among these; anything else is a mistake of this program.
  if (!("$metadata" in error)) throw error;
  return new AwsError(`${question.action}: ${error.name}: ${sentence(error.message)}`);
}

function sentence(said: string): string {
  const line = said.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length <= 200 ? line : `${line.slice(0, 197)}...`;
}
