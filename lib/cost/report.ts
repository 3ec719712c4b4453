import Table from "cli-table3";
import { HOURS, Line } from "./bill";
import { Comparison } from "./break-even";
import { priceFile } from "./files";
import { Estimate, PricedVariant } from "./price";
import { counted } from "./variants";

/** An estimate as a person reads it in a terminal. */
export function report(estimate: Estimate): string {
  const { region, pricesOf, zones, gb, variants, free, unconfirmed, unpriced, notes } = estimate;
  const [asIs] = variants;
  const elsewhere = region !== undefined && region !== pricesOf;
  const paragraphs = [
    ...(elsewhere ? [`The network is in ${region}; these are the prices of ${pricesOf}.`] : []),
    `${asIs.name}, in ${counted(zones, "zone")}: US dollars a month of ${HOURS} hours at the prices of ${pricesOf}, with ` +
      `${gb} GB a month between the private instances and the internet, both ways together.`,
    linesTable(asIs),
    "The same network with other ways out:",
    variantsTable(variants),
    [...breakEvenSentences(estimate), ...endpointsSentence(estimate)].join("\n"),
    assumptions(estimate),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
    ...(free.length > 0 ? [`Free: ${free.join(", ")}.`] : []),
    ...(unconfirmed.length > 0
      ? [`No source says these prices of ${pricesOf}; check them: ${unconfirmed.join(", ")}.`]
      : []),
    ...(unpriced.length > 0 ? [`Not priced: ${unpriced.join("; ")}.`] : []),
    `Each price with its source and date: ${priceFile(pricesOf)}`,
  ];
  return paragraphs.join("\n\n");
}

/** US dollars and cents. */
export function dollars(usd: number): string {
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

function linesTable({ bill }: PricedVariant): string {
  const table = new Table({
    head: ["", "quantity", "unit", "unit price", "a month", "price"],
    colAligns: ["left", "right", "left", "right", "right", "left"],
    style: { head: [], border: [], compact: true },
  });
  bill.lines.forEach((line) => table.push(row(line)));
  table.push(["total", "", "", "", dollars(bill.total), ""]);
  return table.toString();
}

function row({ what, quantity, unit, unitPrice, amount, price }: Line): string[] {
  return [what, rounded(quantity), unit, `$${unitPrice}`, dollars(amount), price];
}

function variantsTable(variants: Estimate["variants"]): string {
  const table = new Table({
    head: ["", "a month", "difference", "fixed", "each GB", "way out alone"],
    colAligns: ["left", "right", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, asIs, bill, costLine, wayOutUsd } of variants) {
    const difference = bill.total - variants[0].bill.total;
    table.push([
      asIs ? `${name} (as it is)` : name,
      dollars(bill.total),
      asIs ? "" : `${difference < 0 ? "-" : "+"}${dollars(Math.abs(difference))}`,
      dollars(costLine.fixed),
      `$${rounded(costLine.perGb)}`,
      dollars(wayOutUsd),
    ]);
  }
  return table.toString();
}

function breakEvenSentences({ breakEven, variants: [asIs] }: Estimate): string[] {
  return breakEven.map(({ against, comparison }) => {
    const names = { first: asIs.name, second: against };
    return `${names.first}, against ${names.second}: ${verdict(comparison, names)}`;
  });
}

function verdict(comparison: Comparison, names: { first: string; second: string }): string {
  if ("gb" in comparison) {
    const { gb, below, above } = comparison;
    return `they break even at ${rounded(gb)} GB a month. Cheaper below: ${names[below]}; above: ${names[above]}.`;
  }
  return comparison.cheaper === "neither"
    ? "they cost the same at any traffic."
    : `no break-even. Cheaper at any traffic: ${names[comparison.cheaper]}.`;
}

function endpointsSentence({ fixedCost: { endpoints, natInstances } }: Estimate): string[] {
  if (natInstances.count === 0 || endpoints.usd <= natInstances.usd) return [];
  const hosts = natInstances.count === 1 ? "NAT instance" : counted(natInstances.count, "NAT instance");
  const subject =
    endpoints.count === 1
      ? "The interface endpoint costs"
      : `The ${endpoints.count} interface endpoints cost`;
  return [
    `${subject} more than the ${hosts}: ${dollars(endpoints.usd)} against ${dollars(natInstances.usd)} a month, ` +
      `${(endpoints.usd / natInstances.usd).toFixed(1)} times as much, before any traffic.`,
  ];
}

function assumptions({ endpointGb, publishedGb, ipv6Share, zones, variants }: Estimate): string {
  const isPublished = variants[0].bill.lines.some(({ price }) => price === "load-balancer-hour");
  return [
    "Assumed: every instance runs all month; its CPU stays at its baseline, so that no credits are billed;",
    `${endpointGb} GB a month to AWS services, through endpoints where there are any and else through the NAT;`,
    `where there is IPv6, ${rounded(100 * ipv6Share)}% of the traffic to the internet goes over it (--ipv6-share);`,
    ...(isPublished
      ? [`${publishedGb} GB a month through load balancers (--published-gb), each an LCU in an hour;`]
      : []),
    ...(zones > 1 ? ["traffic that comes from all zones alike;"] : []),
    "no free tier. Left out: AWS's data transfer out to the internet, which is the same in every row, and taxes.",
  ].join(" ");
}

function rounded(quantity: number): string {
  return String(Number(quantity.toFixed(4)));
}
