import { types } from "node:util";
import { Path, Problem } from "./problems";

/** Stands in a copy for what is refused; no field takes it. */
export const REFUSED: unique symbol = Symbol("refused");

/** A problem of a part of the environment. */
type PlainProblem = Problem & { readonly path: Path };

/** More than the largest environment holds, and few enough to be read at once. */
const MOST_VALUES = 100_000;
const MOST_LEVELS = 20;
const MOST_CHARACTERS = 10_000;

/**
 * A copy of what an environment file exports, made of plain objects, lists and scalars alone, and the problems of what
 * is none of these: a Map would be taken as an object without fields, a getter or a proxy could say something else each
 * time it is asked. No code of the input's own is run.
 */
export function plainCopy(input: unknown): { readonly value: unknown; readonly problems: PlainProblem[] } {
  const problems: PlainProblem[] = [];
  let values = 0;

  function refuse(path: Path, value: unknown, message: string): typeof REFUSED {
    problems.push({ path, value, message });
    return REFUSED;
  }

  function copy(value: unknown, path: Path, holders: readonly object[]): unknown {
    values += 1;
    if (values > MOST_VALUES) {
      const message = `holds more than ${MOST_VALUES} values, which no environment needs`;
      return values === MOST_VALUES + 1 ? refuse([], undefined, message) : REFUSED;
    }
    if (Object.is(value, -0)) return refuse(path, value, "is no number to count with; write 0");
    if (typeof value === "string" && value.length > MOST_CHARACTERS) {
      return refuse(path, value, `is longer than the ${MOST_CHARACTERS} characters that any field takes`);
    }
    if (typeof value !== "object" || value === null) return value;
    const message = objectProblem(value, holders);
    if (message !== undefined) return refuse(path, value, message);
    const within = [...holders, value];
    return Array.isArray(value) ? copyList(value, path, within) : copyObject(value, path, within);
  }

  function copyList(list: readonly unknown[], path: Path, holders: readonly object[]): unknown {
    if (list.length > MOST_VALUES) return refuse(path, list, "is longer than any field takes");
    const named = Reflect.ownKeys(list).find((key) => key !== "length" && !/^\d+$/.test(String(key)));
    if (named !== undefined) return refuse(path, list, "has names beside its values; write a list alone");
    return Array.from({ length: list.length }, (_, index) => copyProperty(list, index, path, holders));
  }

  function copyObject(object: object, path: Path, holders: readonly object[]): unknown {
    const entries: [string, unknown][] = [];
    for (const key of Reflect.ownKeys(object)) {
      if (typeof key === "symbol") {
        refuse([...path, "(symbol)"], undefined, "is a symbol; name fields by texts");
      } else if (key === "__proto__") {
        refuse([...path, key], undefined, "is no name for a field; remove it");
      } else {
        entries.push([key, copyProperty(object, key, path, holders)]);
      }
      if (values > MOST_VALUES) break;
    }
    return Object.fromEntries(entries);
  }

  function copyProperty(object: object, key: string | number, path: Path, holders: readonly object[]) {
    const property = Object.getOwnPropertyDescriptor(object, key);
    if (property?.get || property?.set) {
      return refuse([...path, key], undefined, "is computed by a getter; write the value itself");
    }
    return copy(property?.value, [...path, key], holders);
  }

  return { value: copy(input, [], []), problems };
}

function objectProblem(value: object, holders: readonly object[]): string | undefined {
  if (types.isProxy(value)) return "must be plain data; write an object or a list itself";
  if (types.isPromise(value)) {
    // Or its rejection would end the process with a stack trace, after the line about it.
    void Promise.prototype.then.call(value, undefined, () => undefined);
    return "must be plain data; write what it resolves to";
  }
  if (!isPlain(value)) return "must be plain data: an object, a list, a text, a number, true or false";
  if (holders.includes(value)) return "holds itself; write it out";
  return holders.length > MOST_LEVELS ? "is nested deeper than any field" : undefined;
}

/** An object literal or a list, of any realm: of its prototypes the nearest is the root, or the list's own. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  if (Array.isArray(value)) return true;
  return Object.hasOwn(prototype as object, "isPrototypeOf");
}
