/** Something that is measured of each contestant. */
export interface Figure {
  /** Its name and unit in the tables. */
  readonly head: string;
  readonly digits: number;
  /** How it is held against plain forwarding: as a multiple of that, or as what comes on top. */
  readonly against: "multiple" | "added";
}

export const FIGURES = {
  stream: { head: "TCP stream, Gbit/s", digits: 2, against: "multiple" },
  streamCpu: { head: "CPU for it, ms/Gbit", digits: 1, against: "multiple" },
  packetCpu: { head: "CPU packet by packet, ms/Gbit", digits: 0, against: "multiple" },
  connections: { head: "new connections/s", digits: 0, against: "multiple" },
  roundTrip: { head: "round trip, µs", digits: 2, against: "added" },
} satisfies Record<string, Figure>;

export type FigureId = keyof typeof FIGURES;

export const FIGURE_IDS = Object.keys(FIGURES) as FigureId[];

/** One measurement of a contestant, each figure in its unit. */
export type Measurement = Readonly<Record<FigureId, number>>;
