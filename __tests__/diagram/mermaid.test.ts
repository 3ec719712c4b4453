import { toMermaid } from "../../lib/diagram";
import { PALETTE } from "../../lib/diagram/palette";
import { ofEnvironment, oneZone, otherPeoples, threeZones } from "./topologies";

test.each([
  ["one zone", oneZone(12)],
  ["three zones", threeZones()],
  ["other people's", otherPeoples()],
])("subgraphs are closed, ids are unique, and links join what there is (%s)", (_, topology) => {
  const { ids, links, depth, lowest } = parse(toMermaid(topology));
  expect(depth).toBe(0);
  expect(lowest).toBe(0);
  expect(new Set(ids).size).toBe(ids.length);
  expect(links.length).toBeGreaterThan(0);
  expect(links.flatMap(({ from, to }) => [from, to]).filter((end) => !ids.includes(end))).toEqual([]);
});

test("a network interface is in its subnet, zone and VPC", () => {
  expect(parse(toMermaid(oneZone())).around.get("eni_nat_b_0")).toEqual([
    "vpc_1",
    "vpc_1_eu_central_1b",
    "subnet_public_b",
  ]);
});

test("an arrow carries its prefix from the table to the target", () => {
  const { links } = parse(toMermaid(otherPeoples()));
  expect(links.filter(({ from }) => from === "rtb_private")).toEqual(
    expect.arrayContaining([
      { from: "rtb_private", label: "0.0.0.0/0", to: "nat_1" },
      { from: "rtb_private", label: "10.99.0.0/16", to: "pcx_0123" },
      { from: "rtb_private", label: "::/0", to: "eigw_1" },
      { from: "rtb_private", label: "s3", to: "vpce_s3" },
    ]),
  );
});

test("a load balancer's arrows carry its listeners, and boxes their IPv6 ranges", () => {
  const published = ofEnvironment("published");
  const names = new Map(published.networkInterfaces.map(({ id, name }) => [id.replace(/\W/g, "_"), name]));
  const { links } = parse(toMermaid(published));
  expect(links.map(({ label, to }) => [label, names.get(to)])).toEqual(
    expect.arrayContaining([
      ["tcp 443 to 8443", "private-0-card0"],
      ["tcp 9100", "private-0-card0"],
      ["tcp 443 to 8443", "private-1-card0"],
    ]),
  );
  expect(toMermaid(ofEnvironment("dual-stack"))).toContain(
    '["private subnet private-a 10.30.2.0/24 IPv6 /64"]',
  );
});

test("the path's nodes and links are styled, and a link against its direction is turned round", () => {
  const { lines, links } = parse(toMermaid(oneZone(), { highlight: ["internet", "igw-1"] }));
  const marked = links.findIndex(({ from, to }) => from === "internet" && to === "igw_1");
  expect(marked).toBeGreaterThanOrEqual(0);
  expect(lines.filter((line) => line.startsWith("linkStyle"))).toEqual([
    `linkStyle ${marked} stroke:${PALETTE.path.light},stroke-width:3px`,
  ]);
  expect(lines.filter((line) => line.endsWith(":::path")).map((line) => line.split("[")[0])).toEqual([
    "igw_1",
    "internet",
  ]);
});

test("the place where a path stops says so", () => {
  const { lines } = parse(toMermaid(oneZone(), { stoppedAt: "igw-1" }));
  expect(lines.filter((line) => line.includes("stops here"))).toEqual([expect.stringMatching(/^igw_1\[/)]);
});

test("letters that mean something to Mermaid are written as their numbers", () => {
  const topology = { ...oneZone(), vpcs: [{ ...oneZone().vpcs[0]!, name: 'a"b<c>&#d' }] };
  expect(toMermaid(topology)).toContain('["VPC a#34;b#60;c#62;#38;#35;d 10.8.0.0/16"]');
});

/** The order of the links is Mermaid's, which `linkStyle` counts by. */
function parse(text: string) {
  const lines = text.trimEnd().split("\n");
  const open: string[] = [];
  const around = new Map<string, string[]>();
  const ids: string[] = [];
  const links: { from: string; to: string; label?: string }[] = [];
  let depth = 0;
  let lowest = 0;
  expect(lines.shift()).toBe("flowchart LR");
  for (const line of lines) {
    const subgraph = line.match(/^subgraph (\w+)\["[^"]*"\]$/)?.[1];
    const node = line.match(/^(\w+)\["[^"]*"\]:::[\w-]+$/)?.[1];
    const link = line.match(/^(\w+) (?:(?:--|==) "([^"]*)" )?(?:-->|-\.-|===|==>) (\w+)$/);
    if (subgraph) open.push(subgraph);
    if (line === "end") open.pop();
    depth += subgraph ? 1 : line === "end" ? -1 : 0;
    lowest = Math.min(lowest, depth);
    if (node) around.set(node, [...open]);
    if (link) links.push({ from: link[1]!, label: link[2], to: link[3]! });
    if (subgraph ?? node) ids.push((subgraph ?? node)!);
    const known = subgraph ?? node ?? link ?? /^(end$|class |classDef |linkStyle )/.test(line);
    expect([line, !!known]).toEqual([line, true]);
  }
  return { lines, ids, links, around, depth, lowest };
}
