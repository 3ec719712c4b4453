import { HostReplacement } from "./host-replacement";
import { Way } from "./way";

export interface RollOptions {
  readonly way: Way;
  readonly replacement: HostReplacement;
  /** How long to wait for the new host, in seconds. */
  readonly wait: number;
  readonly interrupted: AbortSignal;
  /** Told what is being done. */
  readonly say: (line: string) => void;
}
