import { HostFacts, StatusFacts } from "../status/facts";
import { npmCommand } from "../tools/messages";
import { pause, refuseInterrupted } from "./asked";
import { RollOptions } from "./options";
import { PrivateInterfaces } from "./private-interface";
import { Progress } from "./progress";
import { RollError, RollStopped, messageOf } from "./roll-error";
import { BackInput, LostInput, Other, RouteMachine } from "./route-machine";
import { deployedHost, hostNamed, tableOf } from "./way";
import { Wanted, illness } from "./wellness";

/** Replaces a NAT host while its zones' routes lead to another, by the state machine of the failover. */
export class FailoverRoll {
  private readonly name: string;
  private readonly progress: Progress;
  private readonly machine: RouteMachine;
  private readonly interfaces: PrivateInterfaces;

  constructor(
    private readonly letter: string,
    private readonly options: RollOptions,
  ) {
    this.name = `nat-${letter}`;
    this.progress = new Progress(this.name, options.say);
    const { environment } = options.way;
    this.machine = new RouteMachine(environment);
    this.interfaces = new PrivateInterfaces(environment.region);
  }

  /**
   * @throws RollError, PlanError, TerraformError, AwsError, Interrupted before anything was done
   * @throws RollStopped after that
   */
  async run(): Promise<void> {
    const { way, replacement, interrupted } = this.options;
    const lost = await this.machine.lostInput(this.letter);
    const status = await way.look();
    const old = deployedHost(this.name, status);
    this.refuseRoutesOfOthers(lost, status);
    this.refuseIllOthers(lost, status);
    await this.untilNotBroughtHome();
    const planned = await this.progress.step("planning its replacement", () => replacement.plan(this.letter));
    const wanted = {
      networkInterfaceId: lost.networkInterfaceId,
      publicIp: old.publicIp,
      hasHeartbeat: true,
    };
    try {
      refuseInterrupted(interrupted);
      await this.progress.step("leading its routes away", () => this.leadAway(lost));
      refuseInterrupted(interrupted);
      await this.progress.step("replacing it", () =>
        replacement.apply(planned, () => this.interfaces.detach(lost.networkInterfaceId)),
      );
      await this.progress.step("having the failover watch the new host", () => replacement.tellFailover());
      const host = await this.progress.step("waiting for the new host", () => this.untilWell(old, wanted));
      refuseInterrupted(interrupted);
      await this.progress.step("leading its routes home", () => this.leadHome(lost, host));
    } catch (error) {
      throw new RollStopped(error, await this.undo(lost, wanted));
    }
  }

  /** What the machine would leave alone is not served by others, and would be cut off. */
  private refuseRoutesOfOthers({ tables, ours }: LostInput, status: StatusFacts): void {
    for (const { name, routeTableId, home } of tables) {
      const { target } = tableOf(routeTableId, status);
      if (home !== this.name || (target && ours.includes(target))) continue;
      throw new RollError(
        `${name}: leads to ${target ?? "nothing"}, and to no way out of these stacks; plan and apply first: ${npmCommand("plan")}`,
      );
    }
  }

  /** The state machine takes the first that does not alarm; a silent one is not to be tried now. */
  private refuseIllOthers({ others }: LostInput, status: StatusFacts): void {
    const taker = others.find((other) => other.natGatewayId || !isAlarmed(other, status));
    const ill = !taker
      ? "nobody else is well"
      : taker.natGatewayId
        ? undefined
        : illnessOfOther(taker, status);
    if (ill === undefined) return;
    throw new RollError(
      `${this.name}: ${ill}, and its routes could be led nowhere; see: ${npmCommand("status")}`,
    );
  }

  /** In the middle of a roll it would lead the routes to the host that is about to go. */
  private async untilNotBroughtHome(): Promise<void> {
    const { interrupted } = this.options;
    if (!(await this.machine.isBringingHome(this.letter))) return;
    await this.progress.step(
      "waiting for the failover to end bringing its routes home, for five minutes",
      async () => {
        while (await this.machine.isBringingHome(this.letter)) {
          await pause(5_000, interrupted);
          refuseInterrupted(interrupted);
        }
      },
    );
  }

