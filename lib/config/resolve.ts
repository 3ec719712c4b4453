import {
  architectureFaults,
  capacityFaults,
  exceptionFaults,
  rangeFaults,
  rangeWarnings,
  sshFaults,
  zoneFaults,
} from "./checks";
import { Environment, Zone } from "./environment";
import { EnvironmentError, Fault } from "./faults";
import { parsePublicKey, readPublicKeyFile } from "./public-key";
import { salvage } from "./salvage";
import { EnvironmentFields, environmentSchema } from "./schema";
import { schemaFaults } from "./schema-faults";
import { derivedSubnets } from "./subnets";

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
  const parsed = environmentSchema.safeParse(input);
  const faults: Fault[] = [
    ...nameFaults(name),
    ...(parsed.error ? schemaFaults(environmentSchema, input, parsed.error) : []),
  ];
  const { fields, networkIsReal } = parsed.error
    ? salvage(input, parsed.error)
    : { fields: parsed.data, networkIsReal: true };

  const zones = resolveZones(fields, faults);
  const ssh = resolveSsh(fields, folder, faults);
  if (networkIsReal) {
    faults.push(
      ...zoneFaults(fields),
      ...rangeFaults(fields.vpcCidr, zones),
      ...capacityFaults(fields, zones),
    );
  }
  faults.push(...architectureFaults(fields), ...sshFaults(fields), ...exceptionFaults(fields));
  if (faults.length > 0) throw new EnvironmentError(file, faults);

  const [first, ...others] = zones as [Zone, ...Zone[]];
  const pattern = fields.ami.pattern ?? `al2023-ami-2023.*-kernel-6.1-${fields.ami.architecture}`;
  return {
    ...fields,
    name,
    zones: [first, ...others],
    ssh,
    ami: { ...fields.ami, pattern },
    warnings: rangeWarnings(fields.vpcCidr),
  };
}

function nameFaults(name: string): Fault[] {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(name)) return [];
  return [{ path: "name", value: name, message: "must be up to 20 lower-case letters, digits and hyphens" }];
}

function resolveZones({ vpcCidr, zones }: EnvironmentFields, faults: Fault[]): Zone[] {
  return zones.flatMap((zone, index) => {
    const derived = derivedSubnets(vpcCidr, index);
    const publicCidr = zone.publicCidr ?? derived.publicCidr;
    const privateCidr = zone.privateCidr ?? derived.privateCidr;
    if (!publicCidr || !privateCidr) {
      const message = `finds no room for its subnets in the VPC's "${vpcCidr}"; enlarge vpcCidr, name fewer zones, or give publicCidr and privateCidr`;
      faults.push({ path: `zones[${index}]`, value: zone.name, message });
      return [];
    }
    return [{ name: zone.name, letter: zone.name.slice(-1), publicCidr, privateCidr }];
  });
}

function resolveSsh({ ssh }: EnvironmentFields, folder: string, faults: Fault[]): Environment["ssh"] {
  if (!ssh) return undefined;
  const { publicKey, publicKeyFile, allowedCidrs } = ssh;
  if ((publicKey === undefined) === (publicKeyFile === undefined)) {
    faults.push({ path: "ssh", message: "needs either publicKey or publicKeyFile, and not both" });
    return undefined;
  }
  const path = publicKey === undefined ? "ssh.publicKeyFile" : "ssh.publicKey";
  const read = publicKey === undefined ? readPublicKeyFile(publicKeyFile!, folder) : { text: publicKey };
  if ("fault" in read) {
    faults.push({ path, value: publicKeyFile, message: read.fault });
    return undefined;
  }
  const key = parsePublicKey(read.text);
  if (!key) {
    const message =
      'is no public key that EC2 accepts; give an OpenSSH line like "ssh-ed25519 AAAA…" or "ssh-rsa AAAA…"';
    faults.push({ path, value: publicKeyFile ?? publicKey, message });
    return undefined;
  }
  return { publicKey: key, allowedCidrs };
}
