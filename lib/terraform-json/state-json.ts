import { blocksOf, isValues } from "./json-blocks";
import { Resource, Stack, Values } from "./stack";

/** A stack from what `terraform show -json` prints of a state, child modules too. */
export function stackOfState(name: string, folder: string, { values }: Values): Stack {
  const root = isValues(values) ? values["root_module"] : undefined;
  const resources = blocksOf(root).flatMap((module) => resourcesOf(name, module));
  return {
    name,
    folder,
    resources,
    data: {},
    outputs: {},
    locals: {},
    variables: {},
    modules: [],
    backend: { type: "local", config: {} },
    region: regionOf(resources),
  };
}

function resourcesOf(stack: string, module: Values): Resource[] {
  const own = blocksOf(module["resources"])
    // What is deposed has been replaced already.
    .filter(({ mode, deposed_key }) => mode === "managed" && deposed_key === undefined)
    .map(({ address, type, values }) => ({
      stack,
      address: String(address),
      type: String(type),
      values: isValues(values) ? values : {},
      deployed: true,
    }));
  return [...own, ...blocksOf(module["child_modules"]).flatMap((child) => resourcesOf(stack, child))];
}

/** A state does not say its region, but its resources' ARNs do: `arn:aws:ec2:eu-central-1:…`. */
function regionOf(resources: readonly Resource[]): string | undefined {
  return resources
    .map(({ values }) => values["arn"])
    .map((arn) => (typeof arn === "string" ? arn.split(":")[3] : undefined))
    .find((region) => region);
}
