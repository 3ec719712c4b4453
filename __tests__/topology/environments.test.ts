import { loadEnvironment } from "../../lib/config/load";
import { ReadOptions, Topology, readTopology } from "../../lib/topology";
import { synthesize } from "../support/synthesize";
import { inWords, linesOf } from "./in-words";

const folders: Record<string, string> = {};

function read(environment: string, options?: ReadOptions): Topology {
  folders[environment] ??= synthesize(loadEnvironment(environment)).folder;
  return readTopology(folders[environment], options);
}

test("the article's network is read whole", () => {
  expect(inWords(read("article"))).toEqual([
    "vpc vpc 10.8.0.0/16 main=vpc-default",
    "subnet private-b 10.8.2.0/24 in vpc eu-central-1b table=private-b",
    "subnet public-b 10.8.1.0/24 in vpc eu-central-1b table=public maps-public",
    "table private-b of vpc 0.0.0.0/0>network-interface:nat-b-card1",
    "table public of vpc 0.0.0.0/0>internet-gateway:gateway",
    "table vpc-default of vpc main",
    "group default of vpc in[] out[]",
    "group endpoints of vpc in[tcp 443-443 10.8.0.0/16] out[]",
    "group nat of vpc in[all private] out[all 0.0.0.0/0]",
    "group private of vpc in[] out[all 0.0.0.0/0]",
    "network interface nat-b-card0 10.8.1.4 in public-b checked groups=nat #0 of nat-b public=203.0.113.1",
    "network interface private-0-card0 10.8.2.4 in private-b checked groups=private #0 of private-0",
    "network interface private-1-card0 10.8.2.5 in private-b checked groups=private #0 of private-1",
    "network interface nat-b-card1 10.8.2.6 in private-b unchecked groups=nat #1 of nat-b",
    "network interface endpoints-ec2messages-private-b 10.8.2.7 in private-b checked groups=endpoints",
    "network interface endpoints-ssm-private-b 10.8.2.8 in private-b checked groups=endpoints",
    "network interface endpoints-ssmmessages-private-b 10.8.2.9 in private-b checked groups=endpoints",
    "instance nat-b t4g.nano network interfaces=nat-b-card0+nat-b-card1",
    "instance private-0 t4g.nano network interfaces=private-0-card0",
    "instance private-1 t4g.nano network interfaces=private-1-card0",
    "internet-gateway gateway of vpc",
    ...["ec2messages", "ssm", "ssmmessages"].map(
      (service) =>
        `interface endpoint endpoints-${service} of vpc for com.amazonaws.eu-central-1.${service} private-dns ` +
        `network interfaces=endpoints-${service}-private-b`,
    ),
    "elastic ip nat-b 203.0.113.1 of nat-b-card0",
  ]);
  expect(read("article").region).toBe("eu-central-1");
});

test("what only AWS knows has a placeholder that looks like AWS's and is always the same", () => {
  const { vpcs, networkInterfaces, routeTables } = read("article");
  expect(vpcs).toEqual([
    {
      stack: "network",
      address: "aws_vpc.vpc",
      id: "vpc-d319151a84afef13d",
      name: "vpc",
      cidr: "10.8.0.0/16",
      cidrs: ["10.8.0.0/16"],
      mainRouteTableId: "rtb-a713f71341b958ff8",
    },
  ]);
  expect(routeTables.map(({ id }) => id)).toContain("rtb-a713f71341b958ff8");
  for (const { id } of networkInterfaces) expect(id).toMatch(/^eni-[0-9a-f]{17}$/);
});

test("every part says which stack and address it comes from", () => {
  const { networkInterfaces, routeTables, securityGroups } = read("article");
  expect(networkInterfaces.slice(0, 4).map(({ stack, address }) => `${stack}/${address}`)).toEqual([
    "nat-instance/aws_instance.nat_b",
    "private-instances/aws_instance.private_0",
    "private-instances/aws_instance.private_1",
    "nat-instance/aws_network_interface.nat_b_card1",
  ]);
  expect(routeTables[0]!.routes[0]).toMatchObject({
    stack: "routes",
    address: "aws_route.private_b_default",
  });
  expect(securityGroups.find(({ name }) => name === "nat")!.ingress[0]).toMatchObject({
    stack: "routes",
    address: "aws_vpc_security_group_ingress_rule.nat_from_private",
  });
});

test("without the routes stack, the private subnet has no way out and the NAT host lets nobody in", () => {
  const before = read("article", { stacks: ["network", "nat-instance", "private-instances"] });
  expect(linesOf(before, "table private-b", "group nat")).toEqual([
    "table private-b of vpc",
    "group nat of vpc in[] out[all 0.0.0.0/0]",
  ]);
  const lines = inWords(before).filter((line) => !/^(table private-b|group nat) /.test(line));
  expect(inWords(read("article"))).toEqual(expect.arrayContaining(lines));
});

test("production's zones each lead to a NAT host of their own, over state in S3", () => {
  const zones = ["a", "b", "c"];
  expect(linesOf(read("production"), "subnet", "table", "network interface", "elastic ip")).toEqual([
    ...zones.map(
      (z, i) => `subnet private-${z} 10.20.${2 * i + 2}.0/24 in vpc eu-central-1${z} table=private-${z}`,
    ),
    ...zones.map(
      (z, i) => `subnet public-${z} 10.20.${2 * i + 1}.0/24 in vpc eu-central-1${z} table=public maps-public`,
    ),
    ...zones.map((z) => `table private-${z} of vpc 0.0.0.0/0>network-interface:nat-${z}-card1`),
    "table public of vpc 0.0.0.0/0>internet-gateway:gateway",
    "table vpc-default of vpc main",
    ...zones.map(
      (z, i) =>
        `network interface nat-${z}-card0 10.20.${2 * i + 1}.4 in public-${z} checked groups=nat #0 of nat-${z} public=203.0.113.${i + 1}`,
    ),
    ...zones.map(
      (z, i) =>
        `network interface private-${i}-card0 10.20.${2 * i + 2}.4 in private-${z} checked groups=private #0 of private-${i}`,
    ),
    ...zones.map(
      (z, i) =>
        `network interface nat-${z}-card1 10.20.${2 * i + 2}.5 in private-${z} unchecked groups=nat #1 of nat-${z}`,
    ),
    ...zones.map((z, i) => `elastic ip nat-${z} 203.0.113.${i + 1} of nat-${z}-card0`),
  ]);
});

test("nothing in this project's own environments is left out", () => {
  expect(read("article").notUnderstood).toEqual([]);
  expect(read("production").notUnderstood).toEqual([]);
});
