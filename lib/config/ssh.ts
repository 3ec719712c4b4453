import { Cidr, cidrFault, contains, isAnywhere, prefixLength } from "../net/ranges";
import { Environment } from "./environment";
import { Fault } from "./faults";
import { ReadKey, parsePublicKey, readPublicKey } from "./public-key";
import { CheckedFields } from "./salvage";

/** The article opens a /8. A /1 is half of the internet, and two of those are the whole of it. */
const WIDEST_PREFIX = 8;

/** Who may log in by SSH and from where, with the faults found on the way. */
export function resolveSsh(
  { ssh, vpcCidr }: CheckedFields,
  folder: string,
): { readonly ssh?: Environment["ssh"]; readonly faults: readonly Fault[] } {
  if (!ssh) return { faults: [] };
  const { key, faults } = resolveKey(ssh, folder);
  const allowedCidrs = (ssh.allowedCidrs ?? []).filter((cidr) => cidr !== null);
  return {
    ssh: key === undefined ? undefined : { publicKey: key, allowedCidrs },
    faults: [...faults, ...rangeFaults(ssh.allowedCidrs ?? [], vpcCidr)],
  };
}

function resolveKey(
  { publicKey, publicKeyFile }: NonNullable<CheckedFields["ssh"]>,
  folder: string,
): { readonly key?: string; readonly faults: readonly Fault[] } {
  if ((publicKey === undefined) === (publicKeyFile === undefined)) {
    return { faults: [{ path: "ssh", message: "needs either publicKey or publicKeyFile, and not both" }] };
  }
  if (typeof publicKeyFile === "string") {
    return withPath(readPublicKey(publicKeyFile, folder), "ssh.publicKeyFile", publicKeyFile);
  }
  // Only the first word is shown: it may be a private key.
  return typeof publicKey === "string"
    ? withPath(parsePublicKey(publicKey), "ssh.publicKey", publicKey.trim().split(/\s/, 1)[0])
    : { faults: [] };
}

function withPath({ key, fault }: ReadKey, path: string, value: unknown) {
  return { key, faults: fault === undefined ? [] : [{ path, value, message: fault }] };
}

function rangeFaults(ranges: readonly (string | null)[], vpcCidr: Cidr | null | undefined): Fault[] {
  return ranges.flatMap((value, index): Fault[] => {
    if (value === null) return [];
    const repeated = ranges.indexOf(value) < index ? "is listed twice; name each range once" : undefined;
    const message = rangeFault(value) ?? insideFault(value, vpcCidr) ?? repeated;
    return message ? [{ path: `ssh.allowedCidrs[${index}]`, value, message }] : [];
  });
}

function rangeFault(cidr: string): string | undefined {
  if (isAnywhere(cidr)) return "is the whole internet; name the ranges that you connect from";
  const fault = cidrFault(cidr);
  if (fault || prefixLength(cidr) >= WIDEST_PREFIX) return fault;
  return `is wider than a /${WIDEST_PREFIX}; name the ranges that you connect from`;
}

/** The NAT host's firewall takes no more than pings from the VPC, so the rule would be of no use. */
function insideFault(cidr: string, vpcCidr: Cidr | null | undefined): string | undefined {
  if (!vpcCidr || !contains(vpcCidr, cidr)) return undefined;
  return `is inside the VPC's range "${vpcCidr}", from which the NAT host takes no SSH; enter it by Systems Manager, or name ranges outside`;
}
