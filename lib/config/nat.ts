import { z } from "zod";
import { Cidr, familyOf, holds, isSpecial } from "../net/ranges";
import { allocationId } from "./existing-network";
import { failover } from "./failover";
import { eachOnce, instanceType } from "./field-types";
import { Known, Problem } from "./problems";

const probeDestination = z
  .string()
  .refine(
    (text) => familyOf(text) === "ipv4" && !isSpecial(`${text}/32`),
    'is not an IPv4 address on the internet; write one like "1.1.1.1", which needs no name server',
  );

const probe = z.strictObject({
  /**
   * Whom it asks: two to four IPv4 addresses that answer at TCP port 443, better of several operators.
   *
   * @default - Cloudflare's and Google's resolvers, which serve DNS over HTTPS there
   */
  destinations: z
    .array(probeDestination)
    .min(2, "has fewer than two addresses, and one that is gone would count against the host; name another")
    .max(4, "has more than four addresses; name two to four")
    .superRefine(eachOnce)
    .default(["1.1.1.1", "8.8.8.8"]),
});

const placed = {
  /**
   * `single`: one NAT host or gateway, in the first zone, serves every zone (cheapest; traffic of other zones crosses
   * zones, at $0.01 per GB each way, and all zones lose their way out with that one). `per-zone`: one in each zone.
   *
   * @default "single"
   */
  placement: z.enum(["single", "per-zone"]).default("single"),

  /**
   * Elastic IPs that exist already, by their allocation ids, one for each NAT host or gateway in use, in the zones' order:
   * addresses that others have on their lists. They are never released.
   *
   * @default - new ones
   */
  elasticIpAllocationIds: z
    .array(allocationId)
    .min(1, "is empty; name one Elastic IP for each NAT host or gateway, or leave it out")
    .superRefine(eachOnce)
    .optional(),
};

/** A field here reaches the prop of the same name in `NatHostProps` (constructs/nat-host.ts): the stack spreads them. */
const hosts = {
  /**
   * The NAT hosts' instance type, of the same architecture as `ami.architecture`.
   *
   * @default "t4g.nano"
   */
  instanceType: instanceType.default("t4g.nano"),

  /**
   * What a burstable (T family) host does when its CPU credits are used up: `unlimited` goes on and is billed for
   * the surplus ($0.04 per vCPU-hour on T4g), `standard` is slowed down to its baseline. Without meaning, and not
   * written, for other families.
   *
   * @default "unlimited"
   */
  creditMode: z.enum(["standard", "unlimited"]).default("unlimited"),

  /**
   * How the NAT hosts are bought. `spot` saves about half of their hours' price: AWS stops a host whenever it needs the
   * capacity, with two minutes' notice, and starts it again, disk, network interfaces and address in place, when there
   * is some. Its zones have no way out meanwhile, unless `failover` gives them one.
   *
   * @default "on-demand"
   */
  market: z.enum(["on-demand", "spot"]).default("on-demand"),

  /**
   * How each host asks every ten seconds, through its own forwarding and translation, whether the internet is there; it
   * heals itself when nobody answers.
   *
   * @default - it asks 1.1.1.1 and 8.8.8.8
   */
  probe: probe.prefault({}),
};

const instance = z.strictObject({
  /**
   * What the private subnets' default routes lead to. `instance`: NAT hosts. `gateway`: AWS's NAT gateways, in one zone
   * or each. `regional-gateway`: AWS's NAT gateway for a whole VPC, which needs the AWS provider 6.24 or newer. `none`:
   * no way out by IPv4.
   *
   * @default "instance"
   */
  kind: z.literal("instance"),
  ...placed,
  ...hosts,

  /**
   * Keeps the other kind deployed, with no route to it: for going there, and for coming back. Its own fields are then
   * taken too.
   *
   * @default - none
   */
  standby: z.literal("gateway").optional(),

  /**
   * What the private default routes do while their NAT host is lost. `off`: nothing; its zones have no way out until it is
   * back. `other-zone`: they lead to another zone's host, at $0.01 a GB each way between zones. `standby`: they lead to the
   * NAT gateway that `standby` keeps deployed. Both change the public address meanwhile, and drop what is open.
   *
   * @default "off"
   */
  failover,
});

