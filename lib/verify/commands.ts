import { setTimeout as sleep } from "node:timers/promises";
import * as ssm from "@aws-sdk/client-ssm";
import { explainAwsError } from "../tools/aws-errors";
import { Said } from "./facts";

/** What the command needs to be allowed to. */
export const PERMISSIONS = "docs/iam/verify-permissions.json";

export interface Patience {
  /** How long all of it may take. @default 35000 */
  readonly deadlineMs?: number;
  /** How long to wait before asking again. @default 1500 */
  readonly pauseMs?: number;
}

/** Statuses that will be followed by another one (Systems Manager API, "GetCommandInvocation"). */
const UNDER_WAY = ["Pending", "InProgress", "Delayed", "Cancelling"];

/** A script is to begin within so many seconds, which is the least that may be asked for, and to take no longer. */
const LIMIT_SECONDS = 30;

/** Runs scripts on instances by Systems Manager, and waits for what they say. */
export class Commands {
  private readonly client: ssm.SSMClient;
  private readonly begun = Date.now();

  constructor(
    private readonly region: string,
    private readonly patience: Patience = {},
  ) {
    this.client = new ssm.SSMClient({
      region,
      maxAttempts: 5,
      requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000 },
    });
  }

  /** @throws AwsError in one line when nothing at all can be run */
  async run(instanceId: string, script: string): Promise<Said> {
    const commandId = await this.send(instanceId, script);
    if (commandId === undefined) return { kind: "unmanaged" };
    const { deadlineMs = 35_000, pauseMs = 1500 } = this.patience;
    let status = "Pending";
    while (Date.now() + pauseMs < this.begun + deadlineMs) {
      await sleep(pauseMs);
      const invocation = await this.invocation(instanceId, commandId);
      status = invocation?.Status ?? status;
      if (invocation && !UNDER_WAY.includes(status)) {
        const { StatusDetails = status, StandardOutputContent = "", StandardErrorContent = "" } = invocation;
        return {
          kind: "ended",
          status: StatusDetails,
          output: StandardOutputContent,
          error: StandardErrorContent,
        };
      }
    }
    return { kind: "late", status, seconds: Math.round((Date.now() - this.begun) / 1000) };
  }

  /** One instance a command: with several, one that is not known fails all. */
  private async send(instanceId: string, script: string): Promise<string | undefined> {
    const command = new ssm.SendCommandCommand({
      DocumentName: "AWS-RunShellScript",
      InstanceIds: [instanceId],
      Comment: "npm run verify",
      TimeoutSeconds: LIMIT_SECONDS,
      Parameters: { commands: [script], executionTimeout: [`${LIMIT_SECONDS}`] },
    });
    return this.ask(
      "ssm:SendCommand",
      async () => (await this.client.send(command)).Command!.CommandId!,
      /^InvalidInstanceId$/,
    );
  }

  /** Undefined for a moment after it was sent. */
  private invocation(InstanceId: string, CommandId: string) {
    const command = new ssm.GetCommandInvocationCommand({ InstanceId, CommandId });
    return this.ask(
      "ssm:GetCommandInvocation",
      () => this.client.send(command),
      /^(InvocationDoesNotExist|ThrottlingException)$/,
    );
  }

  private async ask<T>(action: string, question: () => Promise<T>, no: RegExp): Promise<T | undefined> {
    try {
      return await question();
    } catch (error) {
      if (error instanceof Error && no.test(error.name)) return undefined;
      throw explainAwsError(error, { action, region: this.region, permissions: PERMISSIONS });
    }
  }
}
