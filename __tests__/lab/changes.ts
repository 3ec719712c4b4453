import fc from "fast-check";
import { Topology } from "../../lib/topology";
import { addAnAclRule } from "./acl-changes";
import { changeGroups, changePublicAddress, detachAnInterface, turnACheck } from "./interface-changes";
import { Change, Changed, Choose } from "./change";
import { addARule, narrowARule, openAGroup, removeARule } from "./group-changes";
import {
  detachTheGateway,
  giveAnotherTable,
  leadElsewhere,
  redirectInside,
  removeARoute,
} from "./route-changes";

/** Those that leave most of a network at work come more often. */
const CHANGES: readonly Change[] = [
  ...[openAGroup, openAGroup, addARule, addARule, addARule, removeARule, narrowARule, narrowARule],
  ...[removeARoute, leadElsewhere, leadElsewhere, leadElsewhere, giveAnotherTable],
  ...[redirectInside, redirectInside, addAnAclRule, addAnAclRule],
  ...[turnACheck, turnACheck, changePublicAddress, changePublicAddress, changeGroups],
  ...[detachAnInterface, detachTheGateway],
];

/**
 * Networks with some of their parts removed, added or changed.
 *
 * @param seed the same number gives the same networks
 */
export function changed(topology: Topology, count: number, seed: number): Changed[] {
  const dice = fc.noBias(fc.array(fc.nat(), { minLength: 64, maxLength: 64 }));
  return fc.sample(dice, { numRuns: count, seed }).map((throws) => {
    let next = 0;
    const pick: Choose = (from) => from[throws[next++ % throws.length]! % from.length]!;
    let result: Changed = { what: "", topology };
    for (let changes = pick([2, 3, 4, 5]); changes > 0; changes--) {
      const after = pick(CHANGES)(result.topology, pick);
      if (after) result = { ...after, what: [result.what, after.what].filter(Boolean).join("; ") };
    }
    return result.what === "" ? openAGroup(topology, pick)! : result;
  });
}
