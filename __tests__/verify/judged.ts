import { EnvironmentInput } from "../../lib/config/schema";
import { readTopology } from "../../lib/topology";
import { Said, VerifyFacts } from "../../lib/verify/facts";
import { Row } from "../../lib/verify/row";
import { rowsOf } from "../../lib/verify/rows";
import { wayOutOf } from "../../lib/verify/way-out";
import { synthesize, testEnvironment } from "../support/synthesize";
import { WELL } from "./answers";

export const TWO: Partial<EnvironmentInput> = {
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: { placement: "per-zone" },
};

/** What is said of facts in an environment, whose ways out are those of its own JSON. */
export function judged(changes: Partial<VerifyFacts> = {}, fields: Partial<EnvironmentInput> = {}): Row[] {
  const environment = testEnvironment({ ...TWO, ...fields });
  const topology = readTopology(synthesize(environment).folder);
  return rowsOf(environment, { ...WELL, ...changes }, (name) => wayOutOf(topology, name), new Date());
}

export const lines = (rows: readonly Row[]) =>
  rows.map(({ check, of, verdict, found }) => `${check} ${of}: ${verdict}: ${found}`);
export const notWell = (rows: readonly Row[]) => lines(rows.filter(({ verdict }) => verdict !== "ok"));
export const saying = (id: string, said: Said) => ({ said: new Map([...WELL.said, [id, said]]) });
