import { isPrivate } from "../net/ranges";
import { Environment, natZones } from "./environment";

/** An account has five Elastic IPs a region unless AWS raises that (EC2 user guide, "Elastic IP address quota"). */
const ELASTIC_IPS = 5;

/** A name as AWS gives to the images without a Systems Manager agent. */
const MINIMAL_IMAGE = "al2023-ami-minimal-2023.9.20251117.1-kernel-6.1-";

/** What is allowed but worth a look, one line each. */
export function warningsOf(environment: Omit<Environment, "warnings">): string[] {
  const { vpcCidr, backend, ami } = environment;
  const hosts = natZones(environment).length;
  const warnings: [isWorthALook: boolean, warning: string][] = [
    [
      !isPrivate(vpcCidr),
      `vpcCidr: "${vpcCidr}" is no private range, so its internet addresses are out of reach from the VPC; use one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
    ],
    [
      hosts > ELASTIC_IPS,
      `nat.placement: "per-zone" needs ${hosts} Elastic IPs, and an account has ${ELASTIC_IPS} a region unless AWS has raised that quota; ask for it first`,
    ],
    [
      backend.type === "s3" && backend.bucket.includes("."),
      `backend.bucket: a name with dots fits no certificate of S3's for hosts, so requests name the bucket in their path; prefer one without`,
    ],
    [
      ami.id === undefined &&
        (ami.pattern.includes("minimal") ||
          (ami.owner === "amazon" && matches(ami.pattern, MINIMAL_IMAGE + ami.architecture))),
      `ami.pattern: "${ami.pattern}" finds minimal images too, which have no Systems Manager agent: there is then no way into the instances but SSH; name the standard ones, such as "al2023-ami-2023.*"`,
    ],
  ];
  return warnings.filter(([isWorthALook]) => isWorthALook).map(([, warning]) => warning);
}

/** Whether EC2's filter finds a name: `*` is any text and `?` any sign (EC2 API, "Filter"). */
function matches(pattern: string, name: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  const fits = (part: string, at: number) =>
    [...part].every((sign, n) => sign === "?" || sign === name[at + n]);
  const end = rest.pop();
  if (end === undefined) return start.length === name.length && fits(start, 0);
  let from = start.length;
  for (const part of rest) {
    while (from + part.length <= name.length && !fits(part, from)) from += 1;
    from += part.length;
  }
  return fits(start, 0) && name.length - end.length >= from && fits(end, name.length - end.length);
}
