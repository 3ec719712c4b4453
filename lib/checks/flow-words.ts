import { Flow } from "./flows";

/** Who is offline, as the beginning of a sentence: `the private subnet of eu-central-1b (private-b) is offline`. */
export function whoIsOffline(flows: readonly Flow[]): string {
  const outward = flows.filter(({ from }) => typeof from !== "string");
  const expected = [...new Set(flows.filter(({ from }) => typeof from === "string").map(flowName))];
  const parts = outward.length > 0 ? [`${subnetNames(outward)} ${lack(outward)}`] : [];
  if (expected.length > 0) {
    const be = expected.length === 1 ? "is" : "are";
    parts.push(`${list(expected)}, which the environment expects, ${be} cut off`);
  }
  return parts.join(", and ");
}

/** Who goes another way, as the beginning of a sentence: `the private subnet of eu-central-1b (private-b) goes`. */
export function whoMoves(flows: readonly Flow[]): string {
  const outward = flows.filter(({ from }) => typeof from !== "string");
  if (outward.length === 0) return `${list([...new Set(flows.map(flowName))])} goes`;
  return `${subnetNames(outward)} ${subnetsOf(outward).size === 1 ? "goes" : "go"}`;
}

/** `the private subnets of eu-central-1a and eu-central-1b (private-a, private-b)` */
export function subnetNames(flows: readonly Flow[]): string {
  const subnets = subnetsOf(flows);
  const names = [...subnets.values()].map(({ name }) => name).sort();
  const zones = [...new Set([...subnets.values()].flatMap(({ zone }) => zone ?? []))].sort();
  const where = zones.length > 0 ? `of ${list(zones)} (${names.join(", ")})` : list(names);
  return `the private subnet${names.length === 1 ? "" : "s"} ${where}`;
}

function subnetsOf(flows: readonly Flow[]) {
  return new Map(flows.flatMap(({ from }) => (typeof from === "string" ? [] : [[from.id, from] as const])));
}

/** Whatever lets TCP through and stops another protocol is a rule of a group. */
function lack(flows: readonly Flow[]): string {
  const isOne = subnetsOf(flows).size === 1;
  if (flows.every(({ family }) => family === "ipv6")) return `${isOne ? "has" : "have"} no internet by IPv6`;
  const protocols = [
    ...new Set(flows.filter(({ family }) => family !== "ipv6").map(({ protocol }) => protocol)),
  ];
  if (protocols.includes("tcp")) return isOne ? "is offline" : "are offline";
  const services = protocols.map((protocol) => (protocol === "icmp" ? "ping" : protocol.toUpperCase()));
  return `${isOne ? "has" : "have"} no internet by ${list(services)}`;
}

function flowName({ from, to, protocol, port, family }: Flow): string {
  const service = `${protocol}${port === undefined ? "" : ` port ${port}`}`;
  return `${String(from)} → ${to} by ${service}${family === "ipv6" ? " over IPv6" : ""}`;
}

function list(things: readonly string[]): string {
  return things.length < 2 ? things.join() : `${things.slice(0, -1).join(", ")} and ${things.at(-1)}`;
}
