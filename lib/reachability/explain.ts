import { Family } from "../net/ranges";
import { shown } from "../tools/messages";
import { NetworkInterface, Topology } from "../topology";
import { withClients } from "./clients";
import { End, InterfaceEnd, findEnd } from "./ends";
import { interfaceTowards } from "./host";
import { Service, destinationOf, walkRequest } from "./journey";
import { Network } from "./network";
import { Blocker, Hop, Missing, Protocol } from "./packet";
import { Question, QuestionError, UnknownEndError, familyOfQuestion, portOf } from "./question";
import { walkReply } from "./reply";
import { Trail } from "./trail";
import { isStranger, publishedAt } from "./ways-in";
import { GoneHost, refuseGone, without } from "./without";

/** `not decided` where the answer hangs on something that was not read, or that is not followed here. */
export type Verdict = "reachable" | "not reachable" | "not decided";

/** The answer, with the way that the packet and its reply take. */
export interface Explanation {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly family: Family;
  readonly port?: number;
  /** NAT hosts that are gone, and what becomes of their routes. */
  readonly without?: readonly GoneHost[];
  readonly verdict: Verdict;
  readonly request: readonly Hop[];
  readonly reply: readonly Hop[];
  /** The first thing that stops the request, or its reply; of a verdict `not reachable` alone. */
  readonly blocker?: Blocker;
  /** What the verdict hangs on, each once; empty unless it is `not decided`. */
  readonly missing: readonly Missing[];
  /** The source address that the destination sees. */
  readonly seenAs?: string;
  /** Whether someone on the internet asked for a network interface to which nobody there can open a connection. */
  readonly strangerToPrivate: boolean;
  /** Then: where a load balancer offers what that instance answers to, such as `published, TCP port 443`. */
  readonly publishedAt: readonly string[];
}

/**
 * Walks a packet and its reply through the network.
 *
 * @throws QuestionError when the topology does not have an end or a host, both ends are one, or nothing of it is between them
 */
export function explain(given: Topology, question: Question): Explanation {
  const { protocol = "tcp" } = question;
  const port = portOf(question);
  const family = familyOfQuestion(question);
  const left = without(given, question.without ?? []);
  refuseGone(left, [question.from, question.to]);
  const network = Network.of(withClients(left.topology, [question.from, question.to]));
  const { from, to } = findEnds(network, question, family);
  const service = { protocol, family, port };
  const sender = from.kind === "interface" ? sendingInterface(network, from, to, service) : from;
  const trail = new Trail(network);

  const { walk, legs } = walkRequest(network, sender, to, service);
  const outcome = trail.request(walk);
  // Back by the same legs, the last first.
  if ("at" in outcome) {
    for (const leg of [...legs].reverse()) if (!trail.reply(walkReply(network, leg))) break;
  }
  const { verdict, blocker, missing } = trail.conclusion();
  const strangerToPrivate = isStranger(network, to, blocker);
  return {
    from: question.from,
    to: question.to,
    protocol,
    family,
    ...(port !== undefined && { port }),
    ...(left.gone.length > 0 && { without: left.gone }),
    verdict,
    request: trail.requestHops,
    reply: trail.replyHops,
    ...(blocker && { blocker }),
    missing,
    ...("at" in outcome && { seenAs: outcome.packet.source }),
    strangerToPrivate,
    publishedAt: strangerToPrivate
      ? publishedAt(network, (to as InterfaceEnd).networkInterface, service)
      : [],
  };
}

/** Refuses what would be answered without looking at the network. */
function findEnds(
  network: Network,
  { from: fromText, to: toText }: Question,
  family: Family,
): { from: Exclude<End, { readonly kind: "load-balancer" }>; to: End } {
  const from = findEnd(network.topology, fromText, family);
  if (from.kind === "load-balancer" || opensNothing(network, from)) {
    throw new UnknownEndError(`${shown(fromText)} opens no connections; ask for it as the other end`);
  }
  const sender = from.kind === "interface" ? from.networkInterface : undefined;
  const to = findEnd(network.topology, toText, family, sender);
  const both = `${shown(fromText)} and ${shown(toText)}`;
  if (from.kind === "internet" && to.kind === "internet") {
    throw new QuestionError(`${both} are both on the internet; name an end in the VPC`);
  }
  if (from.kind === "interface" && to.kind === "interface" && hostOf(from) === hostOf(to)) {
    throw new QuestionError(`${both} are the same ${from.instance ? "instance" : "host"}; name two ends`);
  }
  return { from, to };
}

/** What AWS runs, such as an endpoint, only answers. */
function opensNothing(network: Network, from: Exclude<End, { readonly kind: "load-balancer" }>): boolean {
  if (from.kind === "internet") return from.service !== undefined;
  const { networkInterface } = from;
  return [network.endpointOf(networkInterface), network.loadBalancerOf(networkInterface)].some((one) => one);
}

function hostOf({ networkInterface }: InterfaceEnd): string {
  return networkInterface.instanceId ?? networkInterface.id;
}

/** An instance chooses the network interface itself; where a network interface was named, it is that. */
function sendingInterface(
  network: Network,
  { networkInterface, instance }: InterfaceEnd,
  to: End,
  service: Service,
): NetworkInterface {
  const destination = destinationOf(network, to, service);
  return instance && destination !== undefined
    ? interfaceTowards(network, instance, destination)
    : networkInterface;
}
