import { looksSecret, printable } from "../tools/messages";
import { InterfaceFacts } from "./facts";

/** `subnet-0123456789abcdef0 (app-a)`; names are tags, in which anything may stand, and end up in comments. */
export function named({ id, name }: { readonly id: string; readonly name?: string }): string {
  if (name === undefined || looksSecret(name)) return id;
  const short = name.length <= 40 ? name : `${name.slice(0, 39)}…`;
  return `${id} (${printable(short).replaceAll("*/", "* /")})`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `1 address`, `2 addresses`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Who has a network interface, by AWS's type of it, or else by the description that the service gives it. */
const USERS: readonly (readonly [RegExp, one: string, many: string])[] = [
  [/^lambda |^interface AWS Lambda VPC ENI/, "Lambda function", "Lambda functions"],
  [/^interface arn:aws:ecs:/, "ECS task", "ECS tasks"],
  [/^interface RDSNetworkInterface/, "database", "databases"],
  [/^interface ElastiCache/, "cache", "caches"],
  [/^interface RedshiftNetworkInterface/, "Redshift cluster", "Redshift clusters"],
  [/^interface EFS mount target/, "EFS mount target", "EFS mount targets"],
  [/^interface Amazon EKS /, "EKS control plane", "EKS control planes"],
  [
    /^(load_balancer|network_load_balancer|gateway_load_balancer) |^interface ELB /,
    "load balancer",
    "load balancers",
  ],
  [
    /^(vpc_endpoint|gateway_load_balancer_endpoint) |^interface VPC Endpoint Interface/,
    "endpoint",
    "endpoints",
  ],
  [/^(nat_gateway|natGateway) |^interface Interface for NAT Gateway/, "NAT gateway", "NAT gateways"],
  [/^transit_gateway /, "transit gateway", "transit gateways"],
];

/** Who is in a subnet, by its network interfaces: `5 instances, 2 Lambda functions and 1 database`. */
export function usersOf(interfaces: readonly InterfaceFacts[]): string {
  const instances = new Set(interfaces.flatMap(({ instanceId }) => instanceId ?? []));
  const others = interfaces.filter(({ instanceId }) => instanceId === undefined);
  const counts = new Map<string, { count: number; one: string; many: string }>();
  for (const { type, description } of others) {
    const [, one, many] = USERS.find(([pattern]) => pattern.test(`${type} ${description}`)) ?? OTHERS;
    counts.set(one, { one, many, count: (counts.get(one)?.count ?? 0) + 1 });
  }
  return listed([
    ...(instances.size > 0 ? [counted(instances.size, "instance")] : []),
    ...[...counts.values()].map(({ count, one, many }) => counted(count, one, many)),
  ]);
}

const OTHERS = [undefined, "other network interface", "other network interfaces"] as const;