  private async leadAway(lost: LostInput): Promise<void> {
    const said = await this.move(lost);
    const status = await this.options.way.look();
    for (const { name, routeTableId, home } of lost.tables) {
      const { target, isBlackhole } = tableOf(routeTableId, status);
      const isAway = target !== undefined && target !== lost.networkInterfaceId && !isBlackhole;
      if (!isAway && (home === this.name || target === lost.networkInterfaceId)) {
        throw new RollError(`${name}: the failover has not led it away${said}; see: ${npmCommand("status")}`);
      }
    }
  }

  private untilWell(old: HostFacts, wanted: Wanted): Promise<HostFacts> {
    const { way, wait: seconds, interrupted } = this.options;
    return way.untilWell(this.name, old.instanceId, wanted, {
      seconds,
      interrupted,
      progress: this.progress,
    });
  }

  /** The rule's own input waits for five minutes, and may still name the host before. */
  private async leadHome(lost: LostInput, { instanceId }: HostFacts): Promise<void> {
    const back = await this.machine.backInput(this.letter);
    const said = await this.move({ ...back, instanceId, waitSeconds: 0 });
    const away = await this.tablesAway(lost);
    if (away.length > 0) {
      throw new RollError(`the failover has not led ${away.join(", ")} home${said}`);
    }
  }

  /** @returns what the state machine says, in parentheses */
  private async move(input: LostInput | BackInput): Promise<string> {
    const texts = await this.machine.run(this.letter, input);
    texts.forEach((text) => this.progress.tell(text));
    return texts.length > 0 ? ` (${texts.join("; ")})` : "";
  }

  /** The names of its own tables that do not lead to it. */
  private async tablesAway({ tables, networkInterfaceId }: LostInput): Promise<string[]> {
    const status = await this.options.way.look();
    return tables
      .filter(({ home }) => home === this.name)
      .filter(({ routeTableId }) => tableOf(routeTableId, status).target !== networkInterfaceId)
      .map(({ name }) => name);
  }

  /**
   * Leads the routes home when whoever is there is well.
   *
   * @returns how things are then, and how to go on
   */
  private async undo(lost: LostInput, wanted: Wanted): Promise<string> {
    const again = npmCommand("roll", [this.letter]);
    try {
      const host = hostNamed(this.name, await this.options.way.look());
      const ill = illness(host, wanted);
      if (!host || ill !== undefined) {
        const away = (await this.tablesAway(lost)).join(", ");
        if (away === "") return `${this.name} ${ill}, and its routes lead there: ${npmCommand("status")}`;
        return (
          `${this.name} ${ill}, so ${away} stays led elsewhere, and comes home five minutes after it is well; ` +
          `to go on: ${again}`
        );
      }
      await this.progress.step("leading its routes home again", () => this.leadHome(lost, host));
      return `its routes lead home, to ${host.instanceId}; to go on: ${again}`;
    } catch (error) {
      return `where its routes lead is not known (${messageOf(error)}): ${npmCommand("status")}; to go on: ${again}`;
    }
  }
}

function isAlarmed({ networkInterfaceId }: Other, { hosts }: StatusFacts): boolean {
  const host = hosts.find(({ networkInterfaceIds }) => networkInterfaceIds.includes(networkInterfaceId!));
  const alarm = host?.alarms.find(({ name }) => name === "heartbeat");
  return host?.state !== "running" || !alarm || alarm.state === "ALARM";
}

function illnessOfOther({ name, networkInterfaceId }: Other, status: StatusFacts): string | undefined {
  const host = hostNamed(name, status);
  const ill = illness(host, { networkInterfaceId: networkInterfaceId!, hasHeartbeat: true });
  return ill && `${name} ${ill}`;
}
