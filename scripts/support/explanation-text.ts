import { Explanation, Hop, LESSON } from "../../lib/reachability";

/** An answer for people: the hops there and back, the verdict, and what would change it. */
export function explanationText(explanation: Explanation): string {
  const { request, reply, strangerToPrivate } = explanation;
  return [
    title(explanation),
    ...section("Request", request),
    ...section("Reply", reply),
    "",
    ...verdictLines(explanation),
    ...(strangerToPrivate ? ["", LESSON] : []),
  ].join("\n");
}

/** An answer for machines; `reachable` is null where it is not decided. */
export function explanationJson(explanation: Explanation): object {
  const { verdict } = explanation;
  return { ...explanation, reachable: verdict === "not decided" ? null : verdict === "reachable" };
}

function verdictLines({ to, verdict, seenAs, blocker, missing }: Explanation): string[] {
  switch (verdict) {
    case "reachable":
      return [`Reachable. ${to} sees ${seenAs}.`];
    case "not reachable": {
      const { name, code, why, fix } = blocker!;
      return [`Not reachable: ${name} (${code})`, `  why  ${why}`, `  fix  ${fix}`];
    }
    case "not decided":
      return [
        "Not decided: it hangs on what is not known here",
        ...missing.map(({ name, why }) => `  ${name}: ${why}`),
        "  fix  what was not read, give too: in files, a plan or a state (--in)",
      ];
  }
}

function title({ from, to, protocol, port }: Explanation): string {
  return `${from} → ${to}, ${protocol.toUpperCase()}${port === undefined ? "" : ` port ${port}`}`;
}

function section(name: string, hops: readonly Hop[]): string[] {
  if (hops.length === 0) return [];
  const width = Math.max(...hops.map((hop) => hop.name.length));
  const lines = hops.map(
    (hop, index) => `  ${String(index + 1).padStart(2)}  ${hop.name.padEnd(width)}  ${hop.text}`,
  );
  return ["", name, ...lines];
}
