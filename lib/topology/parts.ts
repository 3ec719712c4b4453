import { GIVE_THE_PLAN, Configuration } from "../terraform-json/configuration";
import { Block, ReadError, Resource, Source } from "../terraform-json/stack";
import {
  ElasticIp,
  Element,
  Gateway,
  NetworkAcl,
  NetworkInterface,
  NotUnderstood,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
} from "./model";
import { mayOf } from "./resources";

/** The parts of a network, each read when another one or the model needs it: addresses may refer to each other. */
export interface Parts {
  readonly configuration: Configuration;
  readonly problems: Problems;
  /** The IPv6 ranges that AWS chooses, by the id of the VPC or of the association that asks for one. */
  readonly generatedRanges: () => ReadonlyMap<string, string>;
  readonly vpcs: () => readonly VpcPart[];
  readonly subnets: () => readonly SubnetPart[];
  readonly routeTables: () => readonly RouteTable[];
  readonly networkAcls: () => readonly NetworkAcl[];
  readonly securityGroups: () => readonly SecurityGroup[];
  /** The ranges of each prefix list whose entries were read, by the list's id. */
  readonly prefixLists: () => ReadonlyMap<string, readonly string[]>;
  readonly interfaceRequests: () => readonly InterfaceRequest[];
  /** What network interfaces of their own are attached to, by the interface's id. */
  readonly attachments: () => ReadonlyMap<string, Attachment>;
  readonly gateways: () => readonly Gateway[];
  /** By the id of the network interface or NAT gateway. */
  readonly privateAddresses: () => ReadonlyMap<string, string>;
  /** By the id of the network interface. */
  readonly ipv6Addresses: () => ReadonlyMap<string, readonly string[]>;
  /** The public addresses that AWS chooses, by the id of the network interface or regional NAT gateway. */
  readonly automaticAddresses: () => ReadonlyMap<string, string>;
  /** By the id of the Elastic IP. */
  readonly elasticAddresses: () => ReadonlyMap<string, string>;
  readonly elasticIps: () => readonly ElasticIp[];
}

/** A VPC with what AWS puts into it by itself. */
export interface VpcPart extends Vpc {
  readonly resource: Resource;
  readonly defaultRouteTableId: string;
  readonly defaultSecurityGroupId: string;
  readonly defaultNetworkAclId: string;
}

export interface SubnetPart extends Omit<Subnet, "routeTableId" | "networkAclId"> {
  readonly resource: Resource;
  /** Whether a network interface that is made in it gets an IPv6 address. */
  readonly assignsIpv6: boolean;
}

/** What gets a private address: a network interface, or a zonal NAT gateway. */
export interface InterfaceRequest extends Element {
  readonly resource: Resource;
  readonly subnetId: string;
  /** The address that it is given, unless AWS chooses one. */
  readonly privateIp?: string;
  /** @default - none */
  readonly ipv6?: Ipv6Request;
  readonly sourceDestCheck: boolean;
  readonly securityGroupIds: readonly string[];
}

/** The IPv6 addresses that a network interface is given, and how many more AWS chooses. */
export interface Ipv6Request {
  readonly given: readonly string[];
  readonly count: number;
}

export type Attachment =
  | Required<Pick<NetworkInterface, "instanceId" | "deviceIndex">>
  | Required<Pick<NetworkInterface, "unknownInstance">>;

type Effect = Pick<NotUnderstood, "why" | "may"> & { readonly touches?: NotUnderstood["touches"] };

const ONLY_AWS = `finds what AWS alone knows; ${GIVE_THE_PLAN}`;

/** Collects what is not understood, so that one part that cannot be read does not take the others with it. */
export class Problems {
  private readonly noted: NotUnderstood[] = [];

  constructor(private readonly configuration: Configuration) {}

  /** Reads each resource; one that cannot be read is noted and left out. */
  each<T>(resources: readonly Resource[], read: (resource: Resource) => readonly T[]): T[] {
    return resources.flatMap((resource) => this.attempt(resource, () => read(resource)) ?? []);
  }

  /** Reads each inline block of one kind; one that cannot be read is noted and left out. */
  eachBlock<T>(
    resource: Resource,
    name: string,
    read: (block: Block) => readonly T[],
    effect: Partial<Effect>,
  ): T[] {
    const blocks = this.attempt(resource, () => this.configuration.blocks(resource, name), effect) ?? [];
    return blocks.flatMap((block) => this.attempt(resource, () => read(block), effect) ?? []);
  }

  /** What is read of a resource; when it cannot be, that is noted, and the answer is undefined. */
  attempt<T>(resource: Resource, read: () => T, effect: Partial<Effect> = {}): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      const why = resource.data && !resource.deployed ? ONLY_AWS : whyOf(error, resource);
      this.add(resource, { why, may: mayOf(resource.type), ...effect });
      return undefined;
    }
  }

  /** @param touches @default the elements that the resource names; anything when it does not say which */
  add(resource: Resource | Source, { why, may, touches }: Effect): void {
    const { stack, address } = resource;
    const named = touches ?? ("values" in resource ? this.namedBy(resource) : []);
    this.noted.push({ stack, address, why, touches: named, may });
  }

  private namedBy(resource: Resource): NotUnderstood["touches"] {
    return this.configuration.mayNameAnything(resource) ? "anything" : this.configuration.allTexts(resource);
  }

  /** A resource that stands for several, of which only Terraform knows how many. */
  addCounted(resource: Resource): void {
    const repetition = ["count", "for_each"].find((name) => resource.values[name] !== undefined)!;
    this.add(resource, {
      why: `has ${repetition}, which Terraform alone expands; ${GIVE_THE_PLAN}`,
      may: mayOf(resource.type),
    });
  }

  /** @param names the ids of the topology's elements, with what they are called in a message */
  list(isElement: (id: string) => boolean, inWords: (why: string) => string): NotUnderstood[] {
    const byPlace = new Map<string, NotUnderstood>();
    for (const { stack, address, why, touches, may } of this.noted) {
      const known = touches === "anything" ? touches : [...new Set(touches.filter(isElement))].sort();
      const next = { stack, address, why: inWords(why), touches: known, may };
      const before = byPlace.get(`${stack} ${address}`);
      byPlace.set(`${stack} ${address}`, before ? together(before, next) : next);
    }
    return [...byPlace.values()];
  }
}

/** Everything at one address is one entry. */
function together(a: NotUnderstood, b: NotUnderstood): NotUnderstood {
  const whys = [...new Set([...a.why.split("; "), ...b.why.split("; ")])];
  const touches =
    a.touches === "anything" || b.touches === "anything"
      ? ("anything" as const)
      : [...new Set([...a.touches, ...b.touches])].sort();
  const may = a.may === b.may || b.may === "nothing" ? a.may : a.may === "nothing" ? b.may : "either";
  return { ...a, why: whys.join("; "), touches, may };
}

/** Without the address where that is the resource's own. */
function whyOf({ where, why }: ReadError, { stack, address }: Source): string {
  if (typeof where === "string") return `${where}: ${why}`;
  if (where.address === address && where.stack === stack) return why;
  return `${where.stack === stack ? "" : `${where.stack}: `}${where.address}: ${why}`;
}
