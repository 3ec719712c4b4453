import { ApplyOptions, applyPlans } from "../deploy/apply";
import { savedPlanOf } from "../deploy/plan-folder";
import { PlanOptions, planStack, planStacks } from "../deploy/plan-stacks";
import { PlanError, StackFolder, StackPlan } from "../deploy/stack-plan";
import { changedOutputs, changesOf, hasChanges } from "../terraform-json/changes";
import { npmCommand } from "../tools/messages";
import { RollError } from "./roll-error";

const HOSTS = "nat-instance";
const FAILOVER = "failover";

export type ReplacementOptions = Omit<PlanOptions, "replace"> & Pick<ApplyOptions, "tell">;

/** Terraform's part: replaces hosts by the same plans and applies as `npm run plan -- --replace` and `npm run apply`. */
export class HostReplacement {
  private plans: StackPlan[] = [];

  /** @param stacks all of the environment's, each after those that it takes values from */
  constructor(
    private readonly stacks: readonly StackFolder[],
    private readonly options: ReplacementOptions,
  ) {}

  /**
   * Plans all stacks.
   *
   * @throws PlanError when there is anything to change: a replacement would carry it out along the way, and half of it
   * @throws TerraformError in one line
   */
  async refusePendingChanges(): Promise<void> {
    this.plans = await planStacks(this.stacks, this.options);
    const pending = this.plans.filter(({ plan, preview }) => preview !== undefined || hasChanges(plan));
    if (pending.length === 0) return;
    const [{ name, plan }] = pending as [StackPlan];
    const [change] = changesOf(plan);
    const what = change
      ? `${change.kind}s ${name}/${change.address}`
      : `changes ${name}'s ${changedOutputs(plan)[0]}`;
    const stacks = pending.map((stack) => stack.name).join(", ");
    throw new PlanError(
      `there are changes to apply first (${stacks}; the plan ${what}), and a roll makes none but its own: ` +
        `${npmCommand("plan")}; ${npmCommand("apply")}`,
    );
  }

  /** Plans that a host is replaced; what is changed along with it follows from that, because nothing else was to change. */
  async plan(letter: string): Promise<StackPlan> {
    const address = `aws_instance.nat_${letter}`;
    const planned = await this.planOne(HOSTS, [`${HOSTS}/${address}`]);
    const change = changesOf(planned.plan).find((each) => each.address === address);
    if (change?.kind === "replace") return planned;
    throw new RollError(`${HOSTS}: the plan does not replace ${address}; see: ${npmCommand("plan")}`);
  }

  /**
   * @param before done last before terraform begins
   * @throws ApplyStopped
   */
  async apply(planned: StackPlan, before?: () => Promise<void>): Promise<void> {
    await applyPlans({ plans: [savedPlanOf(planned)] }, this.stacks, { ...this.options, before });
  }

  /**
   * Has the failover watch the new host in place of the old one.
   *
   * @throws ApplyStopped
   */
  async tellFailover(): Promise<void> {
    this.keep(await this.planOne(HOSTS));
    const planned = await this.planOne(FAILOVER);
    if (planned.preview !== undefined) {
      throw new RollError(`${FAILOVER}: ${planned.preview}; plan and apply: ${npmCommand("plan")}`);
    }
    if (planned.planFile !== undefined) await this.apply(planned);
  }

  private async planOne(name: string, replace: readonly string[] = []): Promise<StackPlan> {
    const index = this.stacks.findIndex((stack) => stack.name === name);
    const producers = this.plans.filter((plan) => plan.name !== name);
    return planStack(this.stacks[index]!, producers, { ...this.options, replace });
  }

  private keep(plan: StackPlan): void {
    this.plans = this.plans.map((each) => (each.name === plan.name ? plan : each));
  }
}