/** Whether, and how, another way out takes over from a NAT host that is lost. */
export function failoverOf(nat: Nat): "off" | "other-zone" | "standby" {
  return nat.kind === "instance" ? nat.failover : "off";
}

/** The message for a failover from hosts that no route leads to. */
function aboutFailover({ code, keys }: { code?: string; keys?: string[] }): string | undefined {
  if (code !== "unrecognized_keys" || keys?.join() !== "failover") return undefined;
  return 'is for NAT hosts that the routes lead to, which kind "instance" has; remove it';
}

/** The message for NAT host fields given with a kind that has no NAT hosts; undefined for any other problem. */
function aboutHosts(issue: { code?: string; keys?: string[] }): string | undefined {
  const { code, keys } = issue;
  if (keys?.join() === "failover") return aboutFailover(issue);
  if (code !== "unrecognized_keys" || !keys?.every((key) => Object.hasOwn(hosts, key))) return undefined;
  return 'is for NAT hosts, which there are none of; add standby: "instance" to keep them, or remove it';
}

/** The message for any other field given with a kind that deploys nothing. */
function aboutAnyWay({ code, keys }: { code?: string; keys?: string[] }): string | undefined {
  const known: readonly string[] = [...Object.keys(hosts), ...Object.keys(placed), "standby", "failover"];
  if (code !== "unrecognized_keys" || !keys?.every((key) => known.includes(key))) return undefined;
  return 'is for NAT hosts and gateways, which kind "none" has none of; remove it, or name another kind';
}

const gateway = z.discriminatedUnion("standby", [
  z.strictObject(
    { kind: z.literal("gateway"), ...placed, standby: z.undefined().optional() },
    { error: aboutHosts },
  ),
  z.strictObject(
    { kind: z.literal("gateway"), ...placed, ...hosts, standby: z.literal("instance") },
    { error: aboutFailover },
  ),
]);

const regionalGateway = z.discriminatedUnion("standby", [
  z.strictObject(
    { kind: z.literal("regional-gateway"), standby: z.undefined().optional() },
    { error: aboutHosts },
  ),
  z.strictObject(
    { kind: z.literal("regional-gateway"), ...placed, ...hosts, standby: z.literal("instance") },
    { error: aboutFailover },
  ),
]);

const none = z.strictObject({ kind: z.literal("none") }, { error: aboutAnyWay });

const kinds = z.discriminatedUnion("kind", [instance, gateway, regionalGateway, none]);

type KindInput = z.input<typeof kinds>;

/** Without its kind it is an instance. */
type NatInput = KindInput | (Omit<z.input<typeof instance>, "kind"> & { readonly kind?: undefined });

/** The private subnets' way to the internet by IPv4. */
export const nat = z.preprocess(
  (given) => (isRecord(given) && given["kind"] === undefined ? { ...given, kind: "instance" } : given),
  kinds,
) as unknown as z.ZodType<Nat, NatInput>;

export type Nat = z.output<typeof kinds>;

/** What an environment says of its NAT hosts. */
export type NatHosts = Pick<z.output<typeof instance>, keyof typeof hosts>;

/** The NAT hosts, in use or standing by; undefined when there are none. */
export function natHostsOf(nat: Nat): NatHosts | undefined {
  return "instanceType" in nat ? nat : undefined;
}

/** Whether there are NAT gateways, in use or standing by. */
export function hasNatGateways({ nat }: { nat: Nat }): boolean {
  return (
    nat.kind === "gateway" ||
    nat.kind === "regional-gateway" ||
    ("standby" in nat && nat.standby === "gateway")
  );
}

/** What decides which zones have a NAT host or gateway. */
export interface Placed {
  readonly kind?: string;
  readonly placement?: "single" | "per-zone";
}

/** A zone in which a NAT host or gateway may stand: it has a public subnet. */
interface Place {
  readonly hasPublicSubnet: boolean;
}

