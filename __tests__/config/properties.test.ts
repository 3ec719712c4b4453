import fc from "fast-check";
import { Environment } from "../../lib/config/environment";
import { natZoneFor, natZones } from "../../lib/config/nat";
import { EnvironmentError } from "../../lib/config/problems";
import { resolveEnvironment } from "../../lib/config/resolve";
import { StackName, synthesize } from "../support/synthesize";
import { environments } from "./arbitrary";
import { SOURCE } from "./lines";

/** The environment that an input makes, or the error that refuses it. */
function outcomeOf(input: unknown): Environment | EnvironmentError {
  try {
    return resolveEnvironment(input, SOURCE);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
}

/** A range's first and last address, as numbers. */
function boundsOf(cidr: string): [first: number, last: number] {
  const [address, length] = cidr.split("/") as [string, string];
  const first = address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
  return [first, first + 2 ** (32 - Number(length)) - 1];
}

function prefixOf(cidr: string): number {
  return Number(cidr.split("/")[1]);
}

describe("an environment that is accepted", () => {
  it("synthesizes, with subnets inside the VPC that AWS takes and that do not overlap", () => {
    fc.assert(
      fc.property(environments.map(outcomeOf), (environment) => {
        fc.pre(!(environment instanceof EnvironmentError));
        const stacks = synthesize(environment);
        const { aws_vpc: vpcs, aws_subnet: subnets } = stacks.json("network").resource;
        const [first, last] = boundsOf(vpcs.vpc.cidr_block);
        const cidrs = Object.values<{ cidr_block: string }>(subnets).map(({ cidr_block }) => cidr_block);
        expect(cidrs).toHaveLength(2 * environment.zones.length);
        cidrs.forEach((cidr) => expect(cidr).toMatch(/\/(1[6-9]|2[0-8])$/));
        const bounds = cidrs.map(boundsOf).sort(([a], [b]) => a - b);
        bounds.forEach(([from, to], index) => {
          expect(from).toBeGreaterThan(bounds[index - 1]?.[1] ?? first - 1);
          expect(to).toBeLessThanOrEqual(last);
        });

        const instances = (stack: StackName) => Object.keys(stacks.json(stack).resource.aws_instance ?? {});
        expect(instances("nat-instance")).toHaveLength(natZones(environment).length);
        expect(instances("private-instances")).toHaveLength(environment.privateInstances.count);
        const routes = stacks.json("routes").resource.aws_route;
        expect(Object.keys(routes)).toHaveLength(environment.zones.length);
        for (const zone of environment.zones) {
          const host = `nat_${natZoneFor(environment, zone).letter}`;
          const { network_interface_id } = routes[`private_${zone.letter}_default`];
          expect(network_interface_id).toContain(`aws_network_interface-${host}_card1-id`);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is no rare thing among those that are tried, nor is any kind of it", () => {
    const tried = fc.sample(environments, { numRuns: 500, seed: 2023 }).map(outcomeOf);
    const accepted = tried.filter((outcome) => !(outcome instanceof EnvironmentError)) as Environment[];
    const share = (fits: (environment: Environment) => boolean) =>
      accepted.filter(fits).length / tried.length;
    const shares = {
      any: share(() => true),
      "several zones": share(({ zones }) => zones.length > 1),
      "six zones": share(({ zones }) => zones.length === 6),
      "a VPC smaller than /24": share(({ vpcCidrs: [vpcCidr] }) => prefixOf(vpcCidr) > 24),
      "subnets of several sizes": share(
        ({ zones }) => new Set(zones.map(({ privateCidr }) => prefixOf(privateCidr))).size > 1,
      ),
      "a host in each zone": share((environment) => natZones(environment).length > 1),
      "more than 20 instances": share(({ privateInstances }) => privateInstances.count > 20),
      "no endpoints": share(({ endpoints }) => !endpoints),
      x86_64: share(({ ami }) => ami.architecture === "x86_64"),
      "state in S3": share(({ backend }) => backend.type === "s3"),
      SSH: share(({ ssh }) => ssh !== undefined),
      "an exception": share(({ exceptions }) => Object.keys(exceptions).length > 0),
      "a warning": share(({ warnings }) => warnings.length > 0),
    };
    expect(shares.any).toBeGreaterThan(0.5);
    expect(shares.any).toBeLessThan(0.9);
    expect(Object.entries(shares).filter(([, each]) => each < 0.02)).toEqual([]);
  });
});
