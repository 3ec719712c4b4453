import { StatusFacts } from "../status/facts";

/** Of more private instances than these, the first are asked: more would not have answered within a minute. */
export const MOST_ASKED = 20;

/** What was found of a deployed environment, before anything is judged. */
export interface VerifyFacts {
  readonly status: StatusFacts;
  readonly privateInstances: readonly PrivateInstanceFacts[];
  /** All that the account has in the region. */
  readonly elasticIps: readonly ElasticIpFacts[];
  /** What instances and NAT hosts have said of themselves, by their ids; of those that were asked. */
  readonly said: ReadonlyMap<string, Said>;
  /** What answers at each NAT host's public address, by its name; or why nobody tried. */
  readonly outside: ReadonlyMap<string, readonly PortAnswer[]> | string;
}

export interface PrivateInstanceFacts {
  /** `private-0`, as in `npm run explain`. */
  readonly name: string;
  readonly instanceId: string;
  /** EC2's word: `running`, `stopped`, … */
  readonly state: string;
}

export interface ElasticIpFacts {
  readonly publicIp: string;
  readonly allocationId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What became of a script that Systems Manager was to run on an instance. */
export type Said =
  /** `status` is its word for how that went, such as `Success` or `Execution Timed Out`. */
  | { readonly kind: "ended"; readonly status: string; readonly output: string; readonly error: string }
  /** `status` is its word for how far it is, such as `Pending`. */
  | { readonly kind: "late"; readonly status: string; readonly seconds: number }
  /** Systems Manager does not know the instance, or has lost its agent. */
  | { readonly kind: "unmanaged" };

export interface PortAnswer {
  readonly port: number;
  /** `refused` is an answer too: what a security group drops is never answered. `unreachable` says nothing of the host. */
  readonly answer: "open" | "refused" | "silent" | "unreachable";
}
