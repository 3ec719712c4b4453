import { contains, overlap } from "../net/ranges";
import { ExistingNetworkFields } from "./existing-network";
import { Known, Path, Problem, formatPath } from "./problems";

/** The fields that say what stands in an existing network. */
type Fields = Known<{ network?: ExistingNetworkFields; ipv6: string; nat: { kind: string } }>;

/** Problems of an existing network: ids that are listed twice, ranges, subnets that no table rules, ways that it has not. */
export function existingNetworkProblems({ network, ipv6, nat }: Fields): Problem[] {
  if (!network) return [];
  return [
    ...repeatedIds(network),
    ...rangeProblems(network),
    ...tableProblems(network),
    ...placeProblems(network, nat?.kind),
    ...(network.leave && network.takeOver
      ? [
          problem(
            ["network", "leave"],
            true,
            "needs the routes to be given back first; set takeOver: false and apply that before",
          ),
        ]
      : []),
    ...(nat?.kind === "none"
      ? [
          problem(
            ["nat", "kind"],
            "none",
            "leaves the routes that were taken over nowhere to lead; give them back with takeOver: false, and then leave: true",
          ),
        ]
      : []),
    ...(ipv6 === "egress-only"
      ? [
          problem(
            ["ipv6"],
            ipv6,
            "changes the VPC and its subnets, which are not ours in an existing network; remove it",
          ),
        ]
      : []),
  ];
}

type KnownNetwork = NonNullable<Fields["network"]>;

function problem(path: Path, value: unknown, message: string): Problem {
  return { path, value, message };
}

/** A value that is listed, by where. */
type Listed = readonly [path: Path, value: string];

function repeatedIds(network: KnownNetwork): Problem[] {
  const subnets = eachZone(network, (zone, path) => [
    ...given([...path, "publicSubnetId"], zone.publicSubnetId),
    ...(zone.privateSubnets ?? []).flatMap((subnet, index) =>
      given([...path, "privateSubnets", index, "id"], subnet?.id),
    ),
  ]);
  return [subnets, tablesOf(network)].flatMap((listed) =>
    listed
      .filter(([, id], index) => listed.findIndex(([, other]) => other === id) < index)
      .map(([path, id]) => problem(path, id, "is listed twice; list each once")),
  );
}

function rangeProblems(network: KnownNetwork): Problem[] {
  const ranges = (network.vpcCidrs ?? []).flatMap((cidr, index) =>
    given(["network", "vpcCidrs", index], cidr),
  );
  const subnets = eachZone(network, (zone, path) =>
    (zone.privateSubnets ?? []).flatMap((subnet, index) =>
      given([...path, "privateSubnets", index, "cidr"], subnet?.cidr),
    ),
  );
  const known = network.vpcCidrs?.every((cidr) => cidr !== null);
  const outside = subnets
    .filter(([, cidr]) => known && !ranges.some(([, range]) => contains(range, cidr)))
    .map(([path, cidr]) =>
      problem(
        path,
        cidr,
        `is outside the VPC's ranges ${ranges.map(([, range]) => `"${range}"`).join(", ")}; correct it, or add the range that holds it to vpcCidrs`,
      ),
    );
  return [...overlaps(ranges), ...outside, ...overlaps(subnets)];
}

function overlaps(listed: readonly Listed[]): Problem[] {
  return listed.flatMap(([path, cidr], index) =>
    listed
      .slice(0, index)
      .filter(([, other]) => overlap(cidr, other))
      .map(([other, range]) =>
        problem(
          path,
          cidr,
          `overlaps ${formatPath(other)} "${range}", which AWS does not allow; correct one`,
        ),
      ),
  );
}

/** Problems of subnets that no listed table rules. */
function tableProblems(network: KnownNetwork): Problem[] {
  const listed = tablesOf(network).map(([, id]) => id);
  return eachZone(network, ({ privateSubnets, routeTables }, path) =>
    (privateSubnets ?? []).flatMap((subnet, index): Problem[] => {
      if (!subnet || !routeTables || subnet.routeTableId === null) return [];
      const own = [...path, "privateSubnets", index];
      const { routeTableId } = subnet;
      if (routeTableId === undefined) {
        if (routeTables.length > 0) return [];
        const missing =
          "is missing, and the zone lists no route table; name the one of another zone that rules this subnet";
        return [{ path: [...own, "routeTableId"], message: missing }];
      }
      if (listed.includes(routeTableId)) return [];
      const unlisted =
        "is in no zone's routeTables; add it there, with what its default route leads to today";
      return [problem([...own, "routeTableId"], routeTableId, unlisted)];
    }),
  );
}

/** Problems of a way out that needs a public subnet, where there is none. */
function placeProblems({ zones }: KnownNetwork, kind: string | null | undefined): Problem[] {
  const needsNone = kind === "none" || kind === "regional-gateway" || !kind;
  if (needsNone || !zones || zones.some((zone) => !zone || zone.publicSubnetId !== undefined)) return [];
  const message =
    "have no public subnet, and a NAT host or gateway needs one; give a zone its publicSubnetId, or make a subnet whose default route leads to an internet gateway";
  return [{ path: ["network", "zones"], message }];
}

function tablesOf(network: KnownNetwork): Listed[] {
  return eachZone(network, ({ routeTables }, path) =>
    (routeTables ?? []).flatMap((table, index) => given([...path, "routeTables", index, "id"], table?.id)),
  );
}

function eachZone<T>(
  { zones }: KnownNetwork,
  values: (zone: NonNullable<NonNullable<KnownNetwork["zones"]>[number]>, path: Path) => T[],
): T[] {
  return (zones ?? []).flatMap((zone, index) => (zone ? values(zone, ["network", "zones", index]) : []));
}

function given(path: Path, value: string | null | undefined): Listed[] {
  return typeof value === "string" ? [[path, value]] : [];
}
