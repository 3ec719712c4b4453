import { Block, ReadError, Resource } from "../terraform-json/stack";
import { shown } from "../tools/messages";
import { idOf, withId } from "./elements";
import { instanceWith, primaryInterfaceId } from "./instances";
import { Element, Listener, ListenerTarget } from "./model";
import { Parts } from "./parts";

/** The protocols of listeners and target groups, with what packets are of. TLS ends at the load balancer. */
const PROTOCOLS: Readonly<Record<string, readonly Listener["protocol"][]>> = {
  TCP: ["tcp"],
  TLS: ["tcp"],
  UDP: ["udp"],
  QUIC: ["udp"],
  TCP_UDP: ["tcp", "udp"],
  TCP_QUIC: ["tcp", "udp"],
};

/** What registers targets that are no resources of their own. */
const REGISTRARS = ["aws_autoscaling_group", "aws_autoscaling_attachment", "aws_ecs_service"];

/** A network load balancer whose listeners are read. */
interface Owner extends Element {
  readonly crossZone: boolean;
}

/** What a listener passes to, as its target groups say it. */
type Forwarding = Pick<Listener, "targets" | "preservesClientIp" | "crossZone">;

export function listenersOf(
  parts: Parts,
  owners: readonly Owner[],
): { readonly loadBalancerId: string; readonly listener: Listener }[] {
  const { configuration, problems } = parts;
  const others = new Set(configuration.ofType("aws_lb").map((resource) => idOf(resource)));
  return problems.each(configuration.ofType("aws_lb_listener"), (resource) => {
    const id = configuration.required(resource, "load_balancer_arn");
    const owner = withId(owners, id);
    if (!owner && others.has(id)) return [];
    if (!owner) throw new ReadError(resource, `its load_balancer_arn, ${id}, is not part of what was read`);
    const { stack, address } = resource;
    const port = configuration.integer(resource, "port");
    if (port === undefined) throw new ReadError(resource, "has no port");
    const forwarding = forwardingOf(parts, owner, resource);
    return protocolsOf(parts, resource).map((protocol) => ({
      loadBalancerId: owner.id,
      listener: { stack, address, protocol, port, ...forwarding },
    }));
  });
}

function protocolsOf({ configuration }: Parts, resource: Resource): readonly Listener["protocol"][] {
  const protocol = configuration.required(resource, "protocol").toUpperCase();
  const found = PROTOCOLS[protocol];
  if (!found) throw new ReadError(resource, `has the protocol ${shown(protocol)}, which is not followed`);
  return found;
}

function forwardingOf(parts: Parts, owner: Owner, listener: Resource): Forwarding {
  const { configuration, problems } = parts;
  const groups = targetGroupsOf(parts, listener).flatMap((id) => {
    const group = configuration.ofType("aws_lb_target_group").find((resource) => idOf(resource) === id);
    if (group) return [group];
    problems.add(listener, {
      why: `passes to a target group that was not read`,
      touches: [owner.id],
      may: "open",
    });
    return [];
  });
  return {
    targets: groups.flatMap((group) => targetsOf(parts, owner, group)),
    preservesClientIp: groups.every((group) => preservesClientIp(parts, group)),
    crossZone: groups.every((group) => crossesZones(parts, owner, group)),
  };
}

/** The ids of what a listener forwards to: one group, or several by weight. */
function targetGroupsOf({ configuration }: Parts, listener: Resource): string[] {
  const ids = configuration.blocks(listener, "default_action").flatMap((action) => {
    const groups = configuration
      .blocks(action, "forward")
      .flatMap((forward) => configuration.blocks(forward, "target_group"));
    return [
      configuration.text(action, "target_group_arn"),
      ...groups.map((group) => configuration.text(group, "arn")),
    ];
  });
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** UDP is always passed on under the client's address, and so is what goes to instances unless that is switched off. */
function preservesClientIp({ configuration }: Parts, group: Resource): boolean {
  const protocols = PROTOCOLS[configuration.text(group, "protocol")?.toUpperCase() ?? "TCP"] ?? [];
  if (protocols.includes("udp")) return true;
  const type = configuration.text(group, "target_type") ?? "instance";
  return configuration.flag(group, "preserve_client_ip") ?? type === "instance";
}

function crossesZones({ configuration }: Parts, owner: Owner, group: Resource): boolean {
  const given = configuration.text(group, "load_balancing_cross_zone_enabled");
  return given === "true" || given === "false" ? given === "true" : owner.crossZone;
}

function targetsOf(parts: Parts, owner: Owner, group: Resource): ListenerTarget[] {
  const { configuration, problems } = parts;
  const id = idOf(group);
  const effect = { touches: [owner.id], may: "open" } as const;
  for (const type of REGISTRARS) {
    for (const resource of configuration.ofType(type)) {
      if (!configuration.allTexts(resource).includes(id)) continue;
      problems.add(resource, { why: "registers targets that were not read", ...effect });
    }
  }
  return configuration.ofType("aws_lb_target_group_attachment").flatMap(
    (attachment) =>
      problems.attempt(
        attachment,
        () => {
          if (configuration.required(attachment, "target_group_arn") !== id) return [];
          return [targetOf(parts, group, attachment)];
        },
        effect,
      ) ?? [],
  );
}

function targetOf(parts: Parts, group: Resource, attachment: Resource): ListenerTarget {
  const { configuration } = parts;
  const { stack, address } = attachment;
  const port = configuration.integer(attachment, "port") ?? configuration.integer(group, "port");
  if (port === undefined) throw new ReadError(attachment, "has no port, nor has its target group");
  const networkInterfaceId = interfaceOfTarget(parts, group, attachment);
  return { stack, address, networkInterfaceId, port, healthCheckPort: healthCheckPort(parts, group) ?? port };
}

/** The first network interface of an instance, or the one that has an address. */
function interfaceOfTarget(parts: Parts, group: Resource, attachment: Block): string {
  const { configuration, interfaceRequests, privateAddresses, subnets } = parts;
  const target = configuration.required(attachment, "target_id");
  const type = configuration.text(group, "target_type") ?? "instance";
  const instance = type === "instance" ? instanceWith(configuration, target) : undefined;
  const vpcId = configuration.text(group, "vpc_id");
  const request = instance
    ? withId(interfaceRequests(), primaryInterfaceId(configuration, instance))
    : interfaceRequests().find(
        ({ id, subnetId }) =>
          privateAddresses().get(id) === target && withId(subnets(), subnetId)!.vpcId === vpcId,
      );
  if (request?.resource.type === "aws_lb") {
    throw new ReadError(attachment, `its target, ${target}, is a load balancer's, which is not followed`);
  }
  if (!request) throw new ReadError(attachment, `its target, ${target}, is not part of what was read`);
  return request.id;
}

/** The port that health checks ask, unless it is the one that the traffic goes to. */
function healthCheckPort({ configuration }: Parts, group: Resource): number | undefined {
  const [check] = configuration.blocks(group, "health_check");
  const port = check && configuration.text(check, "port");
  return port === undefined || port === "traffic-port" ? undefined : Number(port);
}
