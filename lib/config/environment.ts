import { Cidr } from "../net/ranges";
import { Known } from "./problems";
import { PublishedService } from "./publish";
import { EnvironmentFields, EnvironmentInput } from "./schema";
import { SshAccess } from "./ssh";

/** An availability zone with the ranges of its two subnets. */
export interface Zone {
  /** `eu-central-1b` */
  readonly name: string;
  /** `b`: what tells this zone's resources from another's in their addresses. */
  readonly letter: string;
  readonly publicCidr: Cidr;
  readonly privateCidr: Cidr;
}

/** A checked environment, every default filled in: all that the stacks know of what the user wants. */
export interface Environment extends Omit<EnvironmentFields, "zones" | "ssh" | "ami" | "publish"> {
  /** The environment file's name without its ending, such as `article`. */
  readonly name: string;
  readonly zones: readonly [Zone, ...Zone[]];
  readonly ssh?: SshAccess;
  readonly publish: readonly PublishedService[];
  readonly ami: EnvironmentFields["ami"] & { readonly pattern: string };
  /** What is allowed but worth a look, one line each; shown at synth. */
  readonly warnings: readonly string[];
}

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
