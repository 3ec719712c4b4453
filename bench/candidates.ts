import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A command that is measured; it runs in the project's folder. */
export interface Candidate {
  /** Its name in the table. */
  readonly name: string;
  /** The program and its arguments; it writes to the folder `output`, which CDKTF_OUTDIR names too. */
  readonly command: (output: string) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const CDKTF_JSON = join(__dirname, "../cdktf.json");

/** How cdktf starts the app. */
const APP = (JSON.parse(readFileSync(CDKTF_JSON, "utf8")) as { app: string }).app;

const EMPTY_APP = APP.replace("main.ts", "bench/empty-app.ts");

const ARTICLE = { ENVIRONMENT: "article" };

/** cdktf gives the app this heap, but not when NODE_OPTIONS is set, as it is while the memory is measured. */
const CDKTF = { ...ARTICLE, NODE_OPTIONS: "--max-old-space-size=4096" };

/** In the order in which each round runs them. */
export const CANDIDATES = {
  app: { name: "the app", command: () => APP.split(" "), env: ARTICLE },
  synth: {
    name: "`cdktf synth`",
    command: (output) => ["cdktf", "synth", "--output", output],
    env: CDKTF,
  },
  floor: {
    name: "`cdktf synth` of an empty stack",
    command: (output) => ["cdktf", "synth", "--output", output, "--app", EMPTY_APP],
    env: CDKTF,
  },
  private10: threeZones(10),
  private100: threeZones(100),
  private1000: threeZones(1000),
} satisfies Record<string, Candidate>;

export type CandidateId = keyof typeof CANDIDATES;

function threeZones(instances: number): Candidate {
  return {
    name: `${instances.toLocaleString("en")} private instances`,
    command: () => APP.split(" "),
    env: { ENVIRONMENT: "bench/three-zones.ts", INSTANCES: String(instances) },
  };
}
