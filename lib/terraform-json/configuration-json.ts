import { withAsserted } from "./asserted";
import { Backend, Block, ReadError, Resource, Stack } from "./stack";
import { Values, blocksOf, labelled, merged } from "./values";

export interface ConfigurationFile {
  readonly name: string;
  readonly content: Values;
}

/** A stack from the files of one folder, merged as Terraform merges them: override files last, and they win. */
export function stackOfFiles(name: string, folder: string, files: readonly ConfigurationFile[]): Stack {
  const ordered = [...files].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const entries = (block: string) => ordered.flatMap((file) => labelled(file.content[block]));
  const terraform = ordered.flatMap((file) => blocksOf(file.content["terraform"]));
  const data = withAsserted(mergeResources(name, ordered, "data"));
  return {
    name,
    folder,
    templates: true,
    resources: [...mergeResources(name, ordered, "resource"), ...data],
    data: Object.fromEntries(data.map(({ address, values }) => [address.replace(/^data\./, ""), values])),
    outputs: Object.fromEntries(entries("output").map(([output, body]) => [output, merged(body)["value"]])),
    locals: Object.fromEntries(entries("locals")),
    variables: Object.fromEntries(
      entries("variable").flatMap(([variable, body]) => {
        const { default: value } = merged(body);
        return value === undefined ? [] : [[variable, value]];
      }),
    ),
    modules: entries("module").map(([label, body]): Block => {
      return { stack: name, address: `module.${label}`, values: merged(body), deployed: false };
    }),
    backend: backendOf(terraform),
    region: entries("provider")
      .filter(([provider]) => provider === "aws")
      .flatMap(([, body]) => blocksOf(body))
      .find(({ alias }) => alias === undefined)?.["region"],
  };
}

function mergeResources(
  stack: string,
  files: readonly ConfigurationFile[],
  block: "resource" | "data",
): Resource[] {
  const byAddress = new Map<string, Resource>();
  for (const file of files) {
    for (const [type, ofType] of labelled(file.content[block])) {
      for (const [label, body] of labelled(ofType)) {
        const address = block === "data" ? `data.${type}.${label}` : `${type}.${label}`;
        const before = byAddress.get(address);
        if (before && rank(file) === 0) throw new ReadError(before, `is declared again in ${file.name}`);
        const values = { ...before?.values, ...merged(body) };
        byAddress.set(address, { stack, address, type, values, deployed: false, data: block === "data" });
      }
    }
  }
  return [...byAddress.values()];
}

function rank({ name }: ConfigurationFile): number {
  return /(^|_)override\.tf\.json$/.test(name) ? 1 : 0;
}

/** Without a backend, Terraform keeps the state in the folder it runs in. */
function backendOf(terraform: readonly Values[]): Backend {
  const [type, config] = terraform.flatMap(({ backend }) => labelled(backend)).at(-1) ?? [];
  return type === undefined ? { type: "local", config: {} } : { type, config: merged(config) };
}
