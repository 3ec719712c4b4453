import { Rows, machineKind } from "../page";
import { BOOTS, BOOT_IDS, BootId } from "./boots";
import { CONTESTANTS, CONTESTANT_IDS, ContestantId } from "./contestants";
import { FIGURES, FIGURE_IDS, Figure, FigureId, Measurement } from "./figures";

/** What one round has measured. */
export interface Round {
  readonly rules: Readonly<Record<ContestantId, Measurement>>;
  readonly boots: Readonly<Record<BootId, number>>;
}

/** The contestants' figures: each the median, with the lowest and the highest. */
export function figuresTable(rounds: readonly Round[]): Rows {
  return contestantsTable((contestant, figure) =>
    spread(
      rounds.map(({ rules }) => rules[contestant][figure]),
      FIGURES[figure].digits,
    ),
  );
}

/** The same against plain forwarding in the same round, which keeps out what else the machine did in that round. */
export function againstPlainTable(rounds: readonly Round[]): Rows {
  const [head, , ...rows] = contestantsTable((contestant, figure) =>
    againstPlain(rounds, contestant, figure, FIGURES[figure]),
  );
  return [["against plain forwarding", ...head!.slice(1)], ...rows];
}

/** Seconds from power-on to the first reply. */
export function bootsTable(rounds: readonly Round[]): Rows {
  const rows = BOOT_IDS.map((id) => [
    BOOTS[id],
    spread(
      rounds.map(({ boots }) => boots[id]),
      1,
    ),
  ]);
  return [["from power-on to the first packet", "seconds"], ...rows];
}

/** What the numbers are, and the kind of machine that they are from. */
export function conditions(runs: number): string {
  return `Medians of ${runs} rounds (lowest to highest) on ${machineKind()}.`;
}

function contestantsTable(cell: (contestant: ContestantId, figure: FigureId) => string): Rows {
  const rows = CONTESTANT_IDS.map((id) => [
    CONTESTANTS[id].name,
    ...FIGURE_IDS.map((figure) => cell(id, figure)),
  ]);
  return [["", ...FIGURE_IDS.map((id) => FIGURES[id].head)], ...rows];
}

function againstPlain(
  rounds: readonly Round[],
  contestant: ContestantId,
  figure: FigureId,
  { against, digits }: Figure,
): string {
  const pairs = rounds.map(({ rules }) => [rules[contestant][figure], rules.plain[figure]] as const);
  if (against === "multiple") {
    const multiples = pairs.map(([own, plain]) => own / plain);
    return `${spread(multiples, 2)} ×`;
  }
  const added = pairs.map(([own, plain]) => own - plain);
  return spread(added, digits, "+");
}

/** @param plus what stands before a value that is not negative */
function spread(values: readonly number[], digits: number, plus = ""): string {
  const sorted = [...values].sort((a, b) => a - b);
  const [median, lowest, highest] = [medianOf(sorted), sorted[0]!, sorted.at(-1)!].map(
    (value) => `${value < 0 ? "" : plus}${value.toFixed(digits)}`,
  );
  return `${median} (${lowest} to ${highest})`;
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