/** The zones that have a NAT host or gateway of their own. */
export function natZones<Z extends Place>({
  nat,
  zones,
}: {
  nat: Placed;
  zones: readonly Z[];
}): readonly Z[] {
  const places = zones.filter(({ hasPublicSubnet }) => hasPublicSubnet);
  return nat.placement === "per-zone" ? places : places.slice(0, 1);
}

/** The zones whose private subnets lead to the NAT host or gateway of `zone`, which has one. */
export function zonesServedFrom<Z extends Place>(
  environment: { nat: Placed; zones: readonly Z[] },
  zone: Z,
): readonly Z[] {
  return environment.zones.filter((served) => natZoneFor(environment, served) === zone);
}

/** The zone of the NAT host or gateway that serves `zone`. */
export function natZoneFor<Z extends Place>(environment: { nat: Placed; zones: readonly Z[] }, zone: Z): Z {
  const places = natZones(environment);
  return places.includes(zone) ? zone : (places[0] ?? zone);
}

/** The Elastic IP of the NAT host or gateway in use in the zone at `index` of `natZones`; undefined for a new one. */
export function allocationIdOf(
  { nat }: { nat: Nat },
  kind: "instance" | "gateway",
  index: number,
): string | undefined {
  return nat.kind === kind ? nat.elasticIpAllocationIds?.[index] : undefined;
}

/** Problems of Elastic IPs that are not one for each NAT host or gateway in use. */
export function elasticIpProblems({ nat }: Known<{ nat: Nat }>, zones: readonly Place[]): Problem[] {
  if (!nat || !("elasticIpAllocationIds" in nat) || !nat.elasticIpAllocationIds) return [];
  const path = ["nat", "elasticIpAllocationIds"];
  if (nat.kind === "regional-gateway") {
    return [
      {
        path,
        message:
          "are for NAT hosts and zonal NAT gateways; AWS chooses a regional one's addresses; remove it",
      },
    ];
  }
  if (nat.placement === null) return [];
  const given = nat.elasticIpAllocationIds.length;
  const needed = natZones({ nat: nat as Placed, zones }).length;
  if (given === needed || needed === 0) return [];
  const message = `names ${given} for ${needed} NAT ${nat.kind === "gateway" ? "gateway" : "host"}${needed === 1 ? "" : "s"}; name one for each`;
  return [{ path, message }];
}

/** Problems of SSH to NAT hosts that there are none of. */
export function sshProblems({ nat, ssh }: Known<{ nat: Nat; ssh?: object }>): Problem[] {
  if (!ssh || !nat || nat.kind === null || "instanceType" in nat) return [];
  return [{ path: ["ssh"], message: "is for NAT hosts, which there are none of; remove it" }];
}

/** Problems of the addresses that NAT hosts ask: in the VPC, they are never translated to. */
export function probeProblems({ nat, vpcCidrs }: Known<{ nat: Nat; vpcCidrs?: readonly Cidr[] }>): Problem[] {
  const destinations = (nat && "probe" in nat && nat.probe?.destinations) || [];
  return destinations.flatMap((value, index) =>
    value && vpcCidrs?.some((cidr) => cidr && holds(cidr, value))
      ? [
          {
            path: ["nat", "probe", "destinations", index],
            value,
            message: "is inside the VPC, and the probe is to cross the internet; name an address there",
          },
        ]
      : [],
  );
}

/** Problems of NAT64 with what would have to translate. */
export function nat64Problems({
  nat,
  ipv6,
  nat64,
}: Known<{ nat: { kind: Nat["kind"] }; ipv6: string; nat64: boolean }>): Problem[] {
  if (!nat64) return [];
  const problem = (message: string) => [{ path: ["nat64"], value: true, message }];
  if (ipv6 === "off") return problem('is for IPv6, which is off; add ipv6: "egress-only", or remove it');
  if (nat?.kind === "instance" || nat?.kind === "none") {
    return problem(
      'needs a NAT gateway, which alone translates IPv6 to IPv4; set nat.kind to "gateway", or remove it',
    );
  }
  return [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
