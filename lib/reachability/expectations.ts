import { Topology } from "../topology";
import { Question, explain } from "./explain";

/** What must, or must not, be able to open a connection. */
export interface Expectation extends Question {
  readonly reachable: boolean;
}

/**
 * One line for each expectation that a network does not meet.
 *
 * @throws UnknownEndError when an expectation names an end that is not there
 */
export function unmetExpectations(topology: Topology, expectations: readonly Expectation[]): string[] {
  return expectations.flatMap((expectation, index) => {
    const { reachable, blocker } = explain(topology, expectation);
    if (reachable === expectation.reachable) return [];
    const { from, to, protocol = "tcp", port } = expectation;
    const flow = `expect[${index}]: ${from} → ${to} by ${protocol}${port === undefined ? "" : ` port ${port}`}`;
    return [
      reachable
        ? `${flow} is reachable and must not be; see: npm run explain -- ${from} ${to}`
        : `${flow} must be reachable and is not: ${blocker!.name}: ${blocker!.why}; ${blocker!.fix}`,
    ];
  });
}
