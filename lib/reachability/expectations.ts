import { Topology } from "../topology";
import { Explanation, explain } from "./explain";
import { Question, QuestionError } from "./question";

/** What must, or must not, be able to open a connection. */
export interface Expectation extends Question {
  readonly reachable: boolean;
}

/**
 * One line for each expectation that a network does not meet, or that cannot be asked of it. What is not decided meets
 * none: neither that it is reachable nor that it is not.
 */
export function unmetExpectations(topology: Topology, expectations: readonly Expectation[]): string[] {
  return expectations.flatMap((expectation, index) => {
    const problem = problemOf(topology, expectation);
    return problem === undefined ? [] : [`expect[${index}]: ${problem}`];
  });
}

function problemOf(topology: Topology, expectation: Expectation): string | undefined {
  const explanation = explainOrRefuse(topology, expectation);
  if (typeof explanation === "string") return explanation;
  const { from, to, protocol = "tcp", port, reachable } = expectation;
  const { verdict, family, blocker, missing } = explanation;
  const gone = expectation.without ?? [];
  const overIpv6 = family === "ipv6" ? " over IPv6" : "";
  const flow = `${from} → ${to} by ${protocol}${port === undefined ? "" : ` port ${port}`}${overIpv6}${gone.length > 0 ? ` without ${gone.join(" and ")}` : ""}`;
  const must = reachable ? "must be reachable" : "must not be reachable";
  switch (verdict) {
    case "not decided":
      return `${flow} ${must} and is not decided: ${missing.map(({ name, why }) => `${name} ${why}`).join("; ")}`;
    case "reachable":
      if (reachable) return undefined;
      return `${flow} is reachable and must not be; see: npm run explain -- ${from} ${to}${overIpv6 && " --ipv6"}${gone.map((host) => ` --without ${host}`).join("")}`;
    case "not reachable":
      if (!reachable) return undefined;
      return `${flow} must be reachable and is not: ${blocker!.name}: ${blocker!.why}; ${blocker!.fix}`;
  }
}

function explainOrRefuse(topology: Topology, question: Question): Explanation | string {
  try {
    return explain(topology, question);
  } catch (error) {
    if (error instanceof QuestionError) return error.message;
    throw error;
  }
}
