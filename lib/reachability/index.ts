export { UnknownEndError, endNames } from "./ends";
export { type Explanation, type Question, explain } from "./explain";
export { type Expectation, unmetExpectations } from "./expectations";
export { LESSON } from "./lesson";
export type { BlockCode, Blocker, Hop, Protocol } from "./packet";
