import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What moto 5.2 takes when a resource is made and then forgets, so that every later plan would set it again.
 *
 * Others of its problems need nothing here but shape the use of it:
 *
 * - it forgets the groups of an instance launched with `associate_public_ip_address`; nothing here sets that;
 * - it says of a private instance that it was launched with a public address, and has none;
 * - a disk needs a size, though AWS takes the image's; the stacks give one;
 * - it keeps a terminated instance's interface #0, in the list of interfaces only;
 * - it keeps the network interface of a deleted NAT gateway, and gives load balancers none (`strict/interfaces.py`);
 * - it wraps the state of a subnet's IPv6 range twice (`strict/answers.py`);
 * - it says in a network load balancer's ARN that it is one for applications;
 * - a route to what was deleted stays `active`, where AWS says `blackhole`;
 * - images with a `creation_date` break it at the second region; `images.json` gives none.
 */
const FORGOTTEN: readonly { type: string; argument: string; problem: string }[] = [
  { type: "aws_instance", argument: "credit_specification", problem: 'always answers "standard"' },
  { type: "aws_instance", argument: "maintenance_options", problem: "never answers them" },
  {
    type: "aws_vpc_security_group_ingress_rule",
    argument: "description",
    problem: "forgets that of a rule that names a group",
  },
  {
    type: "aws_vpc_security_group_egress_rule",
    argument: "description",
    problem: "forgets that of a rule that names a group",
  },
];

/** The override file's name in a stack's folder. */
export const EMULATOR_OVERRIDE = "emulator_override.tf.json";

interface TerraformJson {
  resource?: Record<string, Record<string, { lifecycle?: { ignore_changes?: string[] } }>>;
}

/**
 * Writes a Terraform override file beside a stack's JSON that keeps plans against the emulator from showing its
 * problems.
 *
 * What is created is still what the stack says; only later differences in these arguments are overlooked.
 */
export function overlookKnownProblems(stackFolder: string): void {
  const file = join(stackFolder, "cdk.tf.json");
  const { resource = {} } = JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
  const overrides = Object.entries(resource).flatMap(([type, resources]) => {
    const forgotten = FORGOTTEN.filter((entry) => entry.type === type).map(({ argument }) => argument);
    if (forgotten.length === 0) return [];
    const ofType = Object.entries(resources).map(([name, { lifecycle }]) => {
      return [name, { lifecycle: { ignore_changes: [...(lifecycle?.ignore_changes ?? []), ...forgotten] } }];
    });
    return [[type, Object.fromEntries(ofType) as unknown]];
  });
  // An earlier one names resources that the stack may no longer have, which terraform refuses.
  if (overrides.length === 0) return rmSync(join(stackFolder, EMULATOR_OVERRIDE), { force: true });
  const override = { resource: Object.fromEntries(overrides) as unknown };
  writeFileSync(join(stackFolder, EMULATOR_OVERRIDE), JSON.stringify(override, null, 2));
}
