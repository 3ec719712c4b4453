import { UsageError } from "../tools/errors";
import { Nat } from "./nat";

/** The first version with `availability_mode` (https://github.com/hashicorp/terraform-provider-aws/pull/45240). */
const REGIONAL_GATEWAY = [6, 24] as const;

const PART = /^\s*(~>|>=|<=|!=|>|<|=|)\s*v?\d+(\.\d+){0,2}(-[\w.]+)?\s*$/;

/**
 * Refuses what is no version constraint, or one that allows an AWS provider which cannot make what an environment asks
 * for.
 *
 * @param constraint as Terraform takes it, such as `~> 6.25`
 * @throws UsageError
 */
export function refuseOldProvider({ nat }: { nat: Nat }, constraint: string): void {
  if (!constraint.split(",").every((part) => PART.test(part))) {
    throw new UsageError(NAME, constraint, `is no version constraint; write one like "~> 6.25"`);
  }
  if (nat.kind !== "regional-gateway") return;
  const [major, minor] = oldestOf(constraint);
  const [needed, neededMinor] = REGIONAL_GATEWAY;
  if (major > needed || (major === needed && minor >= neededMinor)) return;
  const newer = `${needed}.${neededMinor}`;
  const message = `allows an AWS provider older than ${newer}, which has no regional NAT gateway; write "~> ${newer}", or set nat.kind to "gateway"`;
  throw new UsageError(NAME, constraint, message);
}

const NAME = "AWS_PROVIDER_VERSION";

type Version = readonly [major: number, minor: number];

/** The oldest version that a constraint allows, as far as its parts with a lower bound say. */
function oldestOf(constraint: string): Version {
  const bounds = constraint.split(",").flatMap((part) => {
    const [, major, minor = "0"] = /^\s*(?:~>|>=|>|=|)\s*v?(\d+)(?:\.(\d+))?/.exec(part) ?? [];
    return major === undefined ? [] : [[Number(major), Number(minor)] as const];
  });
  return bounds.reduce((most, version) => (compare(version, most) > 0 ? version : most), [0, 0]);
}

function compare([a, b]: Version, [c, d]: Version): number {
  return a - c || b - d;
}
