import Table from "cli-table3";
import { Status } from "./status";

/** One screen for people. */
export function statusText({ zones, hosts, problems }: Status): string {
  const routes = table(["zone", "private route table", "leads to"]);
  zones.forEach(({ zone, routeTable, leadsTo }) => routes.push([zone, routeTable, leadsTo ?? "nothing"]));
  const machines = table(["host", "instance", "zone", "state", "address", "alarms", "heartbeat", "table"]);
  for (const host of hosts) {
    const { name, instanceId, zone, state, checks, publicIp, heartbeat, heartbeatAgeSeconds } = host;
    const words = Object.values(checks ?? {});
    const ok = words.filter((word) => word === "ok").length;
    machines.push([
      name,
      instanceId,
      zone,
      checks ? `${state}, checks ${ok}/${words.length}` : state,
      publicIp ?? "none",
      alarmsText(host.alarms),
      heartbeat ? `${heartbeatAgeSeconds} s ago` : "",
      heartbeat?.tableUsedPercent === undefined ? "" : `${Math.round(heartbeat.tableUsedPercent)} %`,
    ]);
  }
  return [
    routes.toString(),
    ...(hosts.length > 0 ? [machines.toString()] : []),
    problems.length === 0 ? "All is well" : problems.join("\n"),
  ].join("\n\n");
}

function alarmsText(alarms: Status["hosts"][number]["alarms"]): string {
  const off = alarms.filter(({ state }) => state === "ALARM").map(({ name }) => name);
  if (alarms.length === 0) return "none";
  return off.length > 0 ? `ALARM: ${off.join(", ")}` : `${alarms.length} quiet`;
}

function table(head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}
