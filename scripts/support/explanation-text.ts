import Table from "cli-table3";
import { Explanation, Hop, Matrix, lessonOf } from "../../lib/reachability";

/** An answer for people: the hops there and back, the verdict, and what would change it. */
export function explanationText(explanation: Explanation): string {
  const { request, reply, strangerToPrivate, without = [] } = explanation;
  return [
    title(explanation),
    ...without.map(({ name, text }) => `${name} ${text}`),
    ...section("Request", request),
    ...section("Reply", reply),
    "",
    ...verdictLines(explanation),
    ...(strangerToPrivate ? ["", lessonOf(explanation)] : []),
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

function title({ from, to, protocol, family, port }: Explanation): string {
  const service = `${protocol.toUpperCase()}${port === undefined ? "" : ` port ${port}`}`;
  return `${from} → ${to}, ${service}${family === "ipv6" ? " over IPv6" : ""}`;
}

function section(name: string, hops: readonly Hop[]): string[] {
  if (hops.length === 0) return [];
  const width = Math.max(...hops.map((hop) => hop.name.length));
  const lines = hops.map(
    (hop, index) => `  ${String(index + 1).padStart(2)}  ${hop.name.padEnd(width)}  ${hop.text}`,
  );
  return ["", name, ...lines];
}

/** The most ends that fit a table: its width is theirs, and so many lines are quicker to read. */
const MOST_COLUMNS = 30;

/** Everything to everything for people: a table or, where that would be too wide, a line for each source; and the reasons. */
export function matrixText(matrix: Matrix): string {
  const reasons = matrix.answers.flat().flatMap((answer) => (answer ? reasonsOf(answer) : []));
  if (matrix.targets.length > MOST_COLUMNS) return [linesOf(matrix), ...examples(reasons)].join("\n");
  return [tableOf(matrix), ...new Set(reasons.map(({ kind, why }) => `${kind}: ${why}`))].join("\n");
}

interface Reason {
  readonly kind: string;
  readonly why: string;
}

/** One reason of each kind, and how often it is among them. */
function examples(reasons: readonly Reason[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of reasons) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(
    ([kind, count]) => `${kind}, ${count} times: ${reasons.find((reason) => reason.kind === kind)!.why}`,
  );
}

const WORDS = { reachable: "yes", "not reachable": "no", "not decided": "?" } as const;

function tableOf({ sources, targets, answers }: Matrix): string {
  const table = new Table({ head: ["from \\ to", ...targets], style: { head: [], border: [] } });
  sources.forEach((from, row) => {
    table.push([from, ...answers[row]!.map((answer) => (answer ? WORDS[answer.verdict] : ""))]);
  });
  return table.toString();
}

/** `app-0: yes to internet, aws:s3; ? to vpn; no to 297 others`, with the longest of the lists only counted. */
function linesOf({ sources, targets, answers }: Matrix): string {
  const lines = sources.map((from, row) => {
    const lists = (Object.keys(WORDS) as (keyof typeof WORDS)[])
      .map((verdict) => ({
        word: WORDS[verdict],
        ends: targets.filter((_, column) => answers[row]![column]?.verdict === verdict),
      }))
      .filter(({ ends }) => ends.length > 0);
    const most = Math.max(...lists.map(({ ends }) => ends.length));
    const longest = lists.findLast(({ ends }) => ends.length === most);
    const parts = lists.map((list) =>
      list === longest && most > 1
        ? `${list.word} to ${lists.length > 1 ? `${most} others` : `all ${most}`}`
        : `${list.word} to ${list.ends.join(", ")}`,
    );
    return `${from}: ${parts.join("; ")}`;
  });
  return lines.join("\n");
}

function reasonsOf({ verdict, blocker, missing }: Explanation): Reason[] {
  if (verdict === "not decided") return missing.map(({ name, why }) => ({ kind: `?, ${name}`, why }));
  return blocker ? [{ kind: `no, ${blocker.code}`, why: blocker.why }] : [];
}
