import { existingNetwork, idOf, VPC } from "../support/existing";
import { inWords, linesOf } from "./in-words";
import { problemsOf } from "./line-of";
import { topologyOf } from "./written";

const [table1, table2] = [idOf("rtb", 1), idOf("rtb", 2)];

describe("a network that exists already is read from the synthesized JSON alone", () => {
  const topology = existingNetwork({}, { gatewayEndpoints: [] });

  test("its VPC with all ranges, its subnets with their tables, and the internet gateway that must be there", () => {
    expect(linesOf(topology, "vpc", "subnet", "table", "internet-gateway")).toEqual([
      expect.stringMatching(/^vpc vpc 10\.60\.0\.0\/16 /),
      `subnet private-a 10.60.16.0/20 in vpc eu-central-1a table=${table1}`,
      `subnet private-a-1 100.64.0.0/24 in vpc eu-central-1a table=${table2}`,
      `subnet private-b 10.60.32.0/20 in vpc eu-central-1b table=${table2}`,
      "subnet public-a 10.60.255.240/28 in vpc eu-central-1a table=public-a",
      "table public-a of vpc 0.0.0.0/0>internet-gateway:vpc-gateway",
      `table ${table1} of vpc 0.0.0.0/0>unknown:${idOf("nat", 1)}`,
      `table ${table2} of vpc 0.0.0.0/0>other:${idOf("tgw", 1)}`,
      "table vpc-main of vpc main",
      "internet-gateway vpc-gateway of vpc",
    ]);
    expect(topology.vpcs).toMatchObject([{ id: VPC, cidrs: ["10.60.0.0/16", "100.64.0.0/20"] }]);
    expect(topology.subnets.map(({ id }) => id)).toEqual(
      [11, 12, 21, 1].map((number) => idOf("subnet", number)),
    );
  });

  test("the NAT host stands in it, with its Elastic IP, and is let in by ranges", () => {
    expect(linesOf(topology, "network", "instance")).toEqual([
      expect.stringMatching(
        /^network interface nat-a-card0 10\.60\.255\.244 in public-a .* public=203\.0\.113\.1$/,
      ),
      expect.stringMatching(
        /^network interface nat-a-card1 10\.60\.16\.4 in private-a unchecked .* #1 of nat-a$/,
      ),
      "instance nat-a t4g.nano network interfaces=nat-a-card0+nat-a-card1",
    ]);
    const group = topology.securityGroups.find(({ name }) => name === "nat")!;
    const ranges = group.ingress.flatMap(({ peer }) => (peer.kind === "cidr" ? [peer.cidr] : []));
    expect(ranges.sort()).toEqual(["10.60.16.0/20", "10.60.32.0/20", "100.64.0.0/24"]);
  });

  test("what was not read of it is said in a line, and leaves no verdict open", () => {
    expect(problemsOf(topology)).toEqual([
      expect.stringMatching(
        /^network: data\.aws_subnet\.public_a: has a range that was not read; 10\.60\.255\.240\/28 is/,
      ),
      expect.stringMatching(
        /^network: data\.aws_vpc\.vpc: exists already, and was not read .*: not its network ACLs/,
      ),
    ]);
    const main = topology.vpcs[0]!.mainRouteTableId;
    expect(topology.notUnderstood.flatMap(({ touches }) => touches)).toEqual([main]);
  });

  test("taken over, the same tables lead to the NAT host", () => {
    const takenOver = existingNetwork({ takeOver: true }, { gatewayEndpoints: [] });
    expect(linesOf(takenOver, "table")).toEqual([
      "table public-a of vpc 0.0.0.0/0>internet-gateway:vpc-gateway",
      `table ${table1} of vpc 0.0.0.0/0>network-interface:nat-a-card1`,
      `table ${table2} of vpc 0.0.0.0/0>network-interface:nat-a-card1`,
      "table vpc-main of vpc main",
    ]);
    const sources = ({ routeTables }: typeof topology) =>
      routeTables.map(({ stack, address }) => `${stack}/${address}`);
    expect(sources(takenOver)).toEqual(sources(topology));
    expect(takenOver.notUnderstood).toEqual(topology.notUnderstood);
  });

  test("given back and forgotten, nobody knows where they lead", () => {
    const left = existingNetwork({ leave: true });
    expect(linesOf(left, "table").filter((line) => line.includes("rtb-"))).toEqual([
      `table ${table1} of vpc`,
      `table ${table2} of vpc`,
    ]);
    const touched = left.notUnderstood.filter(({ why }) => why.includes("finds a table without its routes"));
    expect(touched.map(({ touches, may }) => [touches, may])).toEqual([
      [[table1], "either"],
      [[table2], "either"],
    ]);
  });

  test("with a NAT gateway of ours beside, which has its place in the public subnet", () => {
    const withGateway = existingNetwork({ takeOver: true }, { nat: { kind: "gateway" } });
    expect(linesOf(withGateway, "nat-gateway")).toEqual([
      "nat-gateway nat-a of vpc in public-a 10.60.255.244 public=203.0.113.1",
    ]);
  });

  test("and with an Elastic IP that exists already", () => {
    const changes = { nat: { elasticIpAllocationIds: [idOf("eipalloc", 1)] } };
    expect(existingNetwork({}, changes).elasticIps).toMatchObject([
      { id: idOf("eipalloc", 1), networkInterfaceId: topology.elasticIps[0]!.networkInterfaceId },
    ]);
  });
});

test("a private table that leads to the internet gateway leads to the same one", () => {
  const topology = existingNetwork({
    zones: [
      {
        name: "eu-central-1a",
        publicSubnetId: idOf("subnet", 1),
        privateSubnets: [{ id: idOf("subnet", 11), cidr: "10.60.16.0/20" }],
        routeTables: [{ id: table1, wayOutToday: idOf("igw", 1) }],
      },
    ],
  });
  expect(topology.gateways.map(({ id }) => id)).toEqual([idOf("igw", 1)]);
  const ids = topology.routeTables.flatMap(({ routes }) => routes.map(({ target }) => target));
  expect(ids).toEqual([1, 2].map(() => ({ kind: "internet-gateway", id: idOf("igw", 1) })));
});

test("a subnet whose range is not known gets one that is clear of all others, or is left out", () => {
  const held = (attributes: Record<string, string>) => ({
    lifecycle: {
      postcondition: Object.entries(attributes).map(([name, value]) => ({
        condition: `\${self.${name} == "${value}"}`,
      })),
    },
  });
  const network = (vpcCidr: string) =>
    topologyOf({
      data: {
        aws_vpc: { main: { id: "vpc-1", ...held({ cidr_block: vpcCidr }) } },
        aws_subnet: {
          known: { id: "subnet-1", ...held({ vpc_id: "vpc-1", cidr_block: "10.0.0.32/28" }) },
          one: { id: "subnet-2", ...held({ vpc_id: "vpc-1" }) },
          two: { id: "subnet-3", ...held({ vpc_id: "vpc-1" }) },
        },
      },
    });
  const ranges = (vpcCidr: string) => network(vpcCidr).subnets.map(({ cidr }) => cidr);
  expect(ranges("10.0.0.0/26")).toEqual(["10.0.0.32/28", "10.0.0.48/28", "10.0.0.16/28"]);
  expect(ranges("10.0.0.32/27")).toEqual(["10.0.0.32/28", "10.0.0.48/28"]);
  expect(problemsOf(network("10.0.0.32/27"))).toContainEqual(
    expect.stringMatching(/data\.aws_subnet\.two: /),
  );
  expect(inWords(network("10.0.0.0/26"))).not.toContainEqual(expect.stringContaining("undefined"));
});
