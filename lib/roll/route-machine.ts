import * as events from "@aws-sdk/client-eventbridge";
import * as sfn from "@aws-sdk/client-sfn";
import { z } from "zod";
import { Environment, accountPrefix } from "../config/environment";
import { npmCommand } from "../tools/messages";
import { asked, clientOptions, pause } from "./asked";
import { RollError } from "./roll-error";

const table = z.looseObject({ name: z.string(), routeTableId: z.string(), home: z.string() });

const other = z.looseObject({
  name: z.string(),
  networkInterfaceId: z.string().optional(),
  natGatewayId: z.string().optional(),
});

const lostInput = z.looseObject({
  event: z.literal("lost"),
  host: z.string(),
  networkInterfaceId: z.string(),
  tables: z.array(table),
  others: z.array(other),
  ours: z.array(z.string()),
});

const backInput = z.looseObject({
  event: z.literal("back"),
  host: z.string(),
  instanceId: z.string(),
  tables: z.array(table),
});

/** What leads a lost host's routes away, as it is deployed. */
export type LostInput = z.infer<typeof lostInput>;
/** What leads them home. */
export type BackInput = z.infer<typeof backInput>;
/** Where routes may be led instead. */
export type Other = z.infer<typeof other>;

/** It answers within seconds but where AWS has to be asked again and again. */
const EXECUTION_LIMIT_MS = 120_000;

/** The state machine of the failover, started as its events would. */
export class RouteMachine {
  private readonly region: string;
  private readonly events: events.EventBridgeClient;
  private readonly sfn: sfn.SFNClient;

  constructor(private readonly environment: Environment) {
    this.region = environment.region;
    this.events = new events.EventBridgeClient(clientOptions(this.region));
    this.sfn = new sfn.SFNClient(clientOptions(this.region));
  }

  async lostInput(letter: string): Promise<LostInput> {
    return lostInput.parse(JSON.parse((await this.target(letter, "lost")).Input!));
  }

  async backInput(letter: string): Promise<BackInput> {
    return backInput.parse(JSON.parse((await this.target(letter, "back")).Input!));
  }

  /**
   * Runs it to its end.
   *
   * @returns what it says of it
   * @throws RollError when it does not succeed
   */
  async run(letter: string, input: LostInput | BackInput): Promise<readonly string[]> {
    const { Arn: stateMachineArn } = await this.target(letter, input.event);
    const start = new sfn.StartExecutionCommand({
      stateMachineArn,
      name: `roll-nat-${letter}-${input.event}-${Date.now()}`,
      input: JSON.stringify(input),
    });
    const { executionArn } = await asked("states:StartExecution", this.region, this.sfn.send(start));
    const until = Date.now() + EXECUTION_LIMIT_MS;
    for (;;) {
      const { status, error, cause, output } = await this.execution(executionArn!);
      if (status === "SUCCEEDED") return textsIn(output);
      if (status !== "RUNNING" || Date.now() > until) {
        const why = [error, cause].filter(Boolean).join(": ");
        throw new RollError(
          `the failover's state machine is ${status} (${executionArn}${why && `, ${why}`})`,
        );
      }
      await pause(500);
    }
  }

  /** Whether it is about to lead a host's routes home by itself: it waits for five minutes before. */
  async isBringingHome(letter: string): Promise<boolean> {
    const { Arn: stateMachineArn } = await this.target(letter, "back");
    const list = new sfn.ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" });
    const { executions = [] } = await asked("states:ListExecutions", this.region, this.sfn.send(list));
    for (const { executionArn } of executions) {
      const { input } = await this.execution(executionArn!);
      const { success, data } = backInput.safeParse(JSON.parse(input ?? "{}"));
      if (success && data.host === `nat-${letter}`) return true;
    }
    return false;
  }

  private execution(executionArn: string) {
    const describe = new sfn.DescribeExecutionCommand({ executionArn });
    return asked("states:DescribeExecution", this.region, this.sfn.send(describe));
  }

  private async target(letter: string, event: "lost" | "back"): Promise<events.Target> {
    const Rule = `${accountPrefix(this.environment)}-nat-${letter}-${event}`;
    const list = this.events.send(new events.ListTargetsByRuleCommand({ Rule })).catch(noTargets);
    const { Targets = [] } = await asked("events:ListTargetsByRule", this.region, list);
    if (Targets[0]?.Input !== undefined) return Targets[0];
    throw new RollError(
      `nat-${letter}: its failover is not deployed; plan and apply first: ${npmCommand("plan")}`,
    );
  }
}

/** Of a rule that is not there. */
function noTargets(error: unknown): { Targets?: events.Target[] } {
  if (error instanceof events.ResourceNotFoundException) return {};
  throw error;
}

const said = z.object({ said: z.object({ texts: z.array(z.string()) }) });

function textsIn(output: string | undefined): readonly string[] {
  const { data } = said.safeParse(JSON.parse(output ?? "{}"));
  return data?.said.texts ?? [];
}
