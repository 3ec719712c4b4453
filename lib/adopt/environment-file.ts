import { DescribedTable, DescribedZone, Description, LeftOut } from "./describe";
import { Obstacle } from "./obstacles";
import { TypeScriptText } from "./typescript-text";
import { counted, listed, named } from "./words";

export interface FileOptions {
  /** Of the description, such as `2026-11-26`. */
  readonly date: string;
  /** What `defineEnvironment` is imported from, such as `../lib/config/environment`. */
  readonly library: string;
}

/** The text of an environment file for a VPC as it is described, with the reason of each choice beside it. */
export function environmentFile(
  description: Description,
  obstacles: readonly Obstacle[],
  { date, library }: FileOptions,
): string {
  const { facts, zones, alsoServed } = description;
  const text = new TypeScriptText();
  text.line(`import { defineEnvironment } from ${quoted(library)};`).line();
  text.block(header(description, obstacles, date));
  text.within("export default defineEnvironment({", "});", () => {
    text.line(`region: ${quoted(facts.region)},`).line();
    text.within("network: {", "},", () => writeNetwork(text, description)).line();
    writeNat(text, description);
    if (alsoServed.length > 0) {
      const cidrs = zones.flatMap(({ privateSubnets }) => privateSubnets.map(({ subnet }) => subnet.cidr));
      const others = alsoServed.flatMap(({ cidr }) => cidr ?? []);
      text.line();
      text.comment(
        `Besides the private subnets: ${listed(alsoServed.map(named))}, whose routes lead to the NAT too.`,
      );
      text.within("clients: {", "},", () => {
        text.inline("cidrs: [", [...cidrs, ...others].map(quoted), "],");
      });
    }
    writeGatewayEndpoints(text, zones);
  });
  return text.toString();
}

function header({ facts }: Description, obstacles: readonly Obstacle[], date: string): string[] {
  const seen = obstacles.map(({ message }) => `- ${message}`);
  return [
    `${named({ id: facts.vpcId, name: facts.name })} in ${facts.region} as it was on ${date}, written by npm run adopt. It is ` +
      "yours now: docs/existing-vpc.md says what the steps are.",
    ...(seen.length > 0 ? ["", "What stands in the way, or has to be known first:", "", ...seen] : []),
  ];
}

function writeNetwork(text: TypeScriptText, description: Description): void {
  const { facts, zones } = description;
  const ranges = facts.ranges.filter(({ state }) => state === "associated");
  text.line(`vpcId: ${quoted(facts.vpcId)},`);
  text.comment("All of the VPC's ranges: what goes to them is never translated.");
  text
    .inline(
      "vpcCidrs: [",
      ranges.map(({ cidr }) => quoted(cidr)),
      "],",
    )
    .line();
  text.comment(
    "The one word that changes the way out. false: the default routes lead where they lead today, and the NAT hosts stand " +
      "beside, to be tried. true: they lead to the NAT hosts. false again: the way back.",
  );
  text.line("takeOver: false,").line();
  text.within("zones: [", "],", () => {
    zones.forEach((zone) => text.within("{", "},", () => writeZone(text, zone, description)));
  });
  const elsewhere = description.leftOut.filter(({ subnet }) =>
    zones.every(({ name }) => name !== subnet.zone),
  );
  elsewhere.forEach((each) => text.comment(`Left out: ${leftOutWords(each)}.`));
}

