import { HostFacts } from "../status/facts";

/** What makes a host one that its zone can be led to. */
export interface Wanted {
  /** Its interface #1, where routes lead. */
  readonly networkInterfaceId: string;
  /** The address that the internet saw before. @default - any */
  readonly publicIp?: string;
  /** Whether it says every minute how it is; else EC2's status checks have to do. */
  readonly hasHeartbeat: boolean;
}

/** What keeps a host from being well, behind its name in a sentence; undefined when it is. */
export function illness(host: HostFacts | undefined, wanted: Wanted): string | undefined {
  if (!host) return "is not there";
  const { state, networkInterfaceIds, publicIp } = host;
  if (state !== "running") return `is ${state}`;
  if (!networkInterfaceIds.includes(wanted.networkInterfaceId)) {
    return `has no network interface ${wanted.networkInterfaceId}`;
  }
  if (publicIp === undefined || (wanted.publicIp ?? publicIp) !== publicIp) {
    return `has ${publicIp ? `the address ${publicIp}, not ${wanted.publicIp}` : "no public address"}`;
  }
  return wanted.hasHeartbeat ? heartIllness(host) : checkIllness(host);
}

/**
 * An alarm keeps its state when it is set to watch another instance (CloudWatch API reference, "PutMetricAlarm"), so that
 * it alone says nothing of a new host.
 */
function heartIllness({ alarms, heartbeat }: HostFacts): string | undefined {
  const alarm = alarms.find(({ name }) => name === "heartbeat");
  if (!alarm) return "has no heartbeat alarm";
  if (!heartbeat) return "has said nothing yet";
  if (!heartbeat.isThrough) return "says that its probe does not reach the internet";
  if (heartbeat.minutesThrough < STEADY_MINUTES) return "has said only once that its probe gets through";
  return alarm.state === "OK" ? undefined : `has a heartbeat alarm that says ${alarm.state}`;
}

/** By then the alarm has looked at this host, and not at the silence before. */
const STEADY_MINUTES = 2;

function checkIllness({ checks }: HostFacts): string | undefined {
  const failing = Object.entries(checks ?? { system: "unknown" }).filter(([, word]) => word !== "ok");
  return failing.length === 0
    ? undefined
    : `has EC2's checks at ${failing.map(([check, word]) => `${check} ${word}`).join(", ")}`;
}
