import { Environment } from "../config/environment";
import { npmCommand } from "../tools/messages";
import { HostFacts, StatusFacts, TableFacts } from "../status/facts";
import { readStatus } from "../status/read";
import { pause, refuseInterrupted } from "./asked";
import { Progress } from "./progress";
import { RollError } from "./roll-error";
import { Wanted, illness } from "./wellness";

export interface Waiting {
  /** How long, in seconds. */
  readonly seconds: number;
  readonly interrupted: AbortSignal;
  readonly progress: Progress;
}

/** In milliseconds: CloudWatch counts in minutes. */
const LOOK_EVERY = 2_000;
const SAY_EVERY = 60_000;

/** The hosts and private route tables of an environment, as AWS has them. */
export class Way {
  constructor(readonly environment: Environment) {}

  look(): Promise<StatusFacts> {
    return readStatus(this.environment);
  }

  /**
   * Waits until a host that is not `old` is there in its place, and well.
   *
   * @throws RollError when it is not in time
   * @throws Interrupted
   */
  async untilWell(
    name: string,
    old: string,
    wanted: Wanted,
    { seconds, interrupted, progress }: Waiting,
  ): Promise<HostFacts> {
    const until = Date.now() + seconds * 1000;
    let [said, saidAt]: [string | undefined, number] = [undefined, 0];
    for (;;) {
      refuseInterrupted(interrupted);
      const host = (await this.look()).hosts.find((each) => each.name === name && each.instanceId !== old);
      const ill = illness(host, wanted);
      if (host && ill === undefined) return host;
      if (Date.now() > until) {
        throw new RollError(`${name} is not well after ${seconds} s (--wait): it ${ill}`);
      }
      if (ill !== said || Date.now() - saidAt > SAY_EVERY) {
        const id = host ? `${host.instanceId} ` : "";
        progress.tell(`waiting for the new host to be well, for ${seconds} s at most: ${id}${ill} …`);
        [said, saidAt] = [ill, Date.now()];
      }
      await pause(LOOK_EVERY, interrupted);
    }
  }
}

/** The one of that name that is there; one that is about to go only when there is no other. */
export function hostNamed(name: string, { hosts }: StatusFacts): HostFacts | undefined {
  const own = hosts.filter((host) => host.name === name);
  return own.find(({ state }) => state === "running") ?? own[0];
}

/** @throws RollError */
export function deployedHost(name: string, status: StatusFacts): HostFacts {
  const host = hostNamed(name, status);
  if (host) return host;
  throw new RollError(`${name}: is not there; deploy it first: ${npmCommand("plan")}`);
}

export function tableOf(id: string, { tables }: StatusFacts): TableFacts {
  const found = tables.find((table) => table.id === id);
  if (found) return found;
  throw new RollError(`${id}: is no route table of this environment any more; see: ${npmCommand("plan")}`);
}
