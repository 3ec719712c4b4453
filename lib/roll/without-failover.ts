import { HostFacts, StatusFacts } from "../status/facts";
import { npmCommand } from "../tools/messages";
import { RollOptions } from "./options";
import { PrivateInterfaces } from "./private-interface";
import { Progress, secondsSince } from "./progress";
import { RollError, RollStopped } from "./roll-error";
import { deployedHost } from "./way";

/** What replacing a host costs those that it serves; undefined when no route leads to it. */
export function costOf(letter: string, status: StatusFacts): string | undefined {
  const host = deployedHost(`nat-${letter}`, status);
  const zones = tablesServed(host, status).map(({ zone }) => zone);
  if (zones.length === 0) return undefined;
  return (
    `nat-${letter}: ${[...new Set(zones)].join(", ")} ${zones.length === 1 ? "has" : "have"} no way out while it is ` +
    "replaced, for as long as AWS takes to end an instance and to start and boot another, and what is open is lost"
  );
}

/** Replaces a NAT host that nothing takes over from: its zones are offline meanwhile. */
export async function rollWithoutFailover(letter: string, options: RollOptions): Promise<void> {
  const { way, replacement, interrupted, wait: seconds } = options;
  const name = `nat-${letter}`;
  const progress = new Progress(name, options.say);
  const interfaces = new PrivateInterfaces(way.environment.region);
  const old = deployedHost(name, await way.look());
  const networkInterfaceId = await interfaces.idOf(old);
  if (networkInterfaceId === undefined) {
    throw new RollError(`${name}: has no network interface #1; plan and apply first: ${npmCommand("plan")}`);
  }
  const planned = await progress.step("planning its replacement", () => replacement.plan(letter));
  let begun: number | undefined;
  try {
    await progress.step("replacing it", () =>
      replacement.apply(planned, () => {
        begun = Date.now();
        return interfaces.detach(networkInterfaceId);
      }),
    );
    progress.tell(`its interface has led nowhere for ${secondsSince(begun!)} s; then the new host boots`);
    const wanted = {
      networkInterfaceId,
      publicIp: old.publicIp,
      hasHeartbeat: way.environment.monitoring === "heartbeat",
    };
    await progress.step("waiting for the new host", () =>
      way.untilWell(name, old.instanceId, wanted, { seconds, interrupted, progress }),
    );
    progress.tell(`well again ${secondsSince(begun!)} s after its interface was detached`);
  } catch (error) {
    const how =
      begun === undefined
        ? `nothing was done to ${name}`
        : `how ${name} is: ${npmCommand("status")}; what is missing of it: ${npmCommand("plan")}`;
    throw new RollStopped(error, how);
  }
}

function tablesServed({ networkInterfaceIds }: HostFacts, { tables }: StatusFacts) {
  return tables.filter(({ target }) => target !== undefined && networkInterfaceIds.includes(target));
}
