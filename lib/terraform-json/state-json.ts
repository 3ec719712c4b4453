import { EMPTY_STACK, Resource, Stack } from "./stack";
import { Values, blocksOf, isValues } from "./values";

/** A stack from what `terraform show -json` prints of a state, child modules too. */
export function stackOfState(name: string, folder: string, { values }: Values): Stack {
  const root = isValues(values) ? values["root_module"] : undefined;
  return stateStack(
    name,
    folder,
    blocksOf(root).flatMap((module) => resourcesOf(name, module)),
  );
}

/** A stack from a state as Terraform keeps it, in `terraform.tfstate` (version 4). */
export function stackOfRawState(name: string, folder: string, { resources }: Values): Stack {
  const all = blocksOf(resources).flatMap((resource) => {
    const { module, mode, type, name: label, instances } = resource;
    const prefix = [...(module === undefined ? [] : [module]), ...(mode === "data" ? ["data"] : [])];
    return blocksOf(instances)
      .filter(({ deposed }) => deposed === undefined)
      .map(({ index_key: key, attributes }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        const address = [...prefix, type, label].join(".") + index;
        return resourceOf(name, { address, type, mode, values: attributes });
      });
  });
  return stateStack(name, folder, all);
}

/** The resources of a module of a state, and those of the modules in it. */
export function resourcesOf(stack: string, module: Values): Resource[] {
  const own = blocksOf(module["resources"])
    // What is deposed has been replaced already.
    .filter(({ deposed_key }) => deposed_key === undefined)
    .map((resource) => resourceOf(stack, resource));
  return [...own, ...blocksOf(module["child_modules"]).flatMap((child) => resourcesOf(stack, child))];
}

/** A state does not say its region, but its resources' ARNs do: `arn:aws:ec2:eu-central-1:…`. */
export function regionOf(resources: readonly Resource[]): string | undefined {
  return resources
    .map(({ values }) => values["arn"])
    .map((arn) => (typeof arn === "string" ? arn.split(":")[3] : undefined))
    .find((region) => region);
}

function resourceOf(stack: string, { address, type, mode, values }: Values): Resource {
  return {
    stack,
    address: String(address),
    type: String(type),
    values: isValues(values) ? values : {},
    deployed: true,
    data: mode === "data",
  };
}

function stateStack(name: string, folder: string, resources: readonly Resource[]): Stack {
  return { ...EMPTY_STACK, name, folder, templates: false, resources, region: regionOf(resources) };
}
