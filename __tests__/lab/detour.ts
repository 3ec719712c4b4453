import { FabricInterface } from "../../lab/fabric/fabric";
import { Lab } from "../../lab/lab";

const TABLE = 77;

/**
 * For as long as `action` takes, has the VPC's router hand what comes from one network interface for some addresses to
 * another network interface, as AWS's never would: the addresses may be the router's own.
 */
export async function detour<T>(
  lab: Lab,
  {
    from,
    to,
    by,
  }: { readonly from: FabricInterface; readonly to: readonly string[]; readonly by: FabricInterface },
  action: () => Promise<T>,
): Promise<T> {
  const { namespace } = lab.router();
  await namespace.ip([
    ...to.map(
      (address) => `route replace table ${TABLE} ${address} via ${by.privateIp} dev ${by.link} onlink`,
    ),
    ...to.map((address) => `rule add pref 10 iif ${from.link} to ${address} lookup ${TABLE}`),
    // Its own addresses come first, unless this is changed.
    "rule add pref 50 lookup local",
    "rule delete pref 0 lookup local",
  ]);
  try {
    return await action();
  } finally {
    await namespace.ip([
      "rule add pref 0 lookup local",
      "rule delete pref 50 lookup local",
      ...to.map((address) => `rule delete pref 10 iif ${from.link} to ${address} lookup ${TABLE}`),
      `route flush table ${TABLE}`,
    ]);
  }
}
