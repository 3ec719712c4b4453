import { nearest, shown } from "../tools/messages";
import { Failover, Instance, NetworkInterface, Route, RouteTarget, Topology } from "../topology";
import { failoversNotRead } from "../topology/failovers";
import { forwarders, natHosts } from "../topology/roles";
import { Network } from "./network";
import { listed } from "./nobody";
import { QuestionError, UnknownEndError } from "./question";

/** A NAT host that is gone, and in words that follow its name, what then is done: `is gone; on failover, …`. */
export interface GoneHost {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export interface Without {
  /** Once the failover, where there is one, has led the hosts' routes elsewhere. */
  readonly topology: Topology;
  readonly gone: readonly GoneHost[];
}

const asked = new WeakMap<Topology, Map<string, Without>>();

/**
 * A topology without NAT hosts, as if they were stopped: nobody answers at their network interfaces.
 *
 * @param names of the hosts, or their ids
 * @throws QuestionError for what is no NAT host there
 */
export function without(topology: Topology, names: readonly string[]): Without {
  if (names.length === 0) return { topology, gone: [] };
  const known = asked.get(topology) ?? new Map<string, Without>();
  asked.set(topology, known);
  const key = names.join("\n");
  const whole = known.get(key) ?? withoutHosts(topology, findHosts(topology, names));
  known.set(key, whole);
  return whole;
}

/** @throws UnknownEndError when one of a question's ends is gone itself */
export function refuseGone({ gone }: Without, ends: readonly string[]): void {
  const end = ends.find((text) => gone.some(({ id, name }) => text === id || text === name));
  if (end !== undefined) throw new UnknownEndError(`${shown(end)} is gone (without); name another end`);
}

function findHosts(topology: Topology, names: readonly string[]): Instance[] {
  const hosts = [...new Set([...natHosts(topology), ...forwarders(topology)])];
  return names.map((text) => {
    const host = hosts.find(({ id, name }) => text === id || text === name);
    if (host) return host;
    const all = hosts.map(({ name }) => name);
    if (all.length === 0) throw new QuestionError(`without: ${shown(text)}: there is no NAT host here`);
    const meant = nearest(text, all);
    const there = `${meant === undefined ? "there are" : `did you mean "${meant}"? There are`}: ${listed(all)}`;
    throw new QuestionError(`without: ${shown(text)} is no NAT host here; ${there}`);
  });
}

function withoutHosts(topology: Topology, hosts: readonly Instance[]): Without {
  const fates = [...new Set(hosts)].map((host) => new Fate(topology, host, hosts));
  const fateOf = (id: string | undefined) => fates.find(({ host }) => host.id === id);
  const routeTables = topology.routeTables.map((table) => ({
    ...table,
    routes: table.routes.map((route) => fates.reduce((led, fate) => fate.lead(led, table.id), route)),
  }));
  return {
    gone: fates.map(({ host: { id, name }, text }) => ({ id, name, text })),
    topology: {
      ...topology,
      routeTables,
      instances: topology.instances.filter(({ id }) => !fateOf(id)),
      networkInterfaces: topology.networkInterfaces.map((each) => {
        const fate = fateOf(each.instanceId);
        return fate ? unattached(each, `${fate.host.name} ${fate.text}`) : each;
      }),
      notUnderstood: [...topology.notUnderstood, ...fates.flatMap((fate) => fate.doubts())],
    },
  };
}

function unattached(networkInterface: NetworkInterface, gone: string): NetworkInterface {
  return { ...networkInterface, gone, instanceId: undefined, deviceIndex: undefined };
}

/** What becomes of the routes that lead to a host. */
class Fate {
  readonly text: string;
  private readonly failover?: Failover;
  /** Where its routes lead while it is gone; undefined when nothing takes its place. */
  private readonly other?: RouteTarget;

  constructor(
    private readonly topology: Topology,
    readonly host: Instance,
    gone: readonly Instance[],
  ) {
    const own = host.networkInterfaceIds;
    const dead = new Set(gone.flatMap(({ networkInterfaceIds }) => networkInterfaceIds));
    this.failover = topology.failovers?.find(({ networkInterfaceId }) => own.includes(networkInterfaceId));
    this.other = this.failover?.others.find(({ id }) => !dead.has(id));
    this.text = this.inWords();
  }

  /** A route, led elsewhere if the failover does that; as for the state machine, it is a default route. */
  lead(route: Route, routeTableId: string): Route {
    const { failover, other, host } = this;
    const isLed =
      failover?.routeTableIds.includes(routeTableId) &&
      route.destination === "0.0.0.0/0" &&
      route.target.id === failover.networkInterfaceId;
    return isLed && other ? { ...route, target: other, onFailoverOf: host.name } : route;
  }

  /** A failover that was not read may lead its routes elsewhere. */
  doubts(): Topology["notUnderstood"] {
    if (this.failover) return [];
    const touches = this.tables().map(({ id }) => id);
    const why = `may be a failover of ${this.host.name}, and was not read`;
    return failoversNotRead(this.topology.notUnderstood).map((each) => ({
      ...each,
      ...{ why, touches, may: "either" },
    }));
  }

  private tables() {
    const own = this.host.networkInterfaceIds;
    return this.topology.routeTables.filter(({ routes }) =>
      routes.some(({ target }) => own.includes(target.id)),
    );
  }

  private inWords(): string {
    const { other } = this;
    const tables = this.tables();
    const led = tables.filter(({ routes, id }) => routes.some((route) => this.lead(route, id) !== route));
    if (tables.length === 0) return "is gone; no route leads to it";
    if (!other || led.length === 0) return `is gone, and nothing takes its place: ${this.whyNothing()}`;
    const names = led.map(({ name }) => name);
    return `is gone; on failover, the default routes of ${listed(names)} lead to ${this.nameOf(other)}`;
  }

  private whyNothing(): string {
    const { failover: { others } = { others: [] }, other } = this;
    if (other) return "its failover leads other route tables";
    if (others.length === 0) return "no failover is set for it";
    return `${others.map((way) => this.nameOf(way)).join(" and ")} ${others.length > 1 ? "are" : "is"} gone too`;
  }

  private nameOf(way: RouteTarget): string {
    return Network.of(this.topology).wayName(way);
  }
}
