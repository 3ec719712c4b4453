import { CandidateId } from "./candidates";
import { Summary } from "./summary";

/** Something that is aimed for, with what came of it where the table does not say it. */
export interface Aim {
  readonly aim: string;
  readonly met: boolean;
  readonly measured?: string;
}

/** The aims of the candidates that have any. */
export function aims(of: Readonly<Record<CandidateId, Summary>>): Partial<Record<CandidateId, Aim[]>> {
  const overFloor = of.synth.seconds / of.floor.seconds;
  const early = (of.private100.seconds - of.private10.seconds) / 90;
  const late = (of.private1000.seconds - of.private100.seconds) / 900;
  return {
    app: [
      { aim: "≤ 0.7 s", met: of.app.seconds <= 0.7 },
      { aim: "≤ 150 MB", met: of.app.megabytes <= 150 },
    ],
    synth: [{ aim: "≤ 1.2 × empty", met: overFloor <= 1.2, measured: `${overFloor.toFixed(2)} ×` }],
    private1000: [
      {
        aim: "grows linearly",
        // A fifth is for the noise in `early`, which is the difference of two times that are close together.
        met: late <= 1.2 * early,
        measured: `${milliseconds(late)} each, ${milliseconds(early)} up to 100`,
      },
    ],
  };
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(2)} ms`;
}
