import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { HostEvents } from "./host-events";
import { RouteMover } from "./route-mover";

/** Where a route may be led while its own host is lost. */
export type OtherWay =
  | {
      readonly name: string;
      readonly networkInterfaceId: string;
      readonly instanceId: string;
      /** The name of the alarm that watches the host's heartbeat. */
      readonly alarm: string;
    }
  | { readonly name: string; readonly natGatewayId: string };

/** A NAT host that something else takes over from. */
export interface FailoverHost {
  /** What people call it, such as `nat-b`. */
  readonly name: string;
  /** `b`: what tells its resources from another's in their addresses. */
  readonly letter: string;
  readonly instanceId: string;
  /** Its interface #1, where its zones' routes lead. */
  readonly networkInterfaceId: string;
  /** The name of the alarm that watches its heartbeat. */
  readonly alarm: string;
  /** Who takes over from it, the first that is well. */
  readonly others: readonly OtherWay[];
}

/** A private route table. */
export interface FailoverTable {
  /** `private_b` */
  readonly name: string;
  readonly routeTableId: string;
  /** The host that its default route leads to when that is well, by its name. */
  readonly home: string;
}

export interface FailoverProps {
  /** The start of names that are unique in the account and region, such as `shop-production-nat`. */
  readonly name: string;
  readonly region: string;
  readonly hosts: readonly FailoverHost[];
  readonly tables: readonly FailoverTable[];
  /** The path of the parameters that record which route is away, such as `/nat-instance/shop-production/failover`. */
  readonly recordsPath: string;

  /**
   * The SNS topic that hears of each route that is moved, and of each that cannot be.
   *
   * @default - nobody is told
   */
  readonly topicArn?: string;
}

/**
 * Leads the private default routes elsewhere while their NAT host is lost, and back once it has been well for five minutes.
 * Free up to 4,000 steps of its state machine a month, and $0.025 for each thousand more (Step Functions' price page,
 * us-east-1). Counted on the emulator with three zones: 43 steps when a host is lost, 37 for each further sign of it, and
 * 23 when it is back.
 */
export class Failover extends Construct {
  constructor(scope: Construct, id: string, props: FailoverProps) {
    super(scope, id);
    const { region, hosts, topicArn = "" } = props;
    const accountId = new DataAwsCallerIdentity(this, "account", {}).accountId;
    const tables = this.createRecords(props);
    const mover = new RouteMover(this, "failover", {
      name: `${props.name}-failover`,
      routeTableArns: tables.map((table) =>
        arn("ec2", region, accountId, `route-table/${table.routeTableId}`),
      ),
      parameterArns: tables.map(({ parameter }) => arn("ssm", region, accountId, `parameter${parameter}`)),
      topicArn: props.topicArn,
    });
    const ours = [...new Set(hosts.flatMap((host) => [host.networkInterfaceId, ...host.others.map(idOf)]))];
    const events = new Construct(this, "Events");
    for (const host of hosts) {
      const { name, letter, instanceId, networkInterfaceId, alarm, others } = host;
      const shared = { host: name, networkInterfaceId, ours, topicArn };
      const home = tables.filter((table) => table.home === name);
      new HostEvents(events, `nat_${letter}`, {
        name: `${props.name}-${letter}`,
        instanceId,
        alarm,
        stateMachineArn: mover.arn,
        roleArn: mover.startRoleArn,
        lostInput: { event: "lost", ...shared, tables, others },
        backInput: { event: "back", ...shared, tables: home, instanceId, alarm, waitSeconds: SETTLE_SECONDS },
      });
    }
  }

  /** The state machine writes them, and Terraform reads them: what is recorded there, it leaves as it is. */
  private createRecords({ tables, recordsPath }: FailoverProps) {
    const place = new Construct(this, "Records");
    return tables.map((table) => {
      const parameter = `${recordsPath}/${table.name}`;
      new SsmParameter(place, table.name, {
        name: parameter,
        type: "String",
        description: "Where the default route of a private route table is led while its NAT host is lost",
        insecureValue: JSON.stringify({ to: "home" }),
        lifecycle: { ignoreChanges: ["value", "insecure_value"] },
      });
      return { ...table, parameter };
    });
  }
}

/** How long a host has to be well before its routes come back, so that one that comes and goes moves nothing. */
const SETTLE_SECONDS = 300;

function idOf(way: OtherWay): string {
  return "natGatewayId" in way ? way.natGatewayId : way.networkInterfaceId;
}

function arn(service: string, region: string, accountId: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
