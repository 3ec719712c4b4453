import { join } from "node:path";
import { POLICY_IDS } from "../../lib/config/policy";
import { Emulator } from "../../lib/emulator/emulator";
import { StackPlan } from "../../lib/deploy/stack-plan";
import { checkPolicy } from "../../lib/checks/policy";
import { RULES } from "../../lib/checks/policy-rules";
import { Topology, readTopology } from "../../lib/topology";
import { planEmulated } from "../support/planned";
import { describeWith } from "../support/tools";
import { testEnvironment } from "../support/synthesize";
import { PLANTED_ZONES, PLANTS, UNBREAKABLE, plantInto } from "./planted";

const NOTHING = testEnvironment(PLANTED_ZONES);

const plantedFor = (rule: string) =>
  PLANTS.filter((plant) => plant.rule === rule).map(({ stack, address }) => `${stack}/${address}`);

describeWith(["terraform", "moto_server"], "policies, on plans that the real terraform made", () => {
  jest.setTimeout(10 * 60_000);
  let emulator: Emulator;
  let plans: StackPlan[];
  let after: Topology;

  beforeAll(async () => {
    emulator = await Emulator.start();
    plans = await planEmulated(NOTHING, emulator, plantInto);
    after = readTopology(join(plans[0]!.folder, "../.."));
  });
  afterAll(() => emulator?.stop());

  test.each(POLICY_IDS)("%s names whatever breaks it, and nothing else", (rule) => {
    const found = checkPolicy(plans, NOTHING, { after }).violations.filter(
      (violation) => violation.rule === rule,
    );
    expect(found.map(({ resource }) => resource).sort()).toEqual(plantedFor(rule).sort());
    for (const { reason, fix } of found) expect({ reason, fix }).toMatchObject(pick(RULES[rule]));
  });

  test("every rule is broken here", () => {
    const broken = [...PLANTS.map(({ rule }) => rule), UNBREAKABLE];
    expect([...new Set(broken)].sort()).toEqual([...POLICY_IDS].sort());
  });

  test("an exception excuses that resource from that rule alone, and its reason is reported", () => {
    const resource = "private-instances/aws_launch_template.old_metadata";
    const policyExceptions = [{ rule: "imdsv2-required" as const, resource, reason: "an old agent" }];
    const { violations, excused, idle } = checkPolicy(plans, { ...NOTHING, policyExceptions }, { after });
    expect(excused).toEqual([{ rule: "imdsv2-required", resource, because: "an old agent" }]);
    expect(violations).toHaveLength(PLANTS.length - 1);
    expect(violations.filter(({ rule }) => rule === "imdsv2-required").map((each) => each.resource)).toEqual([
      "nat-instance/aws_instance.nat_b",
    ]);
    expect(idle).toEqual([]);
  });

  test("a safeguard that the environment switched off with a reason is not asked for again", () => {
    const exceptions = { encryptDisks: "the key is not ours", requireImdsv2: "an old agent" };
    const { violations, excused } = checkPolicy(plans, { ...NOTHING, exceptions }, { after });
    const rules = new Set(violations.map(({ rule }) => rule));
    expect([rules.has("disks-encrypted"), rules.has("imdsv2-required")]).toEqual([false, false]);
    expect(excused.filter(({ rule }) => rule === "disks-encrypted").map(({ because }) => because)).toEqual(
      plantedFor("disks-encrypted").map(() => "the key is not ours"),
    );
  });

  test("an exception that excuses nothing is named", () => {
    const resource = "network/aws_vpc.vpc";
    const policyExceptions = [{ rule: "no-open-ingress" as const, resource, reason: "why" }];
    expect(checkPolicy(plans, { ...NOTHING, policyExceptions }, { after }).idle).toEqual([
      "policyExceptions: network/aws_vpc.vpc does not break no-open-ingress; remove the exception",
    ]);
  });
});

function pick({ reason, fix }: { reason: string; fix: string }) {
  return { reason, fix };
}
