import { Network } from "./network";
import { Blocker, Doubt, Hop, Missing, Stop, Walk } from "./packet";
import { notRead } from "./unread";

interface Conclusion {
  readonly verdict: "reachable" | "not reachable" | "not decided";
  readonly blocker?: Blocker;
  readonly missing: readonly Missing[];
}

/** What walks have told, and what follows from it. */
export class Trail {
  readonly requestHops: Hop[] = [];
  readonly replyHops: Hop[] = [];
  private readonly doubts: Doubt[] = [];
  private stop?: Stop;

  constructor(private readonly network: Network) {}

  request<Result extends object>(walk: Walk<Result | Stop>): Result | Stop {
    return this.follow(walk, this.requestHops);
  }

  /** @returns whether it came through */
  reply(walk: Walk<Stop | undefined>): boolean {
    return this.follow(walk, this.replyHops) === undefined;
  }

  /**
   * What stops a packet does so whatever else may stop it. It is not sure where something before it may have led the
   * packet elsewhere, or something that was not read may let it through.
   */
  conclusion(): Conclusion {
    const { stop, doubts, network } = this;
    if (stop && "blocker" in stop) {
      const { blocker } = stop;
      const missing = [
        ...doubts.filter(({ may }) => may === "either").map((doubt) => doubt.missing),
        ...[...network.unread([blocker.elementId], "open"), ...network.unreadEverywhere("open")].map(notRead),
      ];
      return missing.length === 0 ? { verdict: "not reachable", blocker, missing } : undecided(missing);
    }
    const missing = [
      ...(stop ? [stop.missing] : []),
      ...doubts.map((doubt) => doubt.missing),
      ...network.unreadEverywhere("close").map(notRead),
    ];
    return missing.length === 0 ? { verdict: "reachable", missing } : undecided(missing);
  }

  private follow<Result>(walk: Walk<Result>, hops: Hop[]): Result {
    let step = walk.next();
    while (!step.done) {
      if ("missing" in step.value) this.doubts.push(step.value);
      else hops.push(step.value);
      step = walk.next();
    }
    const result: unknown = step.value;
    if (isStop(result)) this.stop = result;
    return step.value;
  }
}

function undecided(missing: readonly Missing[]): Conclusion {
  const distinct = new Map(missing.map((one) => [`${one.name}: ${one.why}`, one]));
  return { verdict: "not decided", missing: [...distinct.values()] };
}

function isStop(result: unknown): result is Stop {
  return typeof result === "object" && result !== null && ("blocker" in result || "missing" in result);
}
