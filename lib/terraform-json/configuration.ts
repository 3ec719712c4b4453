import { Address4, Address6 } from "ip-address";
import { blocksOf } from "./json-blocks";
import { ComputedAttribute, Resolver } from "./resolver";
import { ReadError } from "./read-error";
import { Block, Resource, Source, Stack } from "./stack";

/** What the stacks say, with every argument read by name, resolved, and of the type asked for. */
export class Configuration {
  private readonly resolver: Resolver;
  private readonly byType = new Map<string, readonly Resource[]>();

  constructor(
    readonly stacks: readonly Stack[],
    computed: ComputedAttribute,
  ) {
    this.resolver = new Resolver(stacks, computed);
  }

  /** The resources of a type, in an order that does not depend on the files'. */
  ofType(type: string): readonly Resource[] {
    const known = this.byType.get(type);
    if (known) return known;
    const found = this.stacks
      .flatMap(({ resources }) => resources)
      .filter((resource) => resource.type === type)
      .sort(bySource);
    found.forEach(refuseRepetition);
    this.byType.set(type, found);
    return found;
  }

  text(block: Block, name: string): string | undefined {
    const value = this.value(block, name);
    if (value === undefined) return undefined;
    if (typeof value === "object") throw new ReadError(block, `${name} is not a text`);
    return String(value);
  }

  /** For what shapes nothing here: an expression that cannot be resolved is no reason to refuse the network. */
  textIfResolvable(block: Block, name: string): string | undefined {
    return ifResolvable(() => this.text(block, name));
  }

  required(block: Block, name: string): string {
    const text = this.text(block, name);
    if (text === undefined) throw new ReadError(block, `has no ${name}`);
    return text;
  }

  texts(block: Block, name: string): string[] {
    const value = this.value(block, name) ?? [];
    if (!Array.isArray(value)) throw new ReadError(block, `${name} is not a list`);
    return value.map(String);
  }

  flag(block: Block, name: string): boolean | undefined {
    const text = this.text(block, name);
    if (text === undefined || text === "true" || text === "false") return text && text === "true";
    throw new ReadError(block, `${name} is neither true nor false`);
  }

  integer(block: Block, name: string): number | undefined {
    const text = this.text(block, name);
    if (text === undefined || /^-?\d+$/.test(text)) return text === undefined ? undefined : Number(text);
    throw new ReadError(block, `${name} is no whole number`);
  }

  /** A range of addresses, IPv4 or IPv6. */
  range(block: Block, name: string): string | undefined {
    const text = this.text(block, name);
    return text && asRange(text, block, name);
  }

  ranges(block: Block, name: string): string[] {
    return this.texts(block, name).map((text) => asRange(text, block, name));
  }

  /** A resource's inline blocks of one kind. */
  blocks(block: Block, name: string): Block[] {
    if (blocksOf(block.values["dynamic"]).some((dynamic) => name in dynamic)) {
      throw new ReadError(
        block,
        `has dynamic ${name} blocks, which Terraform alone expands; ${GIVE_THE_STATE}`,
      );
    }
    const given = block.values[name];
    const value = typeof given === "string" ? this.resolver.resolve(given, block) : given;
    return blocksOf(value).map((values) => ({ ...block, values }));
  }

  /** The provider's region, where it is given. */
  region(): string | undefined {
    const withRegion = [...this.stacks]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .find(({ region }) => region !== undefined);
    if (!withRegion) return undefined;
    const at = { stack: withRegion.name, address: "provider.aws" };
    return ifResolvable(() => String(this.resolver.resolve(withRegion.region, at)));
  }

  /** AWS and Terraform write what is not there as null or as an empty text. */
  private value(block: Block, name: string): unknown {
    const value = this.resolver.resolve(block.values[name], block);
    return value === null || value === "" ? undefined : value;
  }
}

function ifResolvable(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

const GIVE_THE_STATE = "give the state: terraform show -json > state.json";

export function bySource(a: Source, b: Source): number {
  const [first, second] = [a, b].map(({ stack, address }) => `${address} ${stack}`) as [string, string];
  return first < second ? -1 : first > second ? 1 : 0;
}

function refuseRepetition(resource: Resource): void {
  const repetition = ["count", "for_each"].find((name) => resource.values[name] !== undefined);
  if (repetition === undefined) return;
  throw new ReadError(resource, `has ${repetition}, which Terraform alone expands; ${GIVE_THE_STATE}`);
}

function asRange(text: string, block: Block, name: string): string {
  if (/\/\d+$/.test(text) && (Address4.isValid(text) || Address6.isValid(text))) return text;
  throw new ReadError(block, `${name} "${text}" is not a range of addresses`);
}
