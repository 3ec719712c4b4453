import { NetworkInterface, Topology } from "../topology";
import { CardEnd, End, findEnd } from "./ends";
import { cardTowards } from "./host-routes";
import { Network } from "./network";
import { Blocker, Hop, Outcome, Packet, Protocol, Translation, Walk, blocked } from "./packet";
import { walkReply } from "./reply";
import { enterCard, leaveCard } from "./request";

/** What is asked: can `from` open a connection to `to`? */
export interface Question {
  readonly from: string;
  readonly to: string;
  /** @default "tcp" */
  readonly protocol?: Protocol;
  /**
   * The destination's port.
   *
   * @default 443; none for ICMP
   */
  readonly port?: number;
}

/** The answer, with the way that the packet and its reply take. */
export interface Explanation {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port?: number;
  readonly reachable: boolean;
  readonly request: readonly Hop[];
  readonly reply: readonly Hop[];
  /** The first thing that stops the request, or its reply. */
  readonly blocker?: Blocker;
  /** The source address that the destination sees. */
  readonly seenAs?: string;
  /** Whether someone on the internet asked for a card that has no address there. */
  readonly strangerToPrivate: boolean;
}

/**
 * Walks a packet and its reply through the network.
 *
 * @throws UnknownEndError when the topology does not have an end
 */
export function explain(topology: Topology, question: Question): Explanation {
  const { protocol = "tcp" } = question;
  const port = protocol === "icmp" ? undefined : (question.port ?? 443);
  const network = new Network(topology);
  const from = findEnd(topology, question.from);
  const to = findEnd(topology, question.to, from.kind === "card" ? from.card : undefined);
  const sender = from.kind === "card" ? sendingCard(network, from, to) : "internet";
  const translations: Translation[] = [];
  const base = { from: question.from, to: question.to, protocol, ...(port !== undefined && { port }) };

  const request: Hop[] = [];
  const service = { protocol, port };
  const walkRequest =
    sender === "internet"
      ? comeFromInternet(network, from, to, service)
      : send(network, sender, to, service, translations);
  const outcome = collect(walkRequest, request);
  if ("blocker" in outcome) {
    const strangerToPrivate = outcome.blocker.code === "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS";
    return { ...base, reachable: false, request, reply: [], blocker: outcome.blocker, strangerToPrivate };
  }
  const reply: Hop[] = [];
  const walk = walkReply(network, outcome.at, outcome.packet, sender, translations);
  const blocker = collect(walk, reply);
  return {
    ...base,
    reachable: blocker === undefined,
    request,
    reply,
    ...(blocker && { blocker }),
    seenAs: outcome.packet.source,
    strangerToPrivate: false,
  };
}

/** An instance chooses the card itself; where a card was named, it is that. */
function sendingCard(network: Network, { card, instance }: CardEnd, to: End): NetworkInterface {
  return instance ? cardTowards(network, instance, addressOf(to)) : card;
}

/** Under which address it is asked from inside a VPC. */
function addressOf(end: End): string {
  return end.kind === "card" ? end.card.privateIp : end.address;
}

function send(
  network: Network,
  sender: NetworkInterface,
  to: End,
  service: Pick<Packet, "protocol" | "port">,
  translations: Translation[],
): Walk {
  const packet = { ...service, source: sender.privateIp, destination: addressOf(to), sender };
  return leaveCard(network, sender, packet, translations);
}

function* comeFromInternet(
  network: Network,
  from: End,
  to: End,
  service: Pick<Packet, "protocol" | "port">,
): Walk {
  if (to.kind === "internet") {
    return blocked(
      { id: "internet", name: "internet" },
      "NO_POSSIBLE_DESTINATION",
      "both ends are on the internet",
      "name an end in the VPC",
    );
  }
  const { card } = to;
  const source = addressOf(from);
  const subnet = network.subnetOf(card);
  const gateway = network.topology.gateways.find(
    ({ kind, vpcId }) => kind === "internet-gateway" && vpcId === subnet.vpcId,
  );
  if (!card.publicIp || !gateway) {
    return blocked(
      card,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
      card.publicIp
        ? `the VPC of ${card.name} has no internet gateway`
        : `${card.name} has no public address: on the internet, ${card.privateIp} leads nowhere, and the internet gateway has nothing to translate to it`,
      "put a load balancer in front of it, or give it a public address and a security group that lets in what it must",
    );
  }
  yield {
    elementId: gateway.id,
    name: gateway.name,
    text: `a packet from ${source} comes for ${card.publicIp}; translates it to ${card.privateIp}, one to one`,
  };
  return yield* enterCard(network, card, { ...service, source, destination: card.privateIp });
}

function collect<Result extends Outcome | Blocker | undefined>(
  walk: Generator<Hop, Result>,
  hops: Hop[],
): Result {
  let step = walk.next();
  while (!step.done) {
    hops.push(step.value);
    step = walk.next();
  }
  return step.value;
}
