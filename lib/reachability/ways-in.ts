import { NetworkInterface } from "../topology";
import { End } from "./ends";
import { Network } from "./network";
import { Blocker, Packet } from "./packet";

/** Whether a blocker is what keeps everyone on the internet from a network interface that is no load balancer's. */
export function isStranger(network: Network, to: End, blocker: Blocker | undefined): boolean {
  if (to.kind !== "interface" || network.loadBalancerOf(to.networkInterface)) return false;
  return blocker?.code === "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS" || blocker?.code === "EGRESS_ONLY_GATEWAY";
}

/**
 * Where load balancers that face the internet offer what an instance answers to, `published, TCP port 443`: the port that
 * is asked for if they do, or whatever they offer of it.
 */
export function publishedAt(
  network: Network,
  { id, instanceId }: NetworkInterface,
  asked: Pick<Packet, "protocol" | "port">,
): string[] {
  const isIts = (target: string) =>
    target === id || (instanceId !== undefined && network.networkInterface(target).instanceId === instanceId);
  const all = network.topology.loadBalancers
    .filter(({ scheme }) => scheme === "internet-facing")
    .flatMap(({ name, listeners }) => listeners.map((listener) => ({ name, ...listener })))
    .map(({ targets, ...listener }) => {
      return {
        ...listener,
        ports: targets.filter((one) => isIts(one.networkInterfaceId)).map(({ port }) => port),
      };
    })
    .filter(({ ports }) => ports.length > 0);
  const same = all.filter(
    ({ protocol, ports }) => protocol === asked.protocol && ports.some((port) => port === asked.port),
  );
  return (same.length > 0 ? same : all).map(
    ({ name, protocol, port }) => `${name}, ${protocol.toUpperCase()} port ${port}`,
  );
}

/** The proper way in, in place of one that there is not: undefined where nothing is published. */
export function publishedInstead(
  network: Network,
  networkInterface: NetworkInterface,
  asked: Pick<Packet, "protocol" | "port">,
): string | undefined {
  const ways = publishedAt(network, networkInterface, asked);
  return ways.length === 0
    ? undefined
    : `ask for it where its load balancer publishes it: ${ways.join("; ")}`;
}

/** What to know when someone on the internet cannot reach a private instance, and the reply to its own request can. */
const BY_IPV4 = `Why not, when the instance's own downloads come through?

  Address translation   The instance has a private address, which means something inside its VPC alone. The NAT host,
                        or NAT gateway, puts its own address in place of it on the way out, so that is all that the
                        internet sees.
  Port mapping          Many instances share that one address. The NAT tells them apart by the port that it gives each
                        connection.
  Connection table      It notes each connection that an instance opens: private address and port, its own port, the
                        other end. A reply that matches a line is translated back and delivered.
  One-way initiation    A stranger's packet matches no line. There is nothing that says which instance it is for, so it
                        goes nowhere, whatever the security groups say.`;

const BY_IPV6 = `Why not, when its address is public and its own downloads come through?

  No translation        The instance goes out under its own IPv6 address, which nobody else has. The internet sees it.
  Connection table      The egress-only gateway notes each connection that an instance opens. A reply that matches a
                        line is passed on to it.
  One-way initiation    A stranger's packet matches no line and goes nowhere, whatever the security groups say.`;

/** The whole lesson, with the proper ways in: those that there are, or those that there could be. */
export function lessonOf({
  family,
  publishedAt,
}: {
  readonly family: "ipv4" | "ipv6";
  readonly publishedAt: readonly string[];
}): string {
  const lesson = family === "ipv4" ? BY_IPV4 : BY_IPV6;
  const ways =
    publishedAt.length > 0
      ? `The proper way in: ${publishedAt.join("; ")}.`
      : `The proper ways in: a load balancer in the public subnet, or a public address on the instance together with a security
group that lets in the ports and sources that it must.`;
  return `${lesson}\n\n${ways}`;
}
