import { z } from "zod";
import { instanceType } from "./field-types";

/** The private subnets' way to the internet. */
export const nat = z.strictObject({
  /**
   * `single`: one NAT host, in the first zone, serves every zone (cheapest; traffic of other zones crosses zones, at
   * $0.01 per GB each way, and all zones lose their way out with that host). `per-zone`: a NAT host in each zone.
   *
   * @default "single"
   */
  placement: z.enum(["single", "per-zone"]).default("single"),

  /**
   * The NAT hosts' instance type, of the same architecture as `ami.architecture`.
   *
   * @default "t4g.nano"
   */
  instanceType: instanceType.default("t4g.nano"),

  /**
   * What a burstable (T family) host does when its CPU credits are used up: `unlimited` goes on and is billed for
   * the surplus ($0.04 per vCPU-hour on T4g), `standard` is slowed down to its baseline. Without meaning, and not
   * written, for other families.
   *
   * @default "unlimited"
   */
  creditMode: z.enum(["standard", "unlimited"]).default("unlimited"),
});

/** What decides which zones have a NAT host. */
export type Placed = Pick<z.output<typeof nat>, "placement">;

/** The zones that have a NAT host of their own. */
export function natZones<Z>({ nat, zones }: { nat: Placed; zones: readonly Z[] }): readonly Z[] {
  return nat.placement === "per-zone" ? zones : zones.slice(0, 1);
}

/** The zone of the NAT host that serves `zone`. */
export function natZoneFor<Z>({ nat, zones }: { nat: Placed; zones: readonly [Z, ...Z[]] }, zone: Z): Z {
  return nat.placement === "per-zone" ? zone : zones[0];
}
