import { Commands } from "../../lib/verify/commands";
import { AwsError } from "../../lib/tools/aws-errors";
import { Answer, Request, withSystemsManager } from "./systems-manager";

const ENDED = {
  Status: "Success",
  StatusDetails: "Success",
  ResponseCode: 0,
  StandardOutputContent: "address=198.51.100.1\n",
  StandardErrorContent: "",
};
const NOT_YET: Answer = { error: "InvocationDoesNotExist" };

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Runs a script where Systems Manager gives these answers in turn, the last for ever. */
async function run(send: Answer, invocations: readonly Answer[] = [], deadlineMs = 5000) {
  const answer = ({ action }: Request, earlier: number) =>
    action === "SendCommand" ? send : invocations[Math.min(earlier, invocations.length - 1)]!;
  return withSystemsManager(answer, async (endpoint, requests) => {
    const key = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: endpoint, ...key });
    const said = await new Commands("eu-central-1", { pauseMs: 5, deadlineMs })
      .run("i-0123456789abcdef0", "echo address=")
      .catch((error: unknown) => error);
    return { said, requests };
  });
}

const SENT = { Command: { CommandId: "ef7fdfd8-9b57-4151-a15c-db9a12345678" } };

test("a script is sent to one instance, and asked for until it has ended", async () => {
  const { said, requests } = await run(SENT, [
    NOT_YET,
    { Status: "Pending", StatusDetails: "Pending" },
    { Status: "InProgress", StatusDetails: "InProgress" },
    ENDED,
  ]);
  expect(said).toEqual({ kind: "ended", status: "Success", output: "address=198.51.100.1\n", error: "" });
  expect(requests[0]).toEqual({
    action: "SendCommand",
    body: {
      DocumentName: "AWS-RunShellScript",
      InstanceIds: ["i-0123456789abcdef0"],
      Comment: "npm run verify",
      TimeoutSeconds: 30,
      Parameters: { commands: ["echo address="], executionTimeout: ["30"] },
    },
  });
  expect(requests.slice(1)).toEqual(
    Array.from({ length: 4 }, () => ({
      action: "GetCommandInvocation",
      body: { CommandId: SENT.Command.CommandId, InstanceId: "i-0123456789abcdef0" },
    })),
  );
});

test("an instance that is not managed yet is said to be so", async () => {
  expect((await run({ error: "InvalidInstanceId" })).said).toEqual({ kind: "unmanaged" });
});

test.each([
  ["TimedOut", "DeliveryTimedOut"],
  ["TimedOut", "ExecutionTimedOut"],
  ["Failed", "Undeliverable"],
  ["Failed", "Failed"],
  ["Cancelled", "Cancelled"],
])("%s, %s is an end", async (Status, StatusDetails) => {
  const { said } = await run(SENT, [{ ...ENDED, Status, StatusDetails, StandardOutputContent: "" }]);
  expect(said).toEqual({ kind: "ended", status: StatusDetails, output: "", error: "" });
});

test.each<[string, Answer]>([
  ["Delayed", { Status: "Delayed", StatusDetails: "Delayed" }],
  ["Pending", NOT_YET],
])("what stays %s is late", async (status, answer) => {
  const { said } = await run(SENT, [answer], 200);
  expect(said).toEqual({ kind: "late", status, seconds: 0 });
});

test("a refusal names the right and where it is listed", async () => {
  const { said } = await run({ error: "AccessDeniedException" });
  expect(said).toBeInstanceOf(AwsError);
  expect((said as Error).message).toBe(
    "AWS refuses ssm:SendCommand; give the credentials' user or role what docs/iam/verify-permissions.json lists",
  );
});

test("that Systems Manager cannot be reached is said of it, and not of EC2", async () => {
  const key = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: "http://127.0.0.1:1", ...key });
  await expect(new Commands("eu-central-1").run("i-0123456789abcdef0", "true")).rejects.toThrow(
    /^Systems Manager of eu-central-1 cannot be reached \(.*ECONNREFUSED/,
  );
});
