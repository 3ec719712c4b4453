import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as iam from "@aws-sdk/client-iam";
import { Emulator } from "../../lib/emulator/emulator";

const FOLDER = join(__dirname, "../../docs/iam");

/** An access key, as the variables that the AWS tools read. */
export interface Key {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
}

interface Statement {
  Action: string | string[];
  Resource: string | string[];
  Condition?: object;
}

/** A document of docs/iam with this test's names in it. */
export function permissions(role: "plan" | "deploy", names: { bucket: string; environment: string }): object {
  const text = readFileSync(join(FOLDER, `${role}-permissions.json`), "utf8")
    .replaceAll("BUCKET", names.bucket)
    .replaceAll("nat-instance/production", `nat-instance/${names.environment}`)
    .replaceAll("nat-instance-production", `nat-instance-${names.environment}`)
    .replaceAll("ACCOUNT", "123456789012");
  return { ...JSON.parse(text), Statement: JSON.parse(text).Statement.map(asEmulatorKnows) };
}

/** The document of docs/iam for `npm run adopt`, without the actions named. */
export function adoptPermissions(without: readonly string[] = []) {
  const document = JSON.parse(readFileSync(join(FOLDER, "adopt-permissions.json"), "utf8"));
  const [statement] = document.Statement as [{ Action: string[] }];
  const Action = statement.Action.filter((action) => !without.includes(action));
  return { ...document, Statement: [{ ...statement, Action }] };
}

/** The emulator compares actions, and of resources those of S3 alone; conditions it would take for not met. */
function asEmulatorKnows(statement: Statement): object {
  const isS3 = [statement.Action].flat().every((action) => action.startsWith("s3:"));
  return { ...statement, Condition: undefined, ...(!isS3 && { Resource: "*" }) };
}

export const EVERYTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** Makes a user who may do what a document says. */
export async function createUser({ endpoint }: Emulator, name: string, document: object): Promise<Key> {
  const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
  const client = new iam.IAMClient({ endpoint, region: "us-east-1", credentials });
  await client.send(new iam.CreateUserCommand({ UserName: name }));
  const policy = { UserName: name, PolicyName: name, PolicyDocument: JSON.stringify(document) };
  await client.send(new iam.PutUserPolicyCommand(policy));
  const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName: name }));
  return { AWS_ACCESS_KEY_ID: key!.AccessKeyId!, AWS_SECRET_ACCESS_KEY: key!.SecretAccessKey! };
}

/** From now on the emulator holds everybody to their permissions. */
export async function enforcePermissions({ endpoint }: Emulator): Promise<void> {
  await fetch(`${endpoint}/moto-api/reset-auth`, { method: "POST", body: "0" });
}
