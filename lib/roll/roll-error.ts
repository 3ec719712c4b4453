import { ApplyStopped } from "../deploy/apply";
import { Interrupted } from "../deploy/terraform";

/** Why a NAT host cannot be rolled, in one line. */
export class RollError extends Error {}

/** A roll that was stopped half-way: why, and in one line how things are now. */
export class RollStopped extends Error {
  readonly isInterrupted: boolean;

  constructor(cause: unknown, state: string) {
    super(`${messageOf(cause)}; ${state}`);
    this.isInterrupted = isInterruption(cause);
  }
}

export function messageOf(error: unknown): string {
  const { message } = error as Error;
  return isInterruption(error) ? message.replace(/^interrupted/, "Interrupted") : message;
}

function isInterruption(error: unknown): boolean {
  return (error instanceof ApplyStopped ? error.cause : error) instanceof Interrupted;
}
