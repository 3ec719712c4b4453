import { Topology } from "../topology";
import { UnknownEndError } from "./ends";
import { Explanation, Question, explain } from "./explain";

/** What must, or must not, be able to open a connection. */
export interface Expectation extends Question {
  readonly reachable: boolean;
}

/** One line for each expectation that a network does not meet, or that names an end that is not there. */
export function unmetExpectations(topology: Topology, expectations: readonly Expectation[]): string[] {
  return expectations.flatMap((expectation, index) => {
    const explanation = explainOrRefuse(topology, expectation);
    if (typeof explanation === "string") return [`expect[${index}]: ${explanation}`];
    const { reachable, blocker } = explanation;
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

function explainOrRefuse(topology: Topology, question: Question): Explanation | string {
  try {
    return explain(topology, question);
  } catch (error) {
    if (error instanceof UnknownEndError) return error.message;
    throw error;
  }
}
