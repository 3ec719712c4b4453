import { CostLine } from "./break-even";
import { Estimate, PricedVariant } from "./price";
import { describeWayOut } from "./variants";

const WIDTH = 830;
const PLOT = { left: 88, top: 64, width: 700, height: 300 };
const LEGEND = { top: PLOT.top + PLOT.height + 84, rowHeight: 26, columnWidth: 360, columnCharacters: 42 };

/** Cost against traffic as an SVG that follows the reader's light or dark scheme. */
export function chart({ pricesOf, zones, gb, ipv6Share, variants }: Estimate): string {
  const gbTicks = ticks(Math.max(1000, 2 * gb));
  const toGb = gbTicks.at(-1)!;
  const usdTicks = ticks(Math.max(...variants.map(({ costLine }) => at(costLine, toGb))));
  const toUsd = usdTicks.at(-1)!;
  const x = (value: number) => round(PLOT.left + (value / toGb) * PLOT.width);
  const y = (value: number) => round(PLOT.top + PLOT.height * (1 - value / toUsd));
  const classOf = classesOf(variants, ipv6Share);
  const columns = variants.every((variant) => label(variant).length <= LEGEND.columnCharacters) ? 2 : 1;
  const height = LEGEND.top + Math.ceil(variants.length / columns) * LEGEND.rowHeight + 8;
  const title = `Cost a month against traffic, prices of ${pricesOf}, ${zones} ${zones === 1 ? "zone" : "zones"}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}">`,
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    text(PLOT.left, 28, "title", "start", title),
    text(PLOT.left, 50, "unit", "start", "US dollars a month"),
    ...usdTicks.flatMap((usd) => [
      line("grid", x(0), y(usd), x(toGb), y(usd)),
      text(PLOT.left - 10, y(usd) + 5, "tick", "end", `$${usd.toLocaleString("en-US")}`),
    ]),
    ...gbTicks.map((value) =>
      text(x(value), PLOT.top + PLOT.height + 22, "tick", "middle", value.toLocaleString("en-US")),
    ),
    line("axis", x(0), y(0), x(toGb), y(0)),
    text(
      PLOT.left + PLOT.width / 2,
      PLOT.top + PLOT.height + 48,
      "unit",
      "middle",
      "GB a month between the private instances and the internet",
    ),
    ...variants.map((variant) => {
      const { fixed } = variant.costLine;
      return line(classOf(variant), x(0), y(fixed), x(toGb), y(at(variant.costLine, toGb)));
    }),
    ...variants.flatMap((variant, index) =>
      legendEntry(label(variant), index % columns, Math.floor(index / columns), classOf(variant)),
    ),
    "</svg>",
    "",
  ].join("\n");
}

interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly series: readonly string[];
}

const LIGHT: Palette = {
  ground: "#ffffff",
  ink: "#1f2328",
  quiet: "#59636e",
  grid: "#d8dee4",
  series: ["#1a7f37", "#8250df", "#cf222e", "#0969da", "#9a6700", "#bf3989", "#1b7c83", "#57606a"],
};

const DARK: Palette = {
  ground: "#0d1117",
  ink: "#f0f6fc",
  quiet: "#9198a1",
  grid: "#30363d",
  series: ["#3fb950", "#bc8cff", "#ff7b72", "#58a6ff", "#d29922", "#f778ba", "#39c5cf", "#8b949e"],
};

const STYLE = `<style>
text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 14px }
.title { font-size: 17px; font-weight: 600 }
.series { stroke-width: 2 }
.as-is { stroke-width: 4 }
.without { stroke-dasharray: 7 5 }
.regional { stroke-dasharray: 2 9 }
.regional.without { stroke-dasharray: 2 9 7 9 }
${coloured(LIGHT)}
@media (prefers-color-scheme: dark) {
${coloured(DARK)}
}
</style>`;

/** Written out for each scheme, because not every viewer of SVG knows CSS variables. */
function coloured({ ground, ink, quiet, grid, series }: Palette): string {
  return [
    `.ground { fill: ${ground} }`,
    `text { fill: ${ink} }`,
    `.unit, .tick { fill: ${quiet} }`,
    `.grid { stroke: ${grid} }`,
    `.axis { stroke: ${quiet} }`,
    ...series.map((colour, index) => `.c${index} { stroke: ${colour} }`),
  ].join("\n");
}

/**
 * Each way out has a colour; without endpoints, where others have them, it is dashed. A regional gateway costs what
 * zonal ones in its zones do, and is dotted upon them.
 */
function classesOf(
  variants: readonly PricedVariant[],
  ipv6Share: number,
): (variant: PricedVariant) => string {
  const nameOf = ({ wayOut }: PricedVariant) => describeWayOut(wayOut, ipv6Share);
  const ways = [...new Set(variants.map(nameOf))];
  const someHave = variants.some(({ endpoints }) => endpoints);
  return (variant) => {
    const { wayOut, endpoints, asIs } = variant;
    const marks = [
      someHave && !endpoints && "without",
      wayOut.regionalZones > 0 && "regional",
      asIs && "as-is",
    ];
    return ["series", `c${ways.indexOf(nameOf(variant))}`, ...marks].filter(Boolean).join(" ");
  };
}

function legendEntry(words: string, column: number, row: number, cssClass: string): string[] {
  const left = PLOT.left + column * LEGEND.columnWidth;
  const top = LEGEND.top + row * LEGEND.rowHeight;
  return [line(cssClass, left, top - 5, left + 34, top - 5), text(left + 44, top, "", "start", words)];
}

function label({ name, asIs }: PricedVariant): string {
  return asIs ? `${name} (as it is)` : name;
}

function at({ fixed, perGb }: CostLine, gb: number): number {
  return fixed + perGb * gb;
}

/** Round values from zero to the first that is not below `to`, six at most. */
function ticks(to: number): number[] {
  const power = 10 ** Math.floor(Math.log10(to / 5));
  const step = [1, 2, 2.5, 5, 10].map((round) => round * power).find((size) => Math.ceil(to / size) <= 5)!;
  return Array.from({ length: Math.ceil(to / step) + 1 }, (_, index) => index * step);
}

function line(cssClass: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${cssClass}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function text(
  x: number,
  y: number,
  cssClass: string,
  anchor: "start" | "middle" | "end",
  words: string,
): string {
  const named = cssClass ? ` class="${cssClass}"` : "";
  return `<text${named} x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
