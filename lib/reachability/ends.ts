import { Family, familyOf, holds, isPrivate, normalized } from "../net/ranges";
import { nearest, shown } from "../tools/messages";
import { Instance, LoadBalancer, NetworkInterface, Topology, Vpc } from "../topology";
import { AWS_SERVICES, Lookup, Named } from "./lookup";
import { Network, rangesOf, serviceName } from "./network";
import { whyNeverRouted } from "./never-routed";
import { listed, nobodyHas } from "./nobody";
import { SOME_HOST, addressIn } from "./packet";
import { UnknownEndError } from "./question";

/** A network interface, or an instance, of which it is the first network interface. */
export interface InterfaceEnd {
  readonly kind: "interface";
  readonly name: string;
  readonly networkInterface: NetworkInterface;
  /** The instance when that was named: it chooses by itself by which network interface it sends. */
  readonly instance?: Instance;
}

/** A load balancer by its name: which of its network interfaces is asked, and under which address, its DNS name decides. */
export interface LoadBalancerEnd {
  readonly kind: "load-balancer";
  readonly name: string;
  readonly loadBalancer: LoadBalancer;
}

/** A host outside of every VPC that was read, or a service of AWS there. */
export interface OutsideEnd {
  readonly kind: "internet";
  readonly name: string;
  readonly address: string;
  /** Such as `s3`. */
  readonly service?: string;
}

/** An end of a flow. */
export type End = InterfaceEnd | LoadBalancerEnd | OutsideEnd;

/**
 * The names that an end can have: instances, network interfaces, endpoints, the services that these are for, load
 * balancers, subnets that exist already, and `internet`.
 */
export function endNames(topology: Topology): readonly string[] {
  return Lookup.of(topology).names;
}

/**
 * Finds an end: an instance (its interface #0), a network interface, an endpoint, a load balancer, each by name,
 * id, address in Terraform or that with its stack before it; `internet`; an IP address; or one of AWS's services as `aws:ssm`, which
 * a private endpoint answers for where there is one.
 *
 * @param from the other end's network interface, for an address in its VPC, and for an endpoint that has several
 * network interfaces
 * @throws UnknownEndError with the nearest name, or with all that are meant
 */
export function findEnd(topology: Topology, text: string, family: Family, from?: NetworkInterface): End {
  if (text === "internet") return internet(SOME_HOST[family], text);
  if (text.startsWith("aws:")) return findService(topology, text, family, from);
  if (familyOf(text) !== undefined) return findAddress(topology, normalized(text), from);
  const named = findNamed(topology, text);
  if (named?.kind === "load-balancer") return { kind: named.kind, name: text, loadBalancer: named.element };
  if (named) return interfaceEnd(topology, text, named, from);
  throw new UnknownEndError(`${shown(text)} is no end here; ${suggestion(text, endNames(topology))}`);
}

/** An instance, before the network interfaces that come with it; an endpoint, before its network interfaces. */
function findNamed(topology: Topology, text: string): Named | undefined {
  const network = Network.of(topology);
  const found = Lookup.of(topology).named(text);
  const hostOf = ({ kind, element }: Named) =>
    kind === "interface"
      ? (element.instanceId ??
        network.endpointOf(element)?.id ??
        network.loadBalancerOf(element)?.id ??
        element.id)
      : element.id;
  const ambiguous = found.some((one) => hostOf(one) !== hostOf(found[0]!));
  if (!ambiguous) return found.find(({ kind }) => kind !== "interface") ?? found[0];
  const which = listed(found.map(({ element: { stack, address, id } }) => `${stack}/${address} (${id})`));
  throw new UnknownEndError(`${shown(text)} is the name of ${found.length}; write one of them: ${which}`);
}

function interfaceEnd(
  topology: Topology,
  name: string,
  { kind, element }: Exclude<Named, { readonly kind: "load-balancer" }>,
  from?: NetworkInterface,
): InterfaceEnd {
  if (kind === "interface") return { kind: "interface", name, networkInterface: element };
  const networkInterfaces = element.networkInterfaceIds.map((id) =>
    Network.of(topology).networkInterface(id),
  );
  const networkInterface =
    networkInterfaces.find(({ subnetId }) => kind === "endpoint" && subnetId === from?.subnetId) ??
    networkInterfaces[0];
  if (!networkInterface) throw new UnknownEndError(`${shown(name)} has no network interface that was read`);
  if (kind === "instance" && networkInterface.deviceIndex !== 0) {
    throw new UnknownEndError(
      `${shown(name)} has a first network interface that was not read; name another of its own`,
    );
  }
  return { kind: "interface", name, networkInterface, ...(kind === "instance" && { instance: element }) };
}

