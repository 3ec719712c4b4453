import fc from "fast-check";
import { Explanation, QuestionError, endNames, explain } from "../../lib/reachability";
import { Topology } from "../../lib/topology";
import { SERVICES } from "../support/services";
import { THREE_ZONES, network } from "./networks";

const SSH = {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3vY8p6Zk0q3v3z0m8x6i3sYb1p8d9mJ2n0r3WmXo5f",
  allowedCidrs: ["192.0.2.0/24"],
};
const NETWORKS = [
  network(),
  network({ ssh: SSH, endpoints: false }),
  network({ ...THREE_ZONES, privateInstances: { count: 3 } }),
  network({ ...THREE_ZONES, nat: { placement: "per-zone" }, privateInstances: { count: 3 }, ssh: SSH }),
];

/** Leaves out the rules and routes at the places that `keep` says no to. */
function thinned(topology: Topology, keep: readonly boolean[]): Topology {
  let place = 0;
  const some = <T>(all: readonly T[]) => all.filter(() => keep[place++ % keep.length]);
  return {
    ...topology,
    routeTables: topology.routeTables.map((table) => ({ ...table, routes: some(table.routes) })),
    securityGroups: topology.securityGroups.map((group) => ({
      ...group,
      ingress: some(group.ingress),
      egress: some(group.egress),
    })),
  };
}

function everything(topology: Topology): Explanation[] {
  const names = [...topology.instances.map(({ name }) => name), ...endNames(topology).slice(-4), "internet"];
  return names.flatMap((from) =>
    names
      .filter((to) => isQuestion(topology, from, to))
      .flatMap((to) => SERVICES.map((service) => explain(topology, { from, to, ...service }))),
  );
}

/** Not of an end to itself, of two on the internet, or of one that opens no connections. */
function isQuestion(topology: Topology, from: string, to: string): boolean {
  try {
    return explain(topology, { from, to }) !== undefined;
  } catch (error) {
    if (error instanceof QuestionError) return false;
    throw error;
  }
}

const keeps = fc.array(fc.boolean(), { minLength: 3, maxLength: 40 }).filter((keep) => keep.includes(true));
const networks = fc
  .tuple(fc.constantFrom(...NETWORKS), keeps)
  .map(([topology, keep]) => thinned(topology, keep));

// True as long as no route of a table lies inside another: a longer prefix that leads nowhere shadows a shorter one.
test("removing rules and routes never makes more reachable", () => {
  fc.assert(
    fc.property(networks, keeps, (topology, keep) => {
      const before = everything(topology);
      const after = everything(thinned(topology, keep));
      after.forEach((answer, index) => {
        if (answer.verdict === "reachable") expect(before[index]!.verdict).toBe("reachable");
      });
    }),
    { numRuns: 40 },
  );
});

test("whenever a request arrives, its reply is walked to its end, or what stops it is named", () => {
  const seen = { reachable: 0, blocked: 0 };
  fc.assert(
    fc.property(networks, (topology) => {
      for (const answer of everything(topology)) {
        if (answer.verdict === "reachable") {
          seen.reachable++;
          expect(answer.blocker).toBeUndefined();
          expect(answer.reply.length).toBeGreaterThan(0);
        } else {
          seen.blocked++;
          expect(answer.blocker!.why).not.toBe("");
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(seen.reachable).toBeGreaterThan(100);
  expect(seen.blocked).toBeGreaterThan(100);
});

test("the answer does not depend on the order of anything", () => {
  fc.assert(
    fc.property(networks, fc.infiniteStream(fc.nat()), (topology, dice) => {
      const shuffled = <T>(all: readonly T[]): T[] =>
        all
          .map((item) => ({ item, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const mixed = Object.fromEntries(
        Object.entries(topology).map(([name, part]) => [name, Array.isArray(part) ? shuffled(part) : part]),
      ) as unknown as Topology;
      for (const { from, to, protocol, port, ...answer } of everything(topology)) {
        expect(explain(mixed, { from, to, protocol, port })).toMatchObject({
          verdict: answer.verdict,
          reply: answer.reply,
        });
      }
    }),
    { numRuns: 15 },
  );
});
