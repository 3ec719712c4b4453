import { Lab } from "../../lab/lab";
import { addressIn } from "../../lab/fabric/families";
import { INTERNET_HOSTS } from "../../lab/fabric/internet";
import { Answer, Probe } from "../../lab/hosts/probe";
import { Family } from "../../lib/net/ranges";
import { explain } from "../../lib/reachability";
import { NetworkInterface, Topology } from "../../lib/topology";
import { SERVICES } from "../support/services";

const [INTERNET] = INTERNET_HOSTS;
const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** In seconds: the time to answer that everyone gets, and what one gets whose answer would be a disagreement. */
const PATIENCE = { first: 1, last: 8 };

/** An end, as `explain` takes it and as the lab calls it. */
interface End {
  readonly id: string;
  /** The host of the lab that asks from there, or answers there. */
  readonly host: string;
  /** Who may answer there: a load balancer's targets, or the host itself. */
  readonly answering: readonly string[];
  readonly networkInterface?: NetworkInterface;
}

/** One question, to `explain` and to the lab. */
export interface Flow {
  readonly from: End;
  readonly to: End;
  readonly family: Family;
  readonly probe: Probe;
}

/** A flow that the two answer differently, or not. */
export interface Verdict {
  readonly flow: Flow;
  readonly explained: ReturnType<typeof explain>;
  readonly answer: Answer;
}

/**
 * Every pair of different hosts: instances and the internet ask; they, further network interfaces and endpoints'
 * network interfaces are asked.
 */
export function flowsOf(topology: Topology): Flow[] {
  const internet: End = { id: "internet", host: "internet", answering: ["internet"] };
  const networkInterfaces = topology.networkInterfaces.map((networkInterface): End => {
    const instance = topology.instances.find(({ id }) => id === networkInterface.instanceId);
    const isFirst = instance?.networkInterfaceIds[0] === networkInterface.id;
    const host = instance?.name ?? networkInterface.name;
    const answering = targetsBehind(topology, networkInterface) ?? [host];
    return { id: isFirst ? instance.id : networkInterface.id, host, answering, networkInterface };
  });
  const targets = [...networkInterfaces, internet];
  const sources = targets.filter(({ id }) =>
    [internet.id, ...topology.instances.map((instance) => instance.id)].includes(id),
  );
  return sources.flatMap((from) =>
    targets
      .filter(({ host }) => host !== from.host)
      .flatMap((to) =>
        FAMILIES.flatMap((family) => {
          const address = addressOf(to, from, family);
          if (address === undefined || addressOf(from, to, family) === undefined) return [];
          return SERVICES.map((service) => ({ from, to, family, probe: { ...service, address } }));
        }),
      ),
  );
}

/** The names of the instances that a load balancer's network interface passes on to; undefined for any other. */
function targetsBehind(
  { loadBalancers, instances }: Topology,
  { id }: NetworkInterface,
): readonly string[] | undefined {
  const loadBalancer = loadBalancers.find(({ networkInterfaceIds }) => networkInterfaceIds.includes(id));
  const targets = loadBalancer?.listeners
    .flatMap((listener) => listener.targets)
    .map(({ networkInterfaceId }) => networkInterfaceId);
  return (
    targets &&
    instances
      .filter(({ networkInterfaceIds }) => networkInterfaceIds.some((own) => targets.includes(own)))
      .map(({ name }) => name)
  );
}

/** By IPv4 the internet asks a network interface under its public address, if it has one. Undefined without IPv6. */
function addressOf({ networkInterface }: End, other: End, family: Family): string | undefined {
  if (!networkInterface) return family === "ipv4" ? INTERNET.address : INTERNET.ipv6Address;
  if (family === "ipv6") return networkInterface.ipv6Addresses?.[0];
  return (!other.networkInterface && networkInterface.publicIp) || networkInterface.privateIp;
}

/** Asks both about each flow; the lab once more, and longer, where they seem to disagree. */
export async function judge(lab: Lab, topology: Topology): Promise<Verdict[]> {
  const verdicts = await askAll(lab, topology, flowsOf(topology), PATIENCE.first);
  const doubtful = verdicts.filter((verdict) => !agree(verdict)).map(({ flow }) => flow);
  const again = await askAll(lab, topology, doubtful, PATIENCE.last);
  return verdicts.map((verdict) => again.find(({ flow }) => flow === verdict.flow) ?? verdict);
}

async function askAll(
  lab: Lab,
  topology: Topology,
  flows: readonly Flow[],
  seconds: number,
): Promise<Verdict[]> {
  const hosts = [...new Set(flows.map(({ from }) => from.host))];
  const verdicts = await Promise.all(
    hosts.map(async (host) => {
      const own = flows.filter(({ from }) => from.host === host);
      const probes = own.map(({ probe }) => probe);
      const answers = await lab.ask(host, probes, seconds);
      return own.map((flow, index): Verdict => {
        const { protocol, port } = flow.probe;
        const { from, to, family } = flow;
        const explained = explain(topology, { from: from.id, to: to.id, protocol, port, family });
        return { flow, explained, answer: answers[index]! };
      });
    }),
  );
  return verdicts.flat();
}

/**
 * Whether both say the same of reachability, and where it can be seen, of the address that the other end sees. Where
 * `explain` does not decide, the lab may say either.
 */
export function agree({ flow, explained, answer }: Verdict): boolean {
  if (explained.verdict === "not decided") return true;
  if ((explained.verdict === "reachable") !== answer.answered) return false;
  const isOther = answer.host !== undefined && !flow.to.answering.includes(answer.host);
  const seenAs = answer.seenAs && addressIn(answer.seenAs);
  return !isOther && (seenAs === undefined || seenAs === explained.seenAs);
}

/** A flow and both answers in a line. */
export function inWords({ flow: { from, to, probe }, explained, answer }: Verdict): string {
  const { verdict, blocker, seenAs } = explained;
  const name = (end: End) => end.networkInterface?.name ?? end.host;
  const service = `${probe.protocol}${probe.port === undefined ? "" : ` ${probe.port}`}`;
  return [
    `${name(from)} → ${name(to)} (${probe.address}) by ${service}:`,
    `explain: ${blocker ? `${blocker.code} at ${blocker.name}` : `${verdict}, seen as ${seenAs}`};`,
    `lab: ${answer.answered ? `${answer.host ?? "an answer"}, seen as ${answer.seenAs ?? "?"}` : "no answer"}`,
  ].join(" ");
}
