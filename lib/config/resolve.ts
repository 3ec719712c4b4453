import { z } from "zod";
import { Cidr, isPrivate } from "../net/ranges";
import { clientProblems } from "./clients";
import { Environment, KnownFields, Zone } from "./environment";
import { exceptionProblems } from "./exceptions";
import { failoverProblems } from "./failover";
import { ExistingNetwork, withRouteTables } from "./existing-network";
import { existingNetworkProblems } from "./existing-network-problems";
import { tagProblems } from "./field-types";
import { defaultPattern, findsMinimalImages, imageProblems } from "./instances";
import { monitoringProblems } from "./monitoring";
import {
  elasticIpProblems,
  failoverOf,
  hasNatGateways,
  nat64Problems,
  natHostsOf,
  natZones,
  probeProblems,
  sshProblems,
} from "./nat";
import {
  KnownZone,
  capacityProblems,
  knownZones,
  networkProblems,
  rangeProblems,
  zoneProblems,
} from "./network";
import { plainCopy } from "./plain";
import { EnvironmentError, Path, Problem, explain, schemaProblems } from "./problems";
import { PublishedService, isOpen, publishProblems, withDefaults } from "./publish";
import { EnvironmentFields, environmentSchema } from "./schema";
import { SshAccess, resolveSsh } from "./ssh";

/** Where an environment comes from. */
export interface EnvironmentSource {
  /** The environment's name, such as `article`: up to 20 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** The file as messages name it, such as `environments/article.ts`. */
  readonly file: string;
  /** The folder that relative paths in it start from. */
  readonly folder: string;
}

/**
 * Fills in an environment's defaults and checks it.
 *
 * @throws EnvironmentError with every problem found, not just the first
 */
export function resolveEnvironment(input: unknown, { name, file, folder }: EnvironmentSource): Environment {
  const plain = withExistingDefaults(plainCopy(input));
  const problems: Problem[] = [...nameProblems(name), ...plain.problems];
  let together: Together = { zones: [], problems: [] };
  const parsed = environmentSchema
    .superRefine(
      (fields, { issues }) => void (together = checkTogether(knownFields(fields, issues), folder)),
      {
        // Also beside fields that are refused, so that a user learns of all problems at once.
        when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value),
      },
    )
    .safeParse(plain.value, { error: explain });
  if (!parsed.success) {
    const isTold = ({ path }: Problem) =>
      plain.problems.some((other) => startsWith(path as Path, other.path as Path));
    problems.push(
      ...schemaProblems(plain.value, parsed.error)
        .map((problem) => asGiven(plain.value, problem))
        .filter((problem) => !isTold(problem)),
    );
  }
  problems.push(...together.problems.map((problem) => asGiven(plain.value, problem)));
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(file, problems);

  const { vpcCidr, ami, exceptions, policyExceptions, ...fields } = parsed.data;
  const publish = parsed.data.publish.map(withDefaults);
  const network = fields.network && withRouteTables(fields.network);
  const environment = {
    ...fields,
    exceptions,
    name,
    // Without a problem, nothing in them is unknown.
    vpcCidrs: (network?.vpcCidrs ?? vpcCidr) as readonly Cidr[] as readonly [Cidr, ...Cidr[]],
    zones: together.zones as readonly object[] as readonly [Zone, ...Zone[]],
    network,
    clients: { ...fields.clients, cidrs: fields.clients.cidrs ?? privateRanges(network) },
    ssh: together.ssh,
    publish,
    policyExceptions: [
      ...policyExceptions,
      ...publish.flatMap((service) => exceptionsOfPublished(service, exceptions)),
      ...exceptionsOfTables(network),
    ],
    ami: { ...ami, pattern: ami.pattern ?? defaultPattern(ami.architecture) },
  };
  return { ...environment, warnings: warningsOf(environment) };
}

/** What several fields say together, and what is wrong with that. */
interface Together {
  readonly zones: readonly KnownZone[];
  readonly ssh?: SshAccess;
  readonly problems: readonly Problem[];
}

function checkTogether(fields: KnownFields, folder: string): Together {
  const zones = knownZones(fields);
  const vpcCidrs = fields.network ? fields.network.vpcCidrs : fields.vpcCidr;
  const { ssh, problems } = resolveSsh({ ...fields, vpcCidrs }, folder);
  return {
    zones,
    ssh,
    problems: [
      ...networkProblems(fields),
      ...existingNetworkProblems(fields),
      ...zoneProblems(fields, zones),
      ...rangeProblems(fields, zones),
      ...capacityProblems(fields, zones),
      ...imageProblems(fields),
      ...clientProblems({ ...fields, vpcCidrs }),
      ...elasticIpProblems(fields, zones),
      ...failoverProblems(fields, zones),
      ...sshProblems(fields),
      ...monitoringProblems(fields),
      ...nat64Problems(fields),
      ...probeProblems({ ...fields, vpcCidrs }),
      ...publishProblems(fields),
      ...problems,
      ...tagProblems(fields),
      ...exceptionProblems(fields),
    ],
  };
}

