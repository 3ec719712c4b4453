import { shown } from "../tools/messages";
import { NetworkInterface, Topology } from "../topology";
import { End, InterfaceEnd, OutsideEnd, findEnd } from "./ends";
import { interfaceTowards } from "./host";
import { Network } from "./network";
import { refuseNeverRouted } from "./never-routed";
import { Blocker, Hop, Missing, Packet, Ports, Protocol, Translation, Walk, blocked } from "./packet";
import { Question, QuestionError, UnknownEndError, portOf } from "./question";
import { walkReply } from "./reply";
import { enterInterface, leaveInterface } from "./request";
import { Trail } from "./trail";
import { doubtsAt } from "./unread";

/** `not decided` where the answer hangs on something that was not read, or that is not followed here. */
export type Verdict = "reachable" | "not reachable" | "not decided";

/** The answer, with the way that the packet and its reply take. */
export interface Explanation {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port?: number;
  readonly verdict: Verdict;
  readonly request: readonly Hop[];
  readonly reply: readonly Hop[];
  /** The first thing that stops the request, or its reply; of a verdict `not reachable` alone. */
  readonly blocker?: Blocker;
  /** What the verdict hangs on, each once; empty unless it is `not decided`. */
  readonly missing: readonly Missing[];
  /** The source address that the destination sees. */
  readonly seenAs?: string;
  /** Whether someone on the internet asked for a network interface that has no address there. */
  readonly strangerToPrivate: boolean;
}

/** The source ports that Linux chooses from (net.ipv4.ip_local_port_range), which is taken for what instances run. */
const LINUX_PORTS: Ports = [32768, 60999];

/** The source ports that hosts of whatever kind choose from (VPC user guide, "Ephemeral ports"). */
const ANY_HOSTS_PORTS: Ports = [1024, 65535];

/**
 * Walks a packet and its reply through the network.
 *
 * @throws QuestionError when the topology does not have an end, both ends are one, or nothing of it is between them
 */
export function explain(topology: Topology, question: Question): Explanation {
  const { protocol = "tcp" } = question;
  const port = portOf(question);
  const network = Network.of(topology);
  const { from, to } = findEnds(network, question);
  const sender = from.kind === "interface" ? sendingInterface(network, from, to) : "internet";
  const translations: Translation[] = [];
  const trail = new Trail(network);

  const outcome = trail.request(walkRequest(network, from, to, sender, { protocol, port }, translations));
  if ("at" in outcome) trail.reply(walkReply(network, { ...outcome, sender, translations }));
  const { verdict, blocker, missing } = trail.conclusion();
  return {
    from: question.from,
    to: question.to,
    protocol,
    ...(port !== undefined && { port }),
    verdict,
    request: trail.requestHops,
    reply: trail.replyHops,
    ...(blocker && { blocker }),
    missing,
    ...("at" in outcome && { seenAs: outcome.packet.source }),
    strangerToPrivate: blocker?.code === "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
  };
}

/** Refuses what would be answered without looking at the network. */
function findEnds(network: Network, { from: fromText, to: toText }: Question): { from: End; to: End } {
  const from = findEnd(network.topology, fromText);
  if (from.kind === "internet" ? from.service !== undefined : network.endpointOf(from.networkInterface)) {
    throw new UnknownEndError(`${shown(fromText)} opens no connections; ask for it as the other end`);
  }
  const to = findEnd(network.topology, toText, from.kind === "interface" ? from.networkInterface : undefined);
  const both = `${shown(fromText)} and ${shown(toText)}`;
  if (from.kind === "internet" && to.kind === "internet") {
    throw new QuestionError(`${both} are both on the internet; name an end in the VPC`);
  }
  if (from.kind === "interface" && to.kind === "interface" && hostOf(from) === hostOf(to)) {
    throw new QuestionError(`${both} are the same ${from.instance ? "instance" : "host"}; name two ends`);
  }
  return { from, to };
}

function hostOf({ networkInterface }: InterfaceEnd): string {
  return networkInterface.instanceId ?? networkInterface.id;
}

/** An instance chooses the network interface itself; where a network interface was named, it is that. */
function sendingInterface(
  network: Network,
  { networkInterface, instance }: InterfaceEnd,
  to: End,
): NetworkInterface {
  return instance ? interfaceTowards(network, instance, addressOf(to)) : networkInterface;
}

/** Under which address it is asked from inside a VPC. */
function addressOf(end: End): string {
  return end.kind === "interface" ? end.networkInterface.privateIp : end.address;
}

function walkRequest(
  network: Network,
  from: End,
  to: End,
  sender: NetworkInterface | "internet",
  service: Pick<Packet, "protocol" | "port">,
  translations: Translation[],
): Walk {
  if (sender === "internet") {
    return comeFromInternet(network, from as OutsideEnd, (to as InterfaceEnd).networkInterface, service);
  }
  return send(network, sender, to, service, translations);
}

function* send(
  network: Network,
  sender: NetworkInterface,
  to: End,
  service: Pick<Packet, "protocol" | "port">,
  translations: Translation[],
): Walk {
  const packet: Packet = {
    ...service,
    source: sender.privateIp,
    sourcePorts: LINUX_PORTS,
    destination: addressOf(to),
    sender,
    ...(to.kind === "internet" && to.service !== undefined && { service: to.service }),
  };
  return refuseNeverRouted(sender, packet) ?? (yield* leaveInterface(network, sender, packet, translations));
}

function* comeFromInternet(
  network: Network,
  { address: source }: OutsideEnd,
  networkInterface: NetworkInterface,
  service: Pick<Packet, "protocol" | "port">,
): Walk {
  const gateway = network.internetGatewayOf(network.subnetOf(networkInterface).vpcId);
  if (!networkInterface.publicIp || !gateway) {
    return blocked(
      networkInterface,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
      networkInterface.publicIp
        ? `the VPC of ${networkInterface.name} has no internet gateway`
        : `${networkInterface.name} has no public address: on the internet, ${networkInterface.privateIp} leads nowhere, and the internet gateway has nothing to translate to it`,
      "put a load balancer in front of it, or give it a public address and a security group that lets in what it must",
    );
  }
  yield* doubtsAt(network, gateway.id);
  yield {
    elementId: gateway.id,
    name: gateway.name,
    text: `a packet from ${source} comes for ${networkInterface.publicIp}; translates it to ${networkInterface.privateIp}, one to one`,
  };
  return yield* enterInterface(network, networkInterface, {
    ...service,
    source,
    sourcePorts: ANY_HOSTS_PORTS,
    destination: networkInterface.privateIp,
  });
}

/** What to know when someone on the internet cannot reach a private instance, and the reply to its own request can. */
export const LESSON = `Why not, when the instance's own downloads come through?

  Address translation   The instance has a private address, which means something inside its VPC alone. The NAT host
                        puts its own address in place of it on the way out, so that is all that the internet sees.
  Port mapping          Many instances share that one address. The NAT host tells them apart by the port that it gives
                        each connection.
  Connection table      It notes each connection that an instance opens: private address and port, its own port, the
                        other end. A reply that matches a line is translated back and delivered.
  One-way initiation    A stranger's packet matches no line. There is nothing that says which instance it is for, so it
                        goes nowhere, whatever the security groups say.

The proper ways in: a load balancer in the public subnet, or a public address on the instance together with a security
group that lets in the ports and sources that it must.`;
