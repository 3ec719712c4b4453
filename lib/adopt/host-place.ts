import { SubnetFacts } from "./facts";
import { refusedInPublic } from "./network-acls";
import { Survey } from "./survey";
import { counted, listed, named } from "./words";

/** Where in a zone a NAT host may stand, or why nowhere. */
export interface HostPlace {
  readonly publicSubnet?: { readonly subnet: SubnetFacts; readonly why: string };
  readonly noHost?: string;
}

/** @param privateSubnets those that it would serve, the one for its private interface first */
export function hostPlace(survey: Survey, zone: string, privateSubnets: readonly SubnetFacts[]): HostPlace {
  const isOffered = survey.facts.zones.find(({ name }) => name === zone)?.offersHost ?? true;
  if (!isOffered) return { noHost: "the NAT hosts' instance type cannot be had in this zone" };
  if (privateSubnets[0]!.freeAddresses === 0) {
    return { noHost: "none of its private subnets has an address free for a NAT host" };
  }
  const all = survey.facts.subnets.filter((subnet) => subnet.zone === zone && survey.isPublic(subnet));
  if (all.length === 0) return { noHost: "no subnet of it leads to an internet gateway" };
  const open = all.filter(({ blockMode }) => blockMode === undefined);
  if (open.length === 0) {
    const mode = all[0]!.blockMode;
    return { noHost: `VPC Block Public Access (${mode}) keeps ${listed(all.map(named))} from the internet` };
  }
  const free = open.filter(({ freeAddresses }) => freeAddresses > 0);
  if (free.length === 0) return { noHost: `${listed(open.map(named))} has no address free for a NAT host` };
  const [best] = [...free].sort(
    (a, b) => rank(survey, b) - rank(survey, a) || b.freeAddresses - a.freeAddresses,
  );
  return { publicSubnet: { subnet: best!, why: why(survey, best!, all.length) } };
}

/** One that lets a NAT's traffic pass is better, and one in which a NAT works already. */
function rank(survey: Survey, subnet: SubnetFacts): number {
  const passes = refusedInPublic(survey.facts, subnet.id).length === 0;
  return (passes ? 2 : 0) + (survey.natIn(subnet) ? 1 : 0);
}

function why(survey: Survey, subnet: SubnetFacts, of: number): string {
  const nat = survey.natIn(subnet);
  return [
    `${named(subnet)} leads to ${survey.wayOf(subnet).words}`,
    of === 1 ? "the zone's only public subnet" : `the best of the zone's ${of} public subnets`,
    ...(nat ? [`${nat} is in it today`] : []),
    `${counted(subnet.freeAddresses, "address is", "addresses are")} free`,
  ].join("; ");
}
