import { Endpoint, Instance, LoadBalancer, Topology } from "../topology";
import { Explanation, explain } from "./explain";
import { subnetsOfUnread } from "./clients";
import { Lookup } from "./lookup";
import { serviceName } from "./network";
import { Question, QuestionError, portOf } from "./question";
import { GoneHost, without } from "./without";

/**
 * Everything to everything: instances and the internet to each other, to endpoints and to load balancers; and from
 * private subnets that exist already, whoever stands there.
 */
export interface Matrix {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** By source, then by target; undefined where there is nothing to ask, as of an end to itself. */
  readonly answers: readonly (readonly (Explanation | undefined)[])[];
  /** NAT hosts that are gone: they are no ends. */
  readonly without: readonly GoneHost[];
}

/**
 * @param tell is told how many of all flows have been walked, after each source
 * @throws QuestionError for ICMP with a port, and for what is gone and no NAT host
 */
export function explainAll(
  given: Topology,
  service: Pick<Question, "protocol" | "port" | "family" | "without">,
  tell: (walked: number, all: number) => void = () => {},
): Matrix {
  portOf(service);
  const { topology, gone } = without(given, service.without ?? []);
  const { instances, endpoints, loadBalancers } = topology;
  const both = [...instances.map((instance) => endName(topology, instance)), "internet"];
  const sources = [...both, ...subnetsOfUnread(topology).map(({ name }) => name)];
  const others = [
    ...endpoints.map((endpoint) => endpointEnd(topology, endpoint)),
    ...loadBalancers.map((loadBalancer) => endName(topology, loadBalancer)),
  ];
  const targets = [...new Set([...both, ...others])];
  const answers = sources.map((from, index) => {
    const row = targets.map((to) => (from === to ? undefined : answer(given, { from, to, ...service })));
    tell((index + 1) * targets.length, sources.length * targets.length);
    return row;
  });
  return { sources, targets, answers, without: gone };
}

/** The name, or what tells several of that name apart. */
function endName(topology: Topology, { name, stack, address }: Instance | Endpoint | LoadBalancer): string {
  const hosts = Lookup.of(topology).named(name);
  return hosts.length > 1 ? `${stack}/${address}` : name;
}

function endpointEnd(topology: Topology, endpoint: Endpoint): string {
  return endpoint.kind === "gateway" ? `aws:${serviceName(endpoint)}` : endName(topology, endpoint);
}

function answer(topology: Topology, question: Question): Explanation | undefined {
  try {
    return explain(topology, question);
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
}
