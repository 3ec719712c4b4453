import { Interrupted } from "../deploy/terraform";
import { explainAwsError } from "../tools/aws-errors";

/** Where what is asked for besides Terraform's needs stands. */
const PERMISSIONS = "docs/iam/roll-permissions.json";

/**
 * An answer of AWS's.
 *
 * @param action as IAM names it, such as `states:StartExecution`
 * @throws AwsError in one line
 */
export async function asked<T>(action: string, region: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw explainAwsError(error, { action, region, permissions: PERMISSIONS });
  }
}

export function clientOptions(region: string) {
  // It warns of this Node's age on its own, which is not what was asked.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  return { region, requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000 } };
}

/** Waits, in milliseconds; less when interrupted. */
export function pause(time: number, interrupted?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      interrupted?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, time);
    interrupted?.addEventListener("abort", end);
    if (interrupted?.aborted) end();
  });
}

/** @throws Interrupted */
export function refuseInterrupted(interrupted: AbortSignal): void {
  if (interrupted.aborted) throw new Interrupted();
}