/** A private endpoint in the same VPC takes the service's public name over, for the families that it has addresses of. */
function findService(topology: Topology, text: string, family: Family, from?: NetworkInterface): End {
  const service = text.slice("aws:".length);
  const network = Network.of(topology);
  const endpoints = topology.endpoints.filter((endpoint) => serviceName(endpoint) === service);
  if (endpoints.length === 0 && !AWS_SERVICES.includes(service)) {
    const services = [...topology.endpoints.map(serviceName), ...AWS_SERVICES].map((name) => `aws:${name}`);
    const hint = suggestion(text, [...new Set(services)]);
    throw new UnknownEndError(`${shown(text)} is no service of AWS that is known here; ${hint}`);
  }
  const vpcId = from && network.subnetOf(from).vpcId;
  const endpoint = endpoints.find(
    ({ kind, privateDns, vpcId: own, networkInterfaceIds }) =>
      kind === "interface" &&
      privateDns &&
      own === vpcId &&
      networkInterfaceIds.some((id) => addressIn(network.networkInterface(id), family) !== undefined),
  );
  if (!endpoint) return { ...internet(SOME_HOST[family], text), service };
  return interfaceEnd(topology, text, { kind: "endpoint", element: endpoint }, from);
}

/** Inside a VPC an address is that VPC's own; elsewhere it has to be that of one network interface alone. */
function findAddress(topology: Topology, address: string, from?: NetworkInterface): End {
  const network = Network.of(topology);
  const own = from && network.vpcOf(network.subnetOf(from));
  if (own) return findInside(topology, address, from, own);
  const networkInterfaces = network.interfacesAt(address);
  const publicInterface = Lookup.of(topology).withPublicIp(address);
  const networkInterface = networkInterfaces[0] ?? publicInterface;
  if (networkInterfaces.length > 1) {
    const which = networkInterfaces.map(({ id, name, subnetId }) => {
      const vpc = network.vpcOf(network.subnetOf({ subnetId }));
      return `${name} (${id}) in VPC ${vpc.name}`;
    });
    throw new UnknownEndError(
      `${shown(address)} is the address of ${networkInterfaces.length}; name one: ${listed(which)}`,
    );
  }
  if (networkInterface) return { kind: "interface", name: address, networkInterface };
  const vpc = topology.vpcs.find((one) => rangesOf(one).some((range) => holds(range, address)));
  if (vpc) throw nobodyHas(network, address, vpc);
  if (isPrivate(address)) {
    throw new UnknownEndError(`${shown(address)} is a private address in none of the VPCs that were read`);
  }
  const why = whyNeverRouted(address);
  if (why !== undefined)
    throw new UnknownEndError(`${shown(address)} is no host's on the internet: it is ${why}`);
  return internet(address, address);
}

function findInside(topology: Topology, address: string, from: NetworkInterface, vpc: Vpc): End {
  const network = Network.of(topology);
  // An IPv6 address of another VPC is asked by the internet.
  const others = familyOf(address) === "ipv6" ? network.interfacesAt(address) : [];
  const networkInterface = network.interfaceAt(address, network.subnetOf(from)) ?? others[0];
  if (networkInterface) return { kind: "interface", name: address, networkInterface };
  const vpcs = familyOf(address) === "ipv6" ? topology.vpcs : [vpc];
  const holder = vpcs.find((one) => rangesOf(one).some((range) => holds(range, address)));
  if (holder) throw nobodyHas(network, address, holder);
  const publicInterface = Lookup.of(topology).withPublicIp(address);
  if (publicInterface) {
    const { name } = network.loadBalancerOf(publicInterface) ?? publicInterface;
    throw new UnknownEndError(
      `${shown(address)} is ${name}'s public address; from inside a VPC, name ${name}`,
    );
  }
  return internet(address, address);
}

function suggestion(text: string, names: readonly string[]): string {
  const meant = nearest(text, names);
  return `${meant === undefined ? "there are" : `did you mean "${meant}"? There are`}: ${listed(names)}`;
}

function internet(address: string, name: string): OutsideEnd {
  return { kind: "internet", name, address };
}
