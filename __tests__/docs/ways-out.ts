import { inspect } from "node:util";
import production from "../../environments/production";
import published from "../../environments/published";
import { resolveEnvironment } from "../../lib/config/resolve";
import { EnvironmentInput } from "../../lib/config/schema";
import { readPrices } from "../../lib/cost/files";
import { Estimate, price } from "../../lib/cost/price";
import { dollars } from "../../lib/cost/report";
import { toMermaid } from "../../lib/diagram";
import { Topology, readTopology } from "../../lib/topology";
import { synthesize } from "../support/synthesize";

const TRAFFIC = [100, 1000];

export interface Row {
  readonly words: string;
  readonly fields: Pick<EnvironmentInput, "nat" | "ipv6">;
  /** Whether the price is an upper bound. */
  readonly atMost?: true;
}

export const ROWS: readonly Row[] = [
  { words: "NAT instance, one", fields: { nat: { placement: "single" } } },
  { words: "NAT instance, in each zone", fields: { nat: { placement: "per-zone" } } },
  {
    words: "... bought on the spot market",
    fields: { nat: { placement: "per-zone", market: "spot" } },
    atMost: true,
  },
  { words: "NAT gateway, one", fields: { nat: { kind: "gateway" } } },
  { words: "NAT gateway, in each zone", fields: { nat: { kind: "gateway", placement: "per-zone" } } },
  { words: "regional NAT gateway", fields: { nat: { kind: "regional-gateway" } } },
  {
    words: "half over IPv6, and one NAT instance",
    fields: { ipv6: "egress-only", nat: { placement: "single" } },
  },
  { words: "half over IPv6, and one NAT gateway", fields: { ipv6: "egress-only", nat: { kind: "gateway" } } },
  { words: "IPv6 alone", fields: { ipv6: "egress-only", nat: { kind: "none" } } },
  { words: "none", fields: { nat: { kind: "none" } } },
  {
    words: "NAT instance, and a gateway as its standby",
    fields: { nat: { placement: "single", standby: "gateway" } },
  },
  {
    words: "NAT gateway, and an instance as its standby",
    fields: { nat: { kind: "gateway", standby: "instance" } },
  },
];

/** The page with its generated parts as the code computes them now. */
export function refreshed(page: string): string {
  return [
    ["<!-- generated from __tests__/docs/ways-out.ts; to refresh: npm run docs:ways-out -->", prices()],
    ["<!-- generated picture -->", picture()],
  ].reduce((text, [mark, content]) => between(text, mark!, content!), page);
}

const START = "<!-- prettier-ignore-start -->\n";
const END = "<!-- prettier-ignore-end -->\n";

function between(page: string, mark: string, content: string): string {
  const start = page.indexOf(`${mark}\n${START}`) + mark.length + 1 + START.length;
  const end = page.indexOf(END, start);
  if (!page.includes(`${mark}\n${START}`) || end < 0) {
    throw new Error(`docs/ways-out.md has lost the mark ${mark}`);
  }
  return `${page.slice(0, start)}\n${content}\n\n${page.slice(end)}`;
}

function prices(): string {
  const rows = ROWS.map(({ words, fields, atMost }) => [
    words,
    `\`${inspect(fields, { breakLength: Infinity }).slice(2, -2).replaceAll("'", '"')}\``,
    ...TRAFFIC.map((gb) => (atMost ? "≤ " : "") + dollars(estimateOf(fields, gb).variants[0].wayOutUsd)),
  ]);
  return [
    "US dollars a month for the way out alone, in three zones of eu-central-1, at 100 GB and at 1 TB:",
    [["way out", "in the environment", "100 GB", "1 TB"], ["---", "---", "--:", "--:"], ...rows]
      .map((cells) => `| ${cells.join(" | ")} |`)
      .join("\n"),
    "The first eight are in one table, with what is assumed and where the prices are from; the others are a field of your " +
      "environment:",
    '```sh\nENVIRONMENT=production npm run cost -- --gb 100    # the column "way out alone"; then --gb 1000\n' +
      "ENVIRONMENT=production npm run cost -- --ipv6-share 0.8\n```",
    `Of spot, \`cost\` knows the price on demand alone. A load balancer is ${dollars(loadBalancerUsd())} a month in two ` +
      "zones with 100 GB (`ENVIRONMENT=published npm run cost`).",
  ].join("\n\n");
}

function picture(): string {
  const drawn = toMermaid(topologyOf({ nat: { kind: "regional-gateway" } })).trimEnd();
  return [
    "<details><summary>A regional NAT gateway, in three zones</summary>",
    `\`\`\`mermaid\n${drawn}\n\`\`\``,
    "</details>",
  ].join("\n\n");
}

/** The bill of the example `production` with another way out. */
export function estimateOf(fields: Row["fields"], gb: number): Estimate {
  return price(topologyOf(fields), readPrices("eu-central-1"), { gb, endpointGb: 1 });
}

/** What the load balancer of the example `published` adds to its bill. */
function loadBalancerUsd(): number {
  const total = (publish: EnvironmentInput["publish"]) => {
    const topology = read({ ...published, publish, exceptions: publish ? published.exceptions : {} });
    return price(topology, readPrices("eu-central-1"), { gb: 0, endpointGb: 0 }).variants[0].bill.total;
  };
  return total(published.publish) - total(undefined);
}

function topologyOf(fields: Row["fields"]): Topology {
  return read({ ...production, ...fields });
}

const known = new Map<string, Topology>();

function read(input: EnvironmentInput): Topology {
  const key = JSON.stringify(input);
  const source = { name: "production", file: "environments/production.ts", folder: __dirname };
  const topology = known.get(key) ?? readTopology(synthesize(resolveEnvironment(input, source)).folder);
  known.set(key, topology);
  return topology;
}
