import { Construct } from "constructs";
import { NatHost, NatHostProps } from "../nat-host";
import { DefaultRoute, WayOut } from "./way-out";

/** A zone in which a NAT instance stands. */
export interface NatInstanceZone {
  /** `eu-central-1b` */
  readonly name: string;
  /** `b`: what tells this zone's resources from another's in their addresses. */
  readonly letter: string;
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
  readonly privateCidr: string;

  /**
   * An Elastic IP that exists already.
   *
   * @default - a new one
   */
  readonly allocationId?: string;

  /** The zones whose private subnets lead to it, by name, its own among them. It would serve any other too. */
  readonly serves: readonly { readonly name: string }[];
}

/** What all of the NAT instances have in common, and where they stand. */
export interface NatInstancesProps extends Omit<
  NatHostProps,
  "publicSubnetId" | "privateSubnetId" | "privateCidr" | "allocationId"
> {
  readonly zones: readonly NatInstanceZone[];
}

/** A NAT instance in each of some zones, which serve these and others. */
export class NatInstances extends Construct implements WayOut {
  readonly securityGroupId: string;
  private readonly hosts: ReadonlyMap<NatInstanceZone, NatHost>;

  constructor(scope: Construct, id: string, { zones, ...shared }: NatInstancesProps) {
    super(scope, id);
    this.securityGroupId = shared.securityGroupId;
    this.hosts = new Map(zones.map((zone) => [zone, this.createHost(zone, shared)]));
  }

  routes(zone: string): readonly DefaultRoute[] {
    return [...this.hosts]
      .filter(([{ serves }]) => serves.some(({ name }) => name === zone))
      .map(([, { privateInterface }]) => {
        return { destinationCidrBlock: "0.0.0.0/0", networkInterfaceId: privateInterface.id };
      });
  }

  get publicIps(): Readonly<Record<string, string>> {
    return this.byZone(({ publicIp }) => publicIp);
  }

  /** A value of each NAT instance, by its zone's name. */
  byZone(value: (host: NatHost) => string): Record<string, string> {
    return Object.fromEntries([...this.hosts].map(([{ name }, host]) => [name, value(host)]));
  }

  private createHost(
    { letter, publicSubnetId, privateSubnetId, privateCidr, allocationId }: NatInstanceZone,
    shared: Omit<NatInstancesProps, "zones">,
  ): NatHost {
    return new NatHost(this, `nat_${letter}`, {
      ...shared,
      publicSubnetId,
      privateSubnetId,
      privateCidr,
      allocationId,
    });
  }
}
