export { withClientsEverywhere } from "./clients";
export { endNames } from "./ends";
export { type Explanation, type Verdict, explain } from "./explain";
export { type Expectation, unmetExpectations } from "./expectations";
export { type Matrix, explainAll } from "./matrix";
export type { BlockCode, Blocker, Hop, Missing, Protocol } from "./packet";
export type { GoneHost } from "./without";
export { lessonOf } from "./ways-in";
export { type Question, QuestionError, UnknownEndError } from "./question";
