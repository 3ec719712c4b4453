import { Box, Node } from "./picture";

/** A colour for light pages and the one that replaces it on dark pages. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** No two are the same on light pages: the dark ones are found by them. */
export const PALETTE = {
  page: { light: "#ffffff", dark: "#0d1117" },
  text: { light: "#1f2328", dark: "#e6edf3" },
  quiet: { light: "#59636e", dark: "#9da7b3" },
  vpc: { light: "#f6f8fa", dark: "#151b23" },
  vpcEdge: { light: "#8c959f", dark: "#656c76" },
  zone: { light: "#fefefe", dark: "#0f141b" },
  zoneEdge: { light: "#8c95a0", dark: "#656c77" },
  publicSubnet: { light: "#eaf5d9", dark: "#1b2a10" },
  publicEdge: { light: "#6a9a14", dark: "#7aa82a" },
  privateSubnet: { light: "#dff1f7", dark: "#0c2733" },
  privateEdge: { light: "#1b7f9e", dark: "#3a9fc0" },
  instance: { light: "#fffffe", dark: "#21262d" },
  instanceEdge: { light: "#59636f", dark: "#9da7b4" },
  natHost: { light: "#ffe2c2", dark: "#4d2c0a" },
  natHostEdge: { light: "#c45500", dark: "#f0883e" },
  natGateway: { light: "#ffeede", dark: "#4d2f12" },
  loadBalancer: { light: "#d7f3ec", dark: "#0c3029" },
  loadBalancerEdge: { light: "#0b7a66", dark: "#38b59d" },
  routeTable: { light: "#efe6fd", dark: "#2b1f45" },
  route: { light: "#7a3fd1", dark: "#b08af5" },
  endpoint: { light: "#fff3c4", dark: "#3a310b" },
  endpointEdge: { light: "#927000", dark: "#c9a227" },
  gateway: { light: "#e4e8ee", dark: "#2d3540" },
  path: { light: "#d1105a", dark: "#ff6aa2" },
  onPath: { light: "#ffd9e7", dark: "#571433" },
} as const satisfies Record<string, Colour>;

export interface Look {
  readonly fill: Colour;
  readonly edge: Colour;
}

/** What each kind of thing looks like; `path` for all that a path passes. */
export const COLOURS: Record<Box["kind"] | Node["kind"] | "path", Look> = {
  vpc: { fill: PALETTE.vpc, edge: PALETTE.vpcEdge },
  zone: { fill: PALETTE.zone, edge: PALETTE.zoneEdge },
  "public-subnet": { fill: PALETTE.publicSubnet, edge: PALETTE.publicEdge },
  "private-subnet": { fill: PALETTE.privateSubnet, edge: PALETTE.privateEdge },
  instance: { fill: PALETTE.instance, edge: PALETTE.instanceEdge },
  more: { fill: PALETTE.instance, edge: PALETTE.instanceEdge },
  "nat-host": { fill: PALETTE.natHost, edge: PALETTE.natHostEdge },
  "nat-gateway": { fill: PALETTE.natGateway, edge: PALETTE.natHostEdge },
  "load-balancer": { fill: PALETTE.loadBalancer, edge: PALETTE.loadBalancerEdge },
  endpoint: { fill: PALETTE.endpoint, edge: PALETTE.endpointEdge },
  "route-table": { fill: PALETTE.routeTable, edge: PALETTE.route },
  gateway: { fill: PALETTE.gateway, edge: PALETTE.instanceEdge },
  "egress-only-gateway": { fill: PALETTE.gateway, edge: PALETTE.instanceEdge },
  internet: { fill: PALETTE.gateway, edge: PALETTE.instanceEdge },
  other: { fill: PALETTE.gateway, edge: PALETTE.instanceEdge },
  path: { fill: PALETTE.onPath, edge: PALETTE.path },
};

/** What turns a drawing in the light colours into one in the dark ones where the reader prefers that. */
export function darkStyle(drawing: string): string {
  const rules = Object.values(PALETTE).flatMap(({ light, dark }) =>
    ["fill", "stroke"]
      .filter((attribute) => drawing.includes(`${attribute}="${light}"`))
      .map((attribute) => `[${attribute}="${light}"]{${attribute}:${dark}}`),
  );
  return `@media (prefers-color-scheme: dark) {\n${rules.join("\n")}\n}`;
}
