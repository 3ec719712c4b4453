import { describe } from "../../lib/adopt/describe";
import { VpcFacts } from "../../lib/adopt/facts";
import { obstacles } from "../../lib/adopt/obstacles";

/** What stops everything. */
export function stops(facts: VpcFacts, include: string[] = []): string[] {
  return obstacles(describe(facts, include)).flatMap((each) => (each.stops ? each.message : []));
}

/** Of all that stands in the way, what has these words in it. */
export function about(facts: VpcFacts, words: string | RegExp): string[] {
  const messages = obstacles(describe(facts)).map(({ message }) => message);
  return messages.filter((message) => message.match(words));
}