function writeZone(text: TypeScriptText, zone: DescribedZone, description: Description): void {
  text.line(`name: ${quoted(zone.name)},`);
  if (zone.publicSubnet) {
    text.comment(`${capital(zone.publicSubnet.why)}.`);
    text.line(`publicSubnetId: ${quoted(zone.publicSubnet.subnet.id)},`);
  } else {
    text.comment(`No NAT host can stand here: ${zone.noHost}. Another zone's serves it.`);
  }
  text.within("privateSubnets: [", "],", () => {
    zone.privateSubnets.forEach(({ subnet, users, routeTableId }, index) => {
      const holdsHost =
        index === 0 && description.hostZones.includes(zone)
          ? " A NAT host's private network interface stands in it."
          : "";
      text.comment(
        `${named(subnet)}: ${users || "nobody yet"}; ${counted(subnet.freeAddresses, "address", "addresses")} free.${holdsHost}`,
      );
      const table = routeTableId === undefined ? [] : [`routeTableId: ${quoted(routeTableId)}`];
      text.inline("{", [`id: ${quoted(subnet.id)}`, `cidr: ${quoted(subnet.cidr)}`, ...table], "},");
    });
  });
  if (zone.routeTables.length === 0) text.comment("All of its tables are listed above.");
  if (zone.routeTables.length === 0) text.line("routeTables: [],");
  else
    text.within("routeTables: [", "],", () => zone.routeTables.forEach((table) => writeTable(text, table)));
  description.leftOut
    .filter(({ subnet }) => subnet.zone === zone.name)
    .forEach((each) => writeLeftOut(text, each));
}

function writeTable(text: TypeScriptText, { table, way, gatewayEndpoints }: DescribedTable): void {
  const broken = way.broken === undefined ? "" : `, but ${way.broken}`;
  text.comment(`${named(table)}: ${way.kind === "none" ? way.words : `to ${way.words}${broken}`}.`);
  const endpoints =
    gatewayEndpoints.length === 0 ? [] : [`gatewayEndpoints: [${gatewayEndpoints.map(quoted).join(", ")}]`];
  const today = way.id === undefined ? [] : [`wayOutToday: ${quoted(way.id)}`];
  text.inline("{", [`id: ${quoted(table.id)}`, ...today, ...endpoints], "},");
}

function writeLeftOut(text: TypeScriptText, each: LeftOut): void {
  const { subnet, way } = each;
  text.comment(`Left out: ${leftOutWords(each)}.${way ? " To add it, to the lists above:" : ""}`);
  if (!way) return;
  const table = quoted(subnet.routeTableId);
  text.comment(`{ id: ${quoted(subnet.id)}, cidr: ${quoted(subnet.cidr!)}, routeTableId: ${table} }`);
  text.comment(`{ id: ${table}${way.id === undefined ? "" : `, wayOutToday: ${quoted(way.id)}`} }`);
}

function leftOutWords({ subnet, why }: LeftOut): string {
  return `${named(subnet)}${subnet.cidr ? `, ${subnet.cidr}` : ""}: ${why}`;
}

function writeNat(text: TypeScriptText, { facts, placement, hostZones }: Description): void {
  text.within("nat: {", "},", () => {
    text.comment(`${capital(placement.why)}.`);
    text.line(`placement: ${quoted(placement.value)},`);
    const free = facts.addresses.filter(({ isFree, allocationId }) => isFree && allocationId !== undefined);
    text.comment(
      `Without this, ${counted(hostZones.length, "new Elastic IP is", "new Elastic IPs are")} made. Addresses that others have ` +
        `on their lists can be used instead, one for each NAT host${free.length === 0 ? "; none is free today" : ""}:`,
    );
    const examples = free.length === 0 ? [{ allocationId: "eipalloc-0123456789abcdef0" }] : free;
    const taken = examples.slice(0, hostZones.length);
    text.comment(
      `elasticIpAllocationIds: [${taken.map(({ allocationId }) => quoted(allocationId!)).join(", ")}],`,
    );
  });
}

function writeGatewayEndpoints(text: TypeScriptText, zones: readonly DescribedZone[]): void {
  const tables = zones.flatMap(({ routeTables }) => routeTables);
  // Then there is nothing left to add, whatever the field says.
  if (tables.every(({ gatewayEndpoints }) => gatewayEndpoints.length === 2)) return;
  text.line();
  text.comment(
    'S3 and DynamoDB past the NAT for nothing: ["s3", "dynamodb"]. Connections to them that are open break when a table ' +
      "gets its endpoint, and their policies then see private addresses, so that is for a quiet hour.",
  );
  text.line("gatewayEndpoints: [],");
}

function capital(text: string): string {
  return /^[a-z]+-[0-9a-f]{8}/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
