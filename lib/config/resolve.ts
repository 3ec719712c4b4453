import { exceptionProblems, imageProblems } from "./checks";
import { Environment, Zone } from "./environment";
import { KnownFields, knownFields } from "./known-fields";
import { explain, schemaProblems } from "./messages";
import { KnownZone, capacityProblems, knownZones, rangeProblems, zoneProblems } from "./network";
import { plainCopy } from "./plain";
import { EnvironmentError, Path, Problem } from "./problems";
import { environmentSchema } from "./schema";
import { resolveSsh } from "./ssh";
import { tagProblems } from "./tags";
import { warningsOf } from "./warnings";

/** Where an environment comes from. */
export interface EnvironmentSource {
  /** The environment's name, such as `article`: up to 20 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** The file as messages name it, such as `environments/article.ts`. */
  readonly file: string;
  /** The folder that relative paths in it start from. */
  readonly folder: string;
}

/**
 * Fills in an environment's defaults and checks it.
 *
 * @throws EnvironmentError with every problem found, not just the first
 */
export function resolveEnvironment(input: unknown, { name, file, folder }: EnvironmentSource): Environment {
  const plain = plainCopy(input);
  const problems: Problem[] = [...nameProblems(name), ...plain.problems];
  let together: Together = { zones: [], problems: [] };
  const parsed = environmentSchema
    .superRefine(
      (fields, { issues }) => void (together = checkTogether(knownFields(fields, issues), folder)),
      {
        // Also beside fields that are refused, so that a user learns of all problems at once.
        when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value),
      },
    )
    .safeParse(plain.value, { error: explain });
  if (!parsed.success) {
    const isTold = ({ path }: { path: Path }) => plain.problems.some((other) => startsWith(path, other.path));
    problems.push(...schemaProblems(plain.value, parsed.error).filter((problem) => !isTold(problem)));
  }
  problems.push(...together.problems);
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(file, problems);

  const { ami } = parsed.data;
  const environment = {
    ...parsed.data,
    name,
    // Without a problem, nothing in them is unknown.
    zones: together.zones as readonly object[] as readonly [Zone, ...Zone[]],
    ssh: together.ssh,
    ami: { ...ami, pattern: ami.pattern ?? `al2023-ami-2023.*-kernel-6.1-${ami.architecture}` },
  };
  return { ...environment, warnings: warningsOf(environment) };
}

/** What several fields say together, and what is wrong with that. */
interface Together {
  readonly zones: readonly KnownZone[];
  readonly ssh?: Environment["ssh"];
  readonly problems: readonly Problem[];
}

function checkTogether(fields: KnownFields, folder: string): Together {
  const zones = knownZones(fields);
  const { ssh, problems } = resolveSsh(fields, folder);
  return {
    zones,
    ssh,
    problems: [
      ...zoneProblems(fields, zones),
      ...rangeProblems(fields, zones),
      ...capacityProblems(fields, zones),
      ...imageProblems(fields),
      ...problems,
      ...tagProblems(fields),
      ...exceptionProblems(fields),
    ],
  };
}

function nameProblems(name: string): Problem[] {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(name)) return [];
  const message = "must be up to 20 lower-case letters, digits and hyphens, a letter first; rename the file";
  return [{ path: ["name"], value: name, message }];
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}
