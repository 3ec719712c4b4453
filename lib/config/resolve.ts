import { architectureFaults, exceptionFaults } from "./checks";
import { Environment, Zone } from "./environment";
import { EnvironmentError, Fault } from "./faults";
import { capacityFaults, checkedZones, rangeFaults, rangeWarnings, zoneFaults } from "./network-checks";
import { salvage } from "./salvage";
import { environmentSchema } from "./schema";
import { explain, schemaFaults } from "./schema-faults";
import { resolveSsh } from "./ssh";
import { tagFaults } from "./tags";

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
 * @throws EnvironmentError with every fault found, not just the first
 */
export function resolveEnvironment(input: unknown, { name, file, folder }: EnvironmentSource): Environment {
  const parsed = environmentSchema.safeParse(input, { error: explain });
  const fields = parsed.success ? parsed.data : salvage(input, parsed.error);
  const zones = checkedZones(fields);
  const { ssh, faults: sshFaults } = resolveSsh(fields, folder);
  const faults = [
    ...nameFaults(name),
    ...(parsed.success ? [] : schemaFaults(input, parsed.error)),
    ...zoneFaults(fields, zones),
    ...rangeFaults(fields, zones),
    ...capacityFaults(fields, zones),
    ...architectureFaults(fields),
    ...sshFaults,
    ...tagFaults(fields),
    ...exceptionFaults(fields),
  ];
  if (!parsed.success || faults.length > 0) throw new EnvironmentError(file, faults);

  const { ami, vpcCidr } = parsed.data;
  return {
    ...parsed.data,
    name,
    // Without a fault, nothing in them is unknown.
    zones: zones as readonly object[] as readonly [Zone, ...Zone[]],
    ssh,
    ami: { ...ami, pattern: ami.pattern ?? `al2023-ami-2023.*-kernel-6.1-${ami.architecture}` },
    warnings: rangeWarnings(vpcCidr),
  };
}

function nameFaults(name: string): Fault[] {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(name)) return [];
  const message = "must be up to 20 lower-case letters, digits and hyphens, a letter first; rename the file";
  return [{ path: "name", value: name, message }];
}
