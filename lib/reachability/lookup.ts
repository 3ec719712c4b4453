import { Endpoint, Instance, NetworkInterface, Topology } from "../topology";
import { grouped } from "../tools/grouped";
import { serviceName } from "./network";

/** What a name can be of. */
export type Named =
  | { readonly kind: "instance"; readonly element: Instance }
  | { readonly kind: "endpoint"; readonly element: Endpoint }
  | { readonly kind: "interface"; readonly element: NetworkInterface };

const lookups = new WeakMap<Topology, Lookup>();

/** A topology's ends by what they may be called: name, id, address in Terraform, and that with the stack before it. */
export class Lookup {
  private readonly byText: ReadonlyMap<string, readonly Named[]>;
  private readonly byPublicIp: ReadonlyMap<string, readonly NetworkInterface[]>;
  /** All names, each once. */
  readonly names: readonly string[];

  private constructor({ instances, endpoints, networkInterfaces }: Topology) {
    const named: Named[] = [
      ...instances.map((element) => ({ kind: "instance" as const, element })),
      ...networkInterfaces.map((element) => ({ kind: "interface" as const, element })),
      ...endpoints.map((element) => ({ kind: "endpoint" as const, element })),
    ];
    this.byText = grouped(named, ({ element: { id, name, stack, address } }) => [
      ...new Set([id, name, address, `${stack}/${address}`]),
    ]);
    this.byPublicIp = grouped(networkInterfaces, ({ publicIp }) =>
      publicIp === undefined ? [] : [publicIp],
    );
    const services = endpoints.map((endpoint) => `aws:${serviceName(endpoint)}`);
    this.names = [...new Set([...named.map(({ element }) => element.name), ...services, "internet"])];
  }

  static of(topology: Topology): Lookup {
    const known = lookups.get(topology) ?? new Lookup(topology);
    lookups.set(topology, known);
    return known;
  }

  named(text: string): readonly Named[] {
    return this.byText.get(text) ?? [];
  }

  withPublicIp(address: string): NetworkInterface | undefined {
    return this.byPublicIp.get(address)?.[0];
  }
}
