import { Environment } from "../config/environment";
import { familyOf } from "../net/ranges";
import { ElasticIpFacts, MOST_ASKED, PrivateInstanceFacts, VerifyFacts } from "./facts";
import { Row } from "./row";
import { answersOf } from "./said";
import { WayOut } from "./way-out";

/** Under which address the internet sees each private instance, and whether it finds names. */
export function egressRows(
  environment: Environment,
  facts: VerifyFacts,
  wayOut: (name: string) => WayOut,
): Row[] {
  const { count } = environment.privateInstances;
  if (count === 0) return [address("", "not checked", "the environment has no private instances to ask")];
  const asked = Array.from({ length: Math.min(count, MOST_ASKED) }, (_, index) => `private-${index}`);
  const left = count - asked.length;
  const others = `${left} more private instances were not asked: these are spread over the zones too`;
  return [
    ...asked.flatMap((name) => {
      const found = facts.privateInstances.find((instance) => instance.name === name);
      return rowsOfInstance(environment, facts, name, found, wayOut);
    }),
    ...(left > 0 ? [address("", "not checked", others)] : []),
  ];
}

function rowsOfInstance(
  environment: Environment,
  { said, elasticIps }: VerifyFacts,
  name: string,
  instance: PrivateInstanceFacts | undefined,
  wayOut: (name: string) => WayOut,
): Row[] {
  if (!instance) return [address(name, "failed", "is not there; deploy the private-instances stack")];
  const what = said.get(instance.instanceId);
  if (!what) return [address(name, "failed", `is ${instance.state}, and cannot be asked`)];
  const answers = answersOf(what, "address");
  if (typeof answers === "string") return [address(name, "failed", answers)];
  const { address: seen = "", names = "" } = answers;
  return [
    namesRow(name, names),
    { check: "address", of: name, ...judge(environment, wayOut(name), seen, elasticIps) },
  ];
}

function namesRow(of: string, names: string): Row {
  return names === ""
    ? {
        check: "names",
        of,
        verdict: "failed",
        found: "the VPC's name server does not find checkip.amazonaws.com",
      }
    : { check: "names", of, verdict: "ok", found: `checkip.amazonaws.com is ${names}` };
}

function judge(
  environment: Environment,
  expected: WayOut,
  seen: string,
  elasticIps: readonly ElasticIpFacts[],
): Pick<Row, "verdict" | "found"> {
  const failed = (found: string) => ({ verdict: "failed", found }) as const;
  const isSeen = familyOf(seen) === "ipv4";
  const under = `the internet sees ${ofWhom(seen, elasticIps)}`;
  if (expected.kind === "none") {
    if (!isSeen)
      return {
        verdict: "ok",
        found: `does not reach the internet by IPv4, as it is to be (${expected.why})`,
      };
    return failed(`${under}, and nothing is to leave by IPv4 (${expected.why})`);
  }
  if (!isSeen)
    return failed("does not reach https://checkip.amazonaws.com by IPv4: npm run status, npm run explain");
  if (expected.kind === "unknown") {
    return { verdict: "not checked", found: `${under}; which it is to be is not known: ${expected.why}` };
  }
  const right = elasticIps.find((elasticIp) => isThe(expected, environment, elasticIp));
  if (!right)
    return failed(`${under}, and ${expected.name}'s Elastic IP is not there; deploy ${expected.stack}`);
  if (right.publicIp === seen)
    return { verdict: "ok", found: `the internet sees ${seen}, ${expected.name}'s` };
  return failed(`${under}, and not ${right.publicIp}, ${expected.name}'s`);
}

/** Either the stacks have made it, or the environment names it. */
function isThe(
  { stack, address, id }: Extract<WayOut, { kind: "elastic-ip" }>,
  environment: Environment,
  { tags, allocationId }: ElasticIpFacts,
): boolean {
  if (allocationId === id) return true;
  return (
    tags["Project"] === environment.project &&
    tags["Environment"] === environment.name &&
    tags["Stack"] === stack &&
    tags["Name"] === `${environment.name}-${address.split(".").at(-1)!.replace(/_/g, "-")}`
  );
}

function ofWhom(seen: string, elasticIps: readonly ElasticIpFacts[]): string {
  const owner = elasticIps.find(({ publicIp }) => publicIp === seen);
  if (!owner) return `${seen}, which is no Elastic IP of this account`;
  return `${seen}, the Elastic IP ${owner.tags["Name"] ?? owner.allocationId}`;
}

function address(of: string, verdict: Row["verdict"], found: string): Row {
  return { check: "address", of, verdict, found };
}
