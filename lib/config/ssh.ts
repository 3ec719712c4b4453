import { z } from "zod";
import { Cidr, addressesIn, cidrProblem, contains, isAnywhere, prefixLength } from "../net/ranges";
import { Known, Problem } from "./problems";
import { parsePublicKey, readPublicKey } from "./public-key";

/** SSH to the NAT hosts from outside. */
export const ssh = z.strictObject({
  /**
   * The public key that may log in, in OpenSSH's one-line form. Give this or `publicKeyFile`.
   *
   * @default - read from publicKeyFile
   */
  publicKey: z.string().optional(),

  /**
   * A file that holds the public key, such as `~/.ssh/id_ed25519.pub`; a relative path starts at the environment
   * file's folder. The key, not the path, is written to the stack.
   *
   * @default - publicKey is used
   */
  publicKeyFile: z.string().optional(),

  /** The IPv4 ranges that may connect to port 22. The whole internet is refused, and ranges inside the VPC are. */
  allowedCidrs: z.array(z.string()).min(1, 'is empty; name at least one range, like "203.0.113.7/32"'),
});

/** Who may log in, and from where. */
export interface SshAccess {
  readonly publicKey: string;
  readonly allowedCidrs: readonly Cidr[];
}

/** The fields that SSH hangs on. */
type Fields = Known<{ ssh?: z.output<typeof ssh>; vpcCidrs?: readonly Cidr[] }>;

/** The article opens a /8. A /1 is half of the internet, and two of those are the whole of it. */
const WIDEST_PREFIX = 8;

/** All ranges together hold fewer addresses than the narrowest range that is refused by itself, a /7. */
const MOST_ADDRESSES = 2 ** (32 - WIDEST_PREFIX + 1);

/** Who may log in by SSH and from where, with the problems found on the way. */
export function resolveSsh(
  { ssh, vpcCidrs }: Fields,
  folder: string,
): { readonly ssh?: SshAccess; readonly problems: readonly Problem[] } {
  if (!ssh) return { problems: [] };
  const { key, problems } = resolveKey(ssh, folder);
  const allowedCidrs = (ssh.allowedCidrs ?? []).filter((cidr) => cidr !== null);
  return {
    ssh: key === undefined ? undefined : { publicKey: key, allowedCidrs },
    problems: [...problems, ...rangeProblems(ssh.allowedCidrs ?? [], vpcCidrs ?? [])],
  };
}

function resolveKey(
  { publicKey, publicKeyFile }: NonNullable<Fields["ssh"]>,
  folder: string,
): { readonly key?: string; readonly problems: readonly Problem[] } {
  if ((publicKey === undefined) === (publicKeyFile === undefined)) {
    return {
      problems: [{ path: ["ssh"], message: "needs either publicKey or publicKeyFile, and not both" }],
    };
  }
  const isFile = publicKey === undefined;
  const given = isFile ? publicKeyFile : publicKey;
  if (given === null || given === undefined) return { problems: [] };
  const { key, problem } = isFile ? readPublicKey(given, folder) : parsePublicKey(given);
  if (problem === undefined) return { key, problems: [] };
  return { problems: [{ path: ["ssh", isFile ? "publicKeyFile" : "publicKey"], message: problem }] };
}

function rangeProblems(ranges: readonly (string | null)[], vpcCidrs: readonly (Cidr | null)[]): Problem[] {
  const seen = new Set<string>();
  const problems = ranges.flatMap((value, index): Problem[] => {
    if (value === null) return [];
    const repeated = seen.has(value) ? "is listed twice; name each range once" : undefined;
    seen.add(value);
    const message = rangeProblem(value) ?? insideProblem(value, vpcCidrs) ?? repeated;
    return message ? [{ path: ["ssh", "allowedCidrs", index], value, message }] : [];
  });
  if (problems.length > 0 || ranges.includes(null)) return problems;
  const addresses = addressesIn(ranges as readonly Cidr[]);
  if (addresses < MOST_ADDRESSES) return [];
  const share = `${Number(((100 * addresses) / 2 ** 32).toPrecision(2))} % of the internet`;
  const message = `opens ${share} taken together, as much as a /${WIDEST_PREFIX - 1} or more; name the ranges that you connect from`;
  return [{ path: ["ssh", "allowedCidrs"], message }];
}

function rangeProblem(cidr: string): string | undefined {
  if (isAnywhere(cidr)) return "is the whole internet; name the ranges that you connect from";
  const problem = cidrProblem(cidr);
  if (problem || prefixLength(cidr) >= WIDEST_PREFIX) return problem;
  return `is wider than a /${WIDEST_PREFIX}; name the ranges that you connect from`;
}

/** The NAT host's firewall takes no more than pings from the VPC, so the rule would be of no use. */
function insideProblem(cidr: string, vpcCidrs: readonly (Cidr | null)[]): string | undefined {
  const range = vpcCidrs.find((each) => each !== null && contains(each, cidr));
  return range == null
    ? undefined
    : `is inside the VPC's range "${range}", from which the NAT host takes no SSH; enter it by Systems Manager, or name ranges outside`;
}
