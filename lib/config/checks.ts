import { Fault, formatPath } from "./faults";
import { CheckedFields } from "./salvage";

/** Faults of the instance types: of another architecture than the image. */
export function architectureFaults({ ami, nat, privateInstances }: CheckedFields): Fault[] {
  const image = ami?.architecture;
  const types = {
    "nat.instanceType": nat?.instanceType,
    "privateInstances.instanceType": privateInstances?.instanceType,
  };
  return Object.entries(types).flatMap(([path, value]) => {
    if (!image || !value || architectureOf(value) === image) return [];
    const own = architectureOf(value);
    const message = `is an ${own} type and the image is ${image}; change the type or set ami.architecture to "${own}"`;
    return [{ path, value, message }];
  });
}

/** Graviton families have a `g` after their generation (t4g, c7gn, im4gn), and the first was a1. */
function architectureOf(instanceType: string): "arm64" | "x86_64" {
  return /^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}

/** Faults of the defaults that guard something: each may be switched off, with a reason. */
export function exceptionFaults({
  encryptDisks,
  requireImdsv2,
  backend,
  exceptions,
}: CheckedFields): Fault[] {
  if (!exceptions) return [];
  const local = backend?.type === "local" && { encrypt: true, useLockfile: true };
  const s3 = backend?.type === "s3" && backend;
  const state = local || s3 || { encrypt: null, useLockfile: null };
  const guards = new Map([
    ["encryptDisks", encryptDisks],
    ["requireImdsv2", requireImdsv2],
    ["backend.encrypt", state.encrypt],
    ["backend.useLockfile", state.useLockfile],
  ]);
  const silent = [...guards].filter(([path, on]) => on === false && exceptions[path] === undefined);
  return [
    ...silent.map(([path]) => ({
      path,
      value: false,
      message: `switches a safeguard off; say why in exceptions: { "${path}": "…" }, or leave it on`,
    })),
    ...Object.entries(exceptions).flatMap(([path, value]) => {
      const message = idleFault(path, guards);
      return message ? [{ path: formatPath(["exceptions", path]), value, message }] : [];
    }),
  ];
}

function idleFault(path: string, guards: ReadonlyMap<string, boolean | null>): string | undefined {
  const on = guards.get(path);
  if (on === undefined) return `names no safeguard; those there are: ${[...guards.keys()].join(", ")}`;
  return on ? "excepts what is not switched off; remove it" : undefined;
}