/** Fills in what an existing network is most likely to want: nothing of ours in it but the way out. */
function withExistingDefaults(plain: ReturnType<typeof plainCopy>): ReturnType<typeof plainCopy> {
  const value = plain.value as Record<string, unknown> | null;
  if (typeof value !== "object" || !value?.["network"]) return plain;
  const { privateInstances = {} } = value;
  const withCount =
    typeof privateInstances === "object" ? { count: 0, ...privateInstances } : privateInstances;
  return { ...plain, value: { endpoints: false, ...value, privateInstances: withCount } };
}

function privateRanges(network: ExistingNetwork | undefined): Cidr[] {
  return (network?.zones ?? []).flatMap(({ privateSubnets }) => privateSubnets.map(({ cidr }) => cidr));
}

/** A problem as the user gave the field: a single range of the VPC as its text alone. */
function asGiven<P extends Problem>(input: unknown, problem: P): P {
  const [field, ...rest] = problem.path;
  if (field !== "vpcCidr" || typeof problem.path === "string" || rest.length === 0) return problem;
  const { vpcCidr } = input as { vpcCidr?: unknown };
  return Array.isArray(vpcCidr) ? problem : { ...problem, path: ["vpcCidr"], value: vpcCidr };
}

/** The plan of a service that is open to the internet breaks a policy, and may, for the reason that the environment gives. */
function exceptionsOfPublished(
  service: PublishedService,
  exceptions: Environment["exceptions"],
): Environment["policyExceptions"] {
  const reason = exceptions[`publish.${service.name}`];
  if (!isOpen(service) || reason === undefined) return [];
  return service.allowedCidrs.map((cidr) => {
    const rule = `published_${service.name}_from_${cidr.replace(/[./]/g, "_")}`;
    const resource = `published/aws_vpc_security_group_ingress_rule.${rule}`;
    return { rule: "no-open-ingress", resource, reason, implied: true };
  });
}

/** Where there was no default route before, the one that is made is taken away again. */
function exceptionsOfTables(network: ExistingNetwork | undefined): Environment["policyExceptions"] {
  const tables = (network?.zones ?? []).flatMap(({ routeTables }) => routeTables);
  return tables
    .filter(({ wayOutToday }) => wayOutToday === undefined)
    .map(({ id }) => ({
      rule: "no-route-of-others-destroyed",
      resource: `routes/aws_route.${id}_default`,
      reason: `${id} had no default route before`,
      implied: true,
    }));
}

function nameProblems(name: string): Problem[] {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(name)) return [];
  const message = "must be up to 20 lower-case letters, digits and hyphens, a letter first; rename the file";
  return [{ path: ["name"], value: name, message }];
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

/** What is known of fields that the schema has found these issues in; those that name a field too many take nothing. */
function knownFields(fields: EnvironmentFields, issues: readonly z.core.$ZodRawIssue[]): KnownFields {
  return issues
    .filter(({ code }) => code !== "unrecognized_keys")
    .reduce<unknown>((value, { path = [] }) => withNull(value, path), fields) as KnownFields;
}

/** A copy of `value` with null at a path, or in the place of what should hold it and does not. */
function withNull(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return value.with(Number(step), withNull(value[Number(step)], rest));
  return { ...value, [step]: withNull((value as Record<PropertyKey, unknown>)[step], rest) };
}

/** An account has five Elastic IPs a region unless AWS raises that (EC2 user guide, "Elastic IP address quota"). */
const ELASTIC_IPS = 5;

/** What is allowed but worth a look, one line each. */
function warningsOf(environment: Omit<Environment, "warnings">): string[] {
  const { vpcCidrs, backend, ami, nat } = environment;
  const places = natZones(environment).length;
  const addresses = places * (Number(natHostsOf(nat) !== undefined) + Number(hasNatGateways(environment)));
  const warnings: [isWorthALook: boolean, warning: string][] = [
    ...vpcCidrs.map((vpcCidr): [boolean, string] => [
      !isPrivate(vpcCidr),
      `${environment.network ? "network.vpcCidrs" : "vpcCidr"}: "${vpcCidr}" is no private range, so its internet addresses are out of reach from the VPC; use one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
    ]),
    [
      addresses > ELASTIC_IPS,
      `nat.placement: "per-zone" needs ${addresses} Elastic IPs, and an account has ${ELASTIC_IPS} a region unless AWS has raised that quota; ask for it first`,
    ],
    [
      backend.type === "s3" && backend.bucket.includes("."),
      `backend.bucket: a name with dots fits no certificate of S3's for hosts, so requests name the bucket in their path; prefer one without`,
    ],
    [
      natHostsOf(nat)?.market === "spot" && failoverOf(nat) === "off",
      `nat.market: "spot" lets AWS stop a NAT host when it needs the capacity, and nothing takes over meanwhile: its zones then have no way out; prefer "on-demand" where that matters`,
    ],
    [
      nat.kind === "none" && environment.ipv6 === "off" && !environment.endpoints,
      `nat.kind: "none" leaves the private instances without a way out, and without endpoints Systems Manager does not reach them either`,
    ],
    [
      findsMinimalImages(ami),
      `ami.pattern: "${ami.pattern}" finds minimal images too, which have no Systems Manager agent: there is then no way into the instances but SSH; name the standard ones, such as "al2023-ami-2023.*"`,
    ],
  ];
  return warnings.filter(([isWorthALook]) => isWorthALook).map(([, warning]) => warning);
}
