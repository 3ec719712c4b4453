import { isRange } from "../net/ranges";
import { grouped } from "../tools/grouped";
import { shown } from "../tools/messages";
import { ComputedAttribute, Resolver } from "./resolver";
import { Block, ReadError, Resource, Stack, bySource } from "./stack";
import { blocksOf } from "./values";

/** What the stacks say, with every argument read by name, resolved, and of the type asked for. */
export class Configuration {
  private readonly resolver: Resolver;
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;

  /** @param resources those of the stacks that count, each once */
  constructor(
    readonly stacks: readonly Stack[],
    resources: readonly Resource[],
    computed: ComputedAttribute,
  ) {
    this.resolver = new Resolver(stacks, computed);
    this.byType = grouped([...resources].sort(bySource), ({ type }) => [type]);
  }

  /** The resources of a type, in an order that does not depend on the files'. */
  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  text(block: Block, name: string): string | undefined {
    const value = this.value(block, name);
    if (value === undefined) return undefined;
    if (typeof value === "object") throw new ReadError(block, `${name} is not a text`);
    return String(value);
  }

  /** For what shapes nothing here: an expression that cannot be resolved is no reason to refuse the resource. */
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
    if (value.some((item) => typeof item === "object" && item !== null)) {
      throw new ReadError(block, `${name} is not a list of texts`);
    }
    return value.map(String);
  }

  textsIfResolvable(block: Block, name: string): string[] | undefined {
    return ifResolvable(() => this.texts(block, name));
  }

  flag(block: Block, name: string): boolean | undefined {
    const text = this.text(block, name);
    if (text === undefined || text === "true" || text === "false") return text && text === "true";
    throw new ReadError(block, `${name} is neither true nor false`);
  }

  integer(block: Block, name: string): number | undefined {
    const text = this.text(block, name);
    if (text === undefined || /^-?\d{1,15}$/.test(text)) return text === undefined ? undefined : Number(text);
    throw new ReadError(block, `${name} is no whole number`);
  }

  /** A range of addresses, IPv4 or IPv6. */
  range(block: Block, name: string): string | undefined {
    const text = this.text(block, name);
    return text && asRange(text, block, name);
  }

  /** The same for one that Terraform may compute in ways that are not followed. */
  rangeIfResolvable(block: Block, name: string): string | undefined {
    const text = this.textIfResolvable(block, name);
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
        `has dynamic ${name} blocks, which Terraform alone expands; ${GIVE_THE_PLAN}`,
      );
    }
    const given = block.values[name];
    const value = typeof given === "object" && isPlain(given) ? given : this.resolver.resolve(given, block);
    return blocksOf(value).map((values) => ({ ...block, values }));
  }

  /** The same for what shapes nothing here. */
  blocksIfResolvable(block: Block, name: string): Block[] {
    return ifResolvable(() => this.blocks(block, name)) ?? [];
  }

  /** The texts in what a block says, at any depth, as far as they can be resolved. */
  allTexts(block: Block): string[] {
    const found: string[] = [];
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(walk);
      if (typeof value === "object" && value !== null && isPlain(value))
        return Object.values(value).forEach(walk);
      try {
        const resolved = this.resolver.resolve(value, block);
        for (const text of [resolved].flat()) if (typeof text === "string") found.push(text);
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
      }
    };
    walk(block.values);
    return found;
  }

  /** Whether an argument that names other parts of the network does so by what cannot be resolved, so that any may be meant. */
  mayNameAnything(block: Block): boolean {
    return Object.entries(block.values).some(([name, value]) => {
      if (!NAMES_OTHERS.test(name) || value === null) return false;
      try {
        const named = [this.resolver.resolve(value, block)].flat();
        return named.some((each) => typeof each !== "string");
      } catch (error) {
        if (error instanceof ReadError) return true;
        throw error;
      }
    });
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

export const GIVE_THE_PLAN = "give the plan or the state: terraform show -json";

function isPlain(value: object | null): boolean {
  return value !== null && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);
}

function ifResolvable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

/** `subnet_id`, `vpc_security_group_ids`, and the few that are named otherwise: `network_interface` of an Elastic IP. */
const NAMES_OTHERS =
  /_ids?$|^(instance|network_interface|security_groups|subnets|load_balancer_arn|target_group_arn)$/;

function asRange(text: string, block: Block, name: string): string {
  if (isRange(text)) return text;
  throw new ReadError(block, `${name} ${shown(text)} is not a range of addresses`);
}
