import { Resource } from "./stack";
import { Values, blocksOf } from "./values";

/** The start of an internet gateway's id, where the rest of it is not known. */
export const SOME_INTERNET_GATEWAY = "igw-";

/**
 * Data sources with what their postconditions assert of them: Terraform fails a plan in which it does not hold, so what
 * only AWS knows of something that exists already is known before AWS is asked.
 *
 * @param data a stack's data sources, as its configuration has them
 */
export function withAsserted(data: readonly Resource[]): Resource[] {
  return data.map((resource) => ({
    ...resource,
    values: { ...assertedOf(resource.values), ...tableOfSubnet(resource, data) },
  }));
}

/** What is given goes before what is asserted. */
function assertedOf(values: Values): Values {
  const conditions = blocksOf(values["lifecycle"])
    .flatMap(({ postcondition }) => blocksOf(postcondition))
    .flatMap(({ condition }) => (typeof condition === "string" ? [condition] : []));
  const asserted = conditions.flatMap((condition) => {
    const expression = condition.replace(/^\$\{(.*)\}$/s, "$1").trim();
    return FORMS.flatMap(([form, read]) => {
      const match = form.exec(expression);
      return match ? [read(...(match.slice(1) as [string, string, string]))] : [];
    });
  });
  return Object.assign({}, ...asserted, values) as Values;
}

type Read = (first: string, second: string, third: string) => Values;

/** The conditions that are read, each as what it says of the data source's attributes. */
const FORMS: readonly (readonly [RegExp, Read])[] = [
  // self.cidr_block == "10.0.1.0/24"
  [/^self\.(\w+) == "([^"\\$%]*)"$/, (name, value) => ({ [name]: value })],
  // toset([for each in self.cidr_block_associations : each.cidr_block if …]) == toset(["10.0.0.0/16", "10.1.0.0/16"])
  [
    /^toset\(\[for (?:\w+) in self\.(\w+) : \w+\.(\w+) if \w+\.state == "associated"\]\) == toset\(\[([^\]]*)\]\)$/,
    (list, name, texts) => ({
      [list]: textsIn(texts).map((text) => ({ [name]: text, state: "associated" })),
    }),
  ],
  // element(concat(self.ids, …), 0) == "rtb-0123456789abcdef0"
  [/^element\(concat\(self\.(\w+), [^()]+\), 0\) == "([^"\\$%]*)"$/, (list, id) => ({ [list]: [id] })],
  // anytrue([for route in self.routes : route.cidr_block == "0.0.0.0/0" && startswith(…route.gateway_id…, "igw-")])
  [
    /^anytrue\(\[for (?:\w+) in self\.routes : \w+\.cidr_block == "([^"]+)" && startswith\(.*\.gateway_id.*, "igw-"\)\]\)$/,
    (destination) => ({ routes: [{ cidr_block: destination, gateway_id: SOME_INTERNET_GATEWAY }] }),
  ],
  // alltrue([for target in [for each in self.routes : … if each.cidr_block == "0.0.0.0/0"] : contains(…, target)])
  [
    /^alltrue\(\[for (\w+) in \[for \w+ in self\.routes : .* if \w+\.cidr_block == "0\.0\.0\.0\/0"\] : contains\(.*, \1\)\]\)$/,
    // What it may lead to is what the stack's own route says, or nothing.
    () => ({ routes: [] }),
  ],
];

function textsIn(list: string): string[] {
  return [...list.matchAll(/"([^"\\$%]*)"/g)].map(([, text]) => text!);
}

/** A table that is looked up by the subnet that it rules, or else as the VPC's main one: `element(concat(….ids, …), 0)`. */
function tableOfSubnet({ type, values }: Resource, data: readonly Resource[]): Values {
  const { route_table_id: id } = values;
  if (type !== "aws_route_table" || typeof id !== "string") return {};
  const [, address] =
    /^\$\{element\(concat\((data\.aws_route_tables\.[\w-]+)\.ids, [^()]+\), 0\)\}$/.exec(id) ?? [];
  const tables = data.find((resource) => resource.address === address);
  const subnetId = tables && associatedSubnet(tables.values);
  return subnetId === undefined
    ? {}
    : { route_table_id: undefined, subnet_id: subnetId, vpc_id: tables!.values["vpc_id"] };
}

/** The one subnet for which a data source looks the associated route tables up. */
export function associatedSubnet({ filter }: Values): string | undefined {
  const [first, ...others] = blocksOf(filter);
  const values = first?.["name"] === "association.subnet-id" ? first["values"] : undefined;
  const isOne = others.length === 0 && Array.isArray(values) && values.length === 1;
  return isOne && typeof values[0] === "string" ? values[0] : undefined;
}
