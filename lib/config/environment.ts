import { Cidr } from "../net/ranges";
import { ExistingNetwork } from "./existing-network";
import { Known } from "./problems";
import { PublishedService } from "./publish";
import { EnvironmentFields, EnvironmentInput } from "./schema";
import { SshAccess } from "./ssh";

/** An availability zone with its subnets' ranges. */
export interface Zone {
  /** `eu-central-1b` */
  readonly name: string;
  /** `b`: what tells this zone's resources from another's in their addresses. */
  readonly letter: string;
  /** Of the public subnet that the stacks make; undefined in an existing network. */
  readonly publicCidr?: Cidr;
  /** Of the private subnet; in an existing network of the zone's first, where a NAT host's private interface stands. */
  readonly privateCidr: Cidr;
  /** Whether a NAT host or gateway may stand in it. */
  readonly hasPublicSubnet: boolean;
}

/** A checked environment, every default filled in: all that the stacks know of what the user wants. */
export interface Environment extends Omit<
  EnvironmentFields,
  "vpcCidr" | "zones" | "network" | "clients" | "ssh" | "ami" | "publish" | "policyExceptions"
> {
  /** The environment file's name without its ending, such as `article`. */
  readonly name: string;
  /** All of the VPC's IPv4 ranges. */
  readonly vpcCidrs: readonly [Cidr, ...Cidr[]];
  readonly zones: readonly [Zone, ...Zone[]];
  /** The VPC, when it exists already. */
  readonly network?: ExistingNetwork;
  /** Who may use the NAT hosts besides the private instances' group. */
  readonly clients: { readonly securityGroupIds: readonly string[]; readonly cidrs: readonly Cidr[] };
  readonly ssh?: SshAccess;
  readonly publish: readonly PublishedService[];
  /** Those that it names, and those that follow from its reasons in `exceptions` or from what an existing network is. */
  readonly policyExceptions: readonly PolicyException[];
  readonly ami: EnvironmentFields["ami"] & { readonly pattern: string };
  /** What is allowed but worth a look, one line each; shown at synth. */
  readonly warnings: readonly string[];
}

/** A resource that may break a rule of the policy, and why. */
export type PolicyException = EnvironmentFields["policyExceptions"][number] & {
  /** Whether it follows from what is allowed elsewhere; nobody can take it away here when it excepts nothing. */
  readonly implied?: true;
};

/** Types an environment file; the values are checked when the environment is loaded. */
export function defineEnvironment(environment: EnvironmentInput): EnvironmentInput {
  return environment;
}

/** The fields as the checks see them: they report what they can, and nothing that follows from a refused field. */
export type KnownFields = Known<EnvironmentFields>;

/** The start of every name that must be unique in an AWS account, such as a role's. */
export function accountPrefix({ project, name }: Pick<Environment, "project" | "name">): string {
  return `${project}-${name}`;
}
