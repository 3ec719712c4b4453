import { toDot, toMermaid } from "../../lib/diagram";
import { COLOURS, PALETTE } from "../../lib/diagram/palette";
import { Topology } from "../../lib/topology/model";
import { ofEnvironment, oneZone, otherPeoples, shuffled, threeZones } from "./topologies";

const title = "a network";

test("every node is declared once, within the cluster of its subnet", () => {
  const { clusters, nodes } = parse(toDot(threeZones(), { title }));
  expect(new Set(nodes).size).toBe(nodes.length);
  for (const { id, subnetId } of threeZones().networkInterfaces) {
    expect(clusters.get(id)).toEqual(["vpc-1", expect.stringMatching(/^vpc-1 eu-central-1/), subnetId]);
  }
});

test("an arrow starts at the line with its prefix and ends at the route's target", () => {
  const dot = toDot(otherPeoples(), { title });
  const port = dot.match(/"rtb-private":"(\d)":e -> "nat-1"/)![1]!;
  const table = dot.split("\n").find((line) => line.startsWith('"rtb-private" [label'))!;
  expect(table).toContain(`<td port="${port}">0.0.0.0/0</td>`);
});

test("public and private subnets have colours of their own", () => {
  const dot = toDot(oneZone(), { title });
  expect(clusterLine(dot, "subnet-public-b")).toContain(COLOURS["public-subnet"].fill.light);
  expect(clusterLine(dot, "subnet-private-b")).toContain(COLOURS["private-subnet"].fill.light);
});

test("a subnet with nothing in it is drawn all the same", () => {
  const { clusters } = parse(toDot(otherPeoples(), { title }));
  expect(clusters.get("subnet-public-b nothing")!.at(-1)).toBe("subnet-public-b");
});

test("the network interfaces of an instance are joined by a thick line without a head", () => {
  expect(edge(toDot(oneZone(), { title }), '"eni-nat-b-1" -> "eni-nat-b-0"')).toMatch(
    /penwidth=5 arrowhead=none/,
  );
});

test("the path has its colour, on its links and nodes alone", () => {
  const dot = toDot(oneZone(), { title, highlight: ["internet", "igw-1"] });
  const coloured = dot
    .split("\n")
    .filter((line) => line.includes(PALETTE.path.light) && !line.includes("labelloc"));
  expect(coloured.map((line) => line.split(" [")[0])).toEqual([
    '"internet"',
    '"igw-1"',
    '"igw-1" -> "internet"',
  ]);
  expect(edge(dot, '"igw-1" -> "internet"')).toContain("dir=back");
});

test("what comes in keeps the internet on the right: its arrows point to the left", () => {
  const topology = ofEnvironment("published");
  const [front] = topology.loadBalancers;
  const listener = front!.listeners[0]!.targets[0]!.networkInterfaceId;
  const [first] = front!.networkInterfaceIds;
  const gateway = topology.gateways.find(({ kind }) => kind === "internet-gateway")!.id;
  const dot = toDot(topology, { title });
  expect(edge(dot, `"${listener}" -> "${first}":"0":w`)).toMatch(/ dir=back\]/);
  expect(edge(dot, `"${first}" -> "${gateway}"`)).toMatch(/ dir=back\]/);

  const marked = toDot(topology, { title, highlight: ["internet", gateway, first!, listener] });
  expect(edge(marked, `"${listener}" -> "${first}":"0":w`)).toContain(
    `dir=back color="${PALETTE.path.light}" arrowtail=normal penwidth=3`,
  );
  const back = toDot(topology, { title, highlight: [listener, first!] });
  expect(edge(back, `"${listener}" -> "${first}":"0":w`)).not.toContain("dir=back");
});

test("the place where a path stops says so", () => {
  const dot = toDot(oneZone(), { title, highlight: ["igw-1"], stoppedAt: "igw-1" });
  expect(dot.split("\n").filter((line) => line.includes("stops here"))).toEqual([
    expect.stringMatching(/^"igw-1" /),
  ]);
});

test("the legend explains what is in the picture and nothing else", () => {
  const legend = (topology: Topology, highlight: string[] = []) =>
    [
      ...toDot(topology, { title, highlight })
        .match(/labelloc=b.*/)![0]
        .matchAll(/<td align="left">([^<]+)/g),
    ].map(([, text]) => text);
  const common = ["public subnet", "private subnet", "instance"];
  const nat = ["NAT host", "the same instance"];
  const routes = ["route table", "where a route leads"];
  expect(legend(oneZone())).toEqual([...common, ...nat, ...routes, "endpoint"]);
  expect(legend(threeZones())).toEqual([...common, ...nat, ...routes, "a subnet's route table"]);
  expect(legend(oneZone(), ["igw-1"])).toEqual([...common, ...nat, ...routes, "endpoint", "the path"]);
});

test("names with letters that mean something to Graphviz are written so that it takes them as they are", () => {
  const topology = { ...oneZone(), vpcs: [{ ...oneZone().vpcs[0]!, name: 'a<b>&"c"' }] };
  expect(toDot(topology, { title: 'a "b" \\c' })).toContain('digraph "a \\"b\\" \\\\c" {');
  expect(toDot(topology, { title })).toContain("<b>a&lt;b&gt;&amp;&quot;c&quot;</b>");
});

test.each([
  ["one zone", oneZone(12)],
  ["three zones", threeZones()],
  ["other people's", otherPeoples()],
])("the order in which the topology lists its elements does not matter (%s)", (_, topology) => {
  for (const seed of [1, 2, 3]) {
    expect(toDot(shuffled(topology, seed), { title })).toBe(toDot(topology, { title }));
    expect(toMermaid(shuffled(topology, seed))).toBe(toMermaid(topology));
  }
});

/** The nodes, and the clusters around each from the outside in. */
function parse(dot: string): { nodes: string[]; clusters: Map<string, string[]> } {
  const open: string[] = [];
  const clusters = new Map<string, string[]>();
  const nodes: string[] = [];
  for (const line of dot.split("\n").slice(1, -2)) {
    const cluster = line.match(/^subgraph "cluster ([^"]+)"/)?.[1];
    const node = line.match(/^"([^"]+)" \[/)?.[1];
    if (cluster) open.push(cluster);
    if (line === "}") open.pop();
    if (node) nodes.push(node);
    if (node) clusters.set(node, [...open]);
  }
  expect(open).toEqual([]);
  return { nodes, clusters };
}

function clusterLine(dot: string, key: string): string {
  return dot.split(`subgraph "cluster ${key}" {\n`)[1]!.split("\n")[0]!;
}

function edge(dot: string, start: string): string {
  return dot.split("\n").find((line) => line.startsWith(`${start} [`))!;
}
