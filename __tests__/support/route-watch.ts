import { setTimeout } from "node:timers/promises";
import { Route } from "@aws-sdk/client-ec2";
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
  await whileLooking(action, async () => {
    const target = await targetOf(account, subnetId);
    looks += 1;
    if (target === undefined) gaps.push("there is no default route");
    else {
      if (targets.at(-1) !== target) targets.push(target);
      // What is gone may have been left a moment ago.
      if (!(await isThere(account, target)) && (await targetOf(account, subnetId)) === target)
        gaps.push(`the default route leads to ${target}, which is not there`);
    }
  });
  return { targets, gaps, looks };
}

/** Looks over and over until `action` is done. */
async function whileLooking(action: () => Promise<unknown>, look: () => Promise<void>): Promise<void> {
  let isDone = false;
  const lookAgain = async () => {
    while (!isDone) {
      await look();
      await setTimeout(INTERVAL_MS);
    }
  };
  const watching = lookAgain();
  try {
    await action();
  } finally {
    isDone = true;
    await watching;
  }
}

/** Looks at those of several subnets by one request; at what they lead to each time that this changes, and in the end. */
export async function watchDefaultRoutes(
  account: Account,
  subnetIds: readonly string[],
  action: () => Promise<unknown>,
): Promise<Watched[]> {
  const watched = subnetIds.map(() => ({ targets: [] as string[], gaps: [] as string[], looks: 0 }));
  const lookOnce = async (isLast: boolean) => {
    const routes = await account.defaultRoutes(subnetIds);
    for (const [index, { targets, gaps }] of watched.entries()) {
      watched[index]!.looks += 1;
      const target = routes[index] && leadsTo(routes[index]);
      if (target === undefined) gaps.push("there is no default route");
      else if (isLast || target !== targets.at(-1)) {
        if (target !== targets.at(-1)) targets.push(target);
        if (!(await isThere(account, target)))
          gaps.push(`the default route leads to ${target}, which is not there`);
      }
    }
  };
  await whileLooking(action, () => lookOnce(false));
  await lookOnce(true);
  return watched;
}

function leadsTo({ NetworkInterfaceId, NatGatewayId }: Route): string | undefined {
  return NetworkInterfaceId ?? NatGatewayId;
}

async function targetOf(account: Account, subnetId: string): Promise<string | undefined> {
  const route = await account.defaultRoute(subnetId);
  return route && leadsTo(route);
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
