import { resolverOf, routerOf } from "../../lab/fabric/fabric";
import { planFabric } from "../../lab/fabric/plan";
import { vpcFirewall } from "../../lab/fabric/vpc-firewall";
import { dhcpHosts } from "../../lab/fabric/vpc-names";
import { vpcRoutes } from "../../lab/fabric/vpc-routes";
import { servedIn } from "../../lab/metadata/instance-metadata";
import { Topology } from "../../lib/topology";
import { article, network, withInterfaces } from "./labs";

const topology = article();
const on = (changed: Topology) => {
  const fabric = planFabric(changed);
  return { fabric, vpc: fabric.vpcs[0]! };
};

test("instances with user data boot, others and endpoints' network interfaces are hosts of the lab's own", () => {
  expect(
    planFabric(topology).hosts.map(({ name, kind, networkInterfaces }) => [
      name,
      kind,
      networkInterfaces.length,
    ]),
  ).toEqual([
    ["nat-b", "machine", 2],
    ["private-0", "plain", 1],
    ["private-1", "plain", 1],
    ["endpoints-ec2messages-private-b", "plain", 1],
    ["endpoints-ssm-private-b", "plain", 1],
    ["endpoints-ssmmessages-private-b", "plain", 1],
  ]);
});

test("AWS's reserved addresses are the router's and the resolver's", () => {
  expect(routerOf({ cidr: "10.8.2.128/25" })).toBe("10.8.2.129");
  expect(resolverOf({ cidr: "10.8.0.0/16" })).toBe("10.8.0.2");
});

test("the local route comes before a subnet's table, which ends in silence", () => {
  const { fabric, vpc } = on(topology);
  const routes = vpcRoutes(fabric, vpc, "ip");
  const interface1 = fabric.hosts[0]!.networkInterfaces[1]!;
  const { link } = vpc.networkInterfaces.find(({ host }) => host === "private-0")!;
  const table = routes
    .find((line) => line.startsWith(`rule add pref 200 iif ${link} `))!
    .split(" ")
    .at(-1)!;
  expect(routes).toContain("rule add pref 100 lookup main");
  expect(routes).toContain(
    `route replace table ${table} 0.0.0.0/0 via ${interface1.privateIp} dev ${interface1.link} onlink`,
  );
  expect(routes).toContain(`route replace table ${table} blackhole default metric 4096`);
});

test("a route to a network interface that is attached to nothing is a black hole", () => {
  const { fabric, vpc } = on(
    withInterfaces(topology, ({ deviceIndex }) => (deviceIndex === 1 ? { instanceId: undefined } : {})),
  );
  expect(vpcRoutes(fabric, vpc, "ip").filter((line) => line.endsWith("blackhole 0.0.0.0/0"))).toHaveLength(1);
});

test("a rule that names a group lets in the addresses of the network interfaces in it", () => {
  const { fabric, vpc } = on(topology);
  expect(vpcFirewall(fabric, vpc)).toMatch(/ip saddr \{ 10\.8\.2\.4, 10\.8\.2\.5 \} +accept/);
});

test("a network interface gets the address of the topology, by its own", () => {
  const { vpc } = on(topology);
  const interface0 = topology.networkInterfaces.find(({ name }) => name === "nat-b-card0")!;
  expect(dhcpHosts(vpc)).toContain(`${interface0.macAddress},10.8.1.4\n`);
});

test("the metadata service serves the user data byte for byte, to the machine's addresses alone", () => {
  const { fabric, vpc } = on(topology);
  const served = servedIn(fabric, vpc);
  expect(Object.keys(served)).toEqual(["10.8.1.4", "10.8.2.6"]);
  expect(served["10.8.1.4"]!["user-data"]).toBe(
    topology.instances.find(({ name }) => name === "nat-b")!.userData,
  );
});

test("the user data in the model names interface #1 as its NAT host will see it", () => {
  const { instances, networkInterfaces } = network();
  const interface1 = networkInterfaces.find(({ name }) => name === "nat-b-card1")!;
  expect(instances.find(({ name }) => name === "nat-b")!.userData).toContain(
    `MACAddress=${interface1.macAddress}`,
  );
});
