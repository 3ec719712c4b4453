import { EC2ServiceException } from "@aws-sdk/client-ec2";
import { AdoptError, explainAwsError } from "../../lib/adopt/aws-errors";

const question = { action: "ec2:DescribeVpcs", region: "eu-central-1", vpcId: "vpc-0123456789abcdef0" };

/** An error as the SDK makes it of an answer of EC2's. */
function answer(name: string, message: string): Error {
  return new EC2ServiceException({ name, message, $fault: "client", $metadata: {} });
}

test.each<[Error, string]>([
  [
    answer("RequestLimitExceeded", "Request limit exceeded."),
    "AWS has had too many requests from this account (ec2:DescribeVpcs); run it again in a minute",
  ],
  [
    answer("ThrottlingException", "Rate exceeded"),
    "AWS has had too many requests from this account (ec2:DescribeVpcs); run it again in a minute",
  ],
  [
    answer("RequestExpired", "Request has expired."),
    "the AWS credentials have expired; get new ones (aws sso login, or the CI's role) and run it again",
  ],
  [
    answer("ExpiredToken", "The security token included in the request is expired"),
    "the AWS credentials have expired; get new ones (aws sso login, or the CI's role) and run it again",
  ],
  [
    answer("AuthFailure", "AWS was not able to validate the provided access credentials"),
    "AWS does not take these credentials in eu-central-1; log in again, or see whether the account has that region enabled",
  ],
  [
    answer(
      "UnauthorizedOperation",
      "You are not authorized to perform this operation. User: arn:aws:iam::1:user/x is …",
    ),
    "AWS refuses ec2:DescribeVpcs; give the credentials' user or role what docs/iam/adopt-permissions.json lists",
  ],
  [
    Object.assign(new Error("getaddrinfo ENOTFOUND ec2.eu-central-9.amazonaws.com"), { code: "ENOTFOUND" }),
    "EC2 of eu-central-1 cannot be reached (getaddrinfo ENOTFOUND ec2.eu-central-9.amazonaws.com); check the region, the " +
      "network, AWS_ENDPOINT_URL and HTTPS_PROXY",
  ],
  [
    answer("InternalError", `An internal error has occurred.\n${"x".repeat(500)}`),
    `ec2:DescribeVpcs: InternalError: An internal error has occurred. ${"x".repeat(165)}...`,
  ],
])("%s is one line that says what to do", (error, message) => {
  const explained = explainAwsError(error, question);
  expect(explained).toBeInstanceOf(AdoptError);
  expect(explained.message).toBe(message);
});

test("a mistake of the program is passed on as it is", () => {
  const mistake = new TypeError("x is not a function");
  expect(() => explainAwsError(mistake, question)).toThrow(mistake);
});
