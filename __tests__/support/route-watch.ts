import { setTimeout } from "node:timers/promises";
import { Account } from "./account";

const INTERVAL_MS = 50;

/** What a subnet's default route led to while something was done, each time that this changed. */
export interface Watched {
  /** `eni-…` and `nat-…`, in turn. */
  readonly targets: readonly string[];
  /** What was wrong, in words: the route was not there, or led to nothing. */
  readonly gaps: readonly string[];
  /** How often it was looked at. */
  readonly looks: number;
}

/** Looks at the default route of a subnet, over and over, until `action` is done. */
export async function watchDefaultRoute(
  account: Account,
  subnetId: string,
  action: () => Promise<unknown>,
): Promise<Watched> {
  const targets: string[] = [];
  const gaps: string[] = [];
  let looks = 0;
  let isDone = false;
  const look = async () => {
    while (!isDone) {
      const target = await targetOf(account, subnetId);
      looks += 1;
      if (target === undefined) gaps.push("there is no default route");
      else {
        if (targets.at(-1) !== target) targets.push(target);
        // What is gone may have been left a moment ago.
        if (!(await isThere(account, target)) && (await targetOf(account, subnetId)) === target)
          gaps.push(`the default route leads to ${target}, which is not there`);
      }
      await setTimeout(INTERVAL_MS);
    }
  };
  const watching = look();
  try {
    await action();
  } finally {
    isDone = true;
    await watching;
  }
  return { targets, gaps, looks };
}

async function targetOf(account: Account, subnetId: string): Promise<string | undefined> {
  const route = await account.defaultRoute(subnetId);
  return route?.NetworkInterfaceId ?? route?.NatGatewayId;
}

/** Whether packets that are sent there come to somebody who passes them on. */
async function isThere(account: Account, target: string): Promise<boolean> {
  try {
    if (target.startsWith("nat-")) return (await account.natGateway(target)).State === "available";
    const { Attachment } = await account.networkInterface(target);
    if (!Attachment?.InstanceId) return false;
    return (await account.instance(Attachment.InstanceId)).State?.Name === "running";
  } catch {
    return false;
  }
}
