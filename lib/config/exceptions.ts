import { KnownFields } from "./environment";
import { unknownInstanceType, unknownRegion, unknownZone } from "./field-types";
import { Path, Problem } from "./problems";
import { isOpen } from "./publish";

/** A security group takes 60 inbound rules unless AWS raises that (VPC user guide, "Amazon VPC quotas"). */
const INBOUND_RULES = 60;

/** The NAT hosts' group lets the private instances in (`stacks/routes-stack.ts`). */
const OWN_INBOUND_RULES = 1;

/** What is against advice, and goes with a reason alone. */
interface Guard {
  /** Its key in `exceptions`. */
  readonly key: string;
  readonly path: Path;
  readonly value: unknown;
  /** Why it needs a reason; undefined when it needs none, null when a refused field leaves that unknown. */
  readonly message: string | undefined | null;
}

/** Problems of what needs a reason in `exceptions` and has none, and of reasons that nothing needs. */
export function exceptionProblems(fields: KnownFields): Problem[] {
  const { exceptions } = fields;
  if (!exceptions) return [];
  const guards = guardsOf(fields);
  const silent = guards.filter(({ key, message }) => message && exceptions[key] === undefined);
  return [
    ...silent.map(({ path, value, message }) => ({ path, value, message: message! })),
    ...Object.entries(exceptions).flatMap(([key, value]) => {
      // A refused reason has its problem already.
      if (value === null) return [];
      const message = idleProblem(guards.filter((guard) => guard.key === key));
      return message ? [{ path: ["exceptions", key], value, message }] : [];
    }),
  ];
}

function idleProblem(guards: readonly Guard[]): string | undefined {
  if (guards.length === 0) return `names nothing that needs a reason; ${EXCEPTIONS.join(", ")} may`;
  return guards.every(({ message }) => message === undefined)
    ? "excepts what needs no reason; remove it"
    : undefined;
}

const EXCEPTIONS = [
  ...["encryptDisks", "requireImdsv2", "backend.encrypt", "backend.useLockfile"],
  ...[
    "region",
    "zones",
    "nat.instanceType",
    "privateInstances.instanceType",
    "backend.region",
    "ssh.allowedCidrs",
    "publish",
    "publish.<name>",
  ],
];

function guardsOf(fields: KnownFields): Guard[] {
  return [...safeguards(fields), ...listGuards(fields), ...quotaGuards(fields), ...publishGuards(fields)];
}

function safeguards({ encryptDisks, requireImdsv2, backend }: KnownFields): Guard[] {
  const local = backend?.type === "local" && { encrypt: true, useLockfile: true };
  const s3 = backend?.type === "s3" && backend;
  const state = local || s3 || { encrypt: null, useLockfile: null };
  const guards: [string, boolean | null][] = [
    ["encryptDisks", encryptDisks],
    ["requireImdsv2", requireImdsv2],
    ["backend.encrypt", state.encrypt],
    ["backend.useLockfile", state.useLockfile],
  ];
  return guards.map(([key, on]) => {
    const message = `switches a safeguard off; say why in exceptions: { "${key}": "…" }, or leave it on`;
    return { key, path: key.split("."), value: on, message: on === null ? null : on ? undefined : message };
  });
}

/** What the lists of AWS's regions, zones and instance types do not know: a mistake, or newer than they. */
function listGuards({ region, zones, network, nat, privateInstances, backend }: KnownFields): Guard[] {
  const place = network ? ["network", "zones"] : ["zones"];
  const listed = (
    key: string,
    value: string | null | undefined,
    find: (text: string) => string | undefined,
  ) => guard(key, key.split("."), value, value ? find(value) : null);
  const guard = (key: string, path: Path, value: unknown, unknown: string | null | undefined): Guard => {
    const message = unknown && `${unknown}; if it is new, say so in exceptions: { "${key}": "…" }`;
    return { key, path, value, message };
  };
  return [
    listed("region", region, unknownRegion),
    ...((network ? network.zones : zones) ?? []).map((zone, index) => {
      const name = zone?.name;
      const isOfRegion = region && name?.slice(0, -1) === region;
      return guard("zones", [...place, index, "name"], name, isOfRegion ? unknownZone(name, region) : null);
    }),
    listed(
      "nat.instanceType",
      nat && ("instanceType" in nat ? nat.instanceType : undefined),
      unknownInstanceType,
    ),
    listed("privateInstances.instanceType", privateInstances?.instanceType, unknownInstanceType),
    backend?.type === "local"
      ? guard("backend.region", ["backend", "region"], undefined, undefined)
      : listed("backend.region", backend?.type === "s3" ? backend.region : null, unknownRegion),
  ];
}

function quotaGuards({ ssh }: KnownFields): Guard[] {
  const guard = { key: "ssh.allowedCidrs", path: ["ssh", "allowedCidrs"], value: undefined };
  if (ssh === null) return [{ ...guard, message: null }];
  const count = ssh?.allowedCidrs?.length ?? 0;
  const most = INBOUND_RULES - OWN_INBOUND_RULES;
  const message = `has ${count} ranges; a security group takes ${INBOUND_RULES} inbound rules and ${OWN_INBOUND_RULES} is taken, so name at most ${most}, or say in exceptions: { "${guard.key}": "…" } that your quota is higher`;
  return [{ ...guard, message: count > most ? message : undefined }];
}

/** What is offered to the whole internet, by the service's name. */
function publishGuards({ publish }: KnownFields): Guard[] {
  if (!publish) return [];
  const ranges = publish
    .map((service) => service?.allowedCidrs?.length ?? 0)
    .reduce((sum, each) => sum + each, 0);
  const many = `have ${ranges} ranges together; a security group takes ${INBOUND_RULES} inbound rules, so name fewer, or say in exceptions: { "publish": "…" } that your quota is higher`;
  const quota = {
    key: "publish",
    path: ["publish"],
    value: undefined,
    message: ranges > INBOUND_RULES ? many : undefined,
  };
  const open = publish.flatMap((service, index): Guard[] => {
    if (!service?.name) return [];
    const key = `publish.${service.name}`;
    const open = isOpen(service);
    const message = `opens "${service.name}" to the internet; say why in exceptions: { "${key}": "…" }, or name the ranges of its clients`;
    return [
      {
        key,
        path: ["publish", index, "allowedCidrs"],
        value: undefined,
        message: open === undefined ? null : open ? message : undefined,
      },
    ];
  });
  return [quota, ...open];
}
