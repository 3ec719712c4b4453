import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as ec2 from "@aws-sdk/client-ec2";
import { Environment, accountPrefix } from "../config/environment";
import { heartbeatNamespace } from "../config/monitoring";
import { explainAwsError } from "../tools/aws-errors";
import { HostFacts, StatusFacts, TableFacts } from "./facts";

/** Older than this a heartbeat is none, in milliseconds. */
const LOOK_BACK = 15 * 60_000;

/**
 * Asks AWS how an environment's way out is, by calls that change nothing.
 *
 * @param permissions the document that lists what the command needs
 * @throws AwsError in one line
 */
export async function readStatus(
  environment: Environment,
  permissions = "docs/iam/status-permissions.json",
): Promise<StatusFacts> {
  // It warns of this Node's age on its own, which is not what was asked.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const reader = new StatusReader(environment, permissions);
  const [hosts, tables] = await Promise.all([reader.hosts(), reader.tables()]);
  return { hosts, tables };
}

class StatusReader {
  private readonly ec2: ec2.EC2Client;
  private readonly cloudwatch: cloudwatch.CloudWatchClient;

  constructor(
    private readonly environment: Environment,
    private readonly permissions: string,
  ) {
    const requestHandler = { connectionTimeout: 10_000, requestTimeout: 30_000 };
    const { region } = environment;
    this.ec2 = new ec2.EC2Client({ region, requestHandler });
    this.cloudwatch = new cloudwatch.CloudWatchClient({ region, requestHandler });
  }

  async hosts(): Promise<HostFacts[]> {
    const instances = await this.instances();
    const ids = instances.map(({ InstanceId }) => InstanceId!);
    if (ids.length === 0) return [];
    const [checks, alarms, heartbeats] = await Promise.all([
      this.checks(ids),
      this.alarms(),
      this.heartbeats(ids),
    ]);
    return instances
      .map((instance) => {
        const id = instance.InstanceId!;
        const isAbout = ({ Dimensions = [] }: cloudwatch.MetricAlarm) =>
          Dimensions.some(({ Value }) => Value === id);
        return {
          name: this.nameOf(instance),
          instanceId: id,
          zone: instance.Placement!.AvailabilityZone!,
          state: instance.State!.Name!,
          checks: checks.get(id),
          publicIp: instance.PublicIpAddress,
          networkInterfaceIds: (instance.NetworkInterfaces ?? []).map(
            ({ NetworkInterfaceId }) => NetworkInterfaceId!,
          ),
          alarms: alarms.filter(isAbout).map(({ AlarmName, StateValue }) => ({
            name: AlarmName!.split("-").at(-1)!,
            state: StateValue!,
          })),
          heartbeat: heartbeats.get(id),
        };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async tables(): Promise<TableFacts[]> {
    const { network, zones } = this.environment;
    const inZone = network
      ? network.zones.flatMap(({ name, routeTables }) => routeTables.map(({ id }) => [id, name] as const))
      : zones.map(({ name, letter }) => [`${this.environment.name}-private-${letter}`, name] as const);
    const keys = inZone.map(([key]) => key);
    const input = network
      ? { RouteTableIds: keys }
      : { Filters: [...this.tagged("network"), { Name: "tag:Name", Values: keys }] };
    const found = await this.ask(
      "ec2:DescribeRouteTables",
      ec2.paginateDescribeRouteTables({ client: this.ec2 }, input),
      (page) => page.RouteTables,
    );
    return inZone.flatMap(([key, zone]) =>
      found
        .filter((table) => (network ? table.RouteTableId : tag(table, "Name")) === key)
        .map((table) => tableFacts(table, zone)),
    );
  }

  private async instances(): Promise<ec2.Instance[]> {
    const living = ["pending", "running", "shutting-down", "stopping", "stopped"];
    const Filters = [...this.tagged("nat-instance"), { Name: "instance-state-name", Values: living }];
    const reservations = await this.ask(
      "ec2:DescribeInstances",
      ec2.paginateDescribeInstances({ client: this.ec2 }, { Filters }),
      (page) => page.Reservations,
    );
    return reservations.flatMap(({ Instances = [] }) => Instances);
  }

  private async checks(ids: readonly string[]) {
    const statuses = await this.ask(
      "ec2:DescribeInstanceStatus",
      ec2.paginateDescribeInstanceStatus({ client: this.ec2 }, { InstanceIds: [...ids] }),
      (page) => page.InstanceStatuses,
    );
    return new Map(
      statuses.map(({ InstanceId, SystemStatus, InstanceStatus }) => [
        InstanceId!,
        { system: SystemStatus?.Status ?? "unknown", instance: InstanceStatus?.Status ?? "unknown" },
      ]),
    );
  }

  private alarms(): Promise<cloudwatch.MetricAlarm[]> {
    const AlarmNamePrefix = `${accountPrefix(this.environment)}-nat-`;
    return this.ask(
      "cloudwatch:DescribeAlarms",
      cloudwatch.paginateDescribeAlarms({ client: this.cloudwatch }, { AlarmNamePrefix }),
      (page) => page.MetricAlarms,
    );
  }

  private async heartbeats(ids: readonly string[]): Promise<Map<string, HostFacts["heartbeat"]>> {
    if (this.environment.monitoring !== "heartbeat") return new Map();
    const now = Date.now();
    const metric = (MetricName: string, id: string) => ({
      Namespace: heartbeatNamespace(this.environment),
      MetricName,
      Dimensions: [{ Name: "InstanceId", Value: id }],
    });
    const queries = ids.flatMap((id, index) =>
      ["Probe", "ConnectionTableUsed"].map((name) => ({
        Id: `${name.toLowerCase()}${index}`,
        MetricStat: { Metric: metric(name, id), Period: 60, Stat: "Maximum" },
      })),
    );
    const results = await this.ask(
      "cloudwatch:GetMetricData",
      cloudwatch.paginateGetMetricData(
        { client: this.cloudwatch },
        {
          StartTime: new Date(now - LOOK_BACK),
          EndTime: new Date(now + 60_000),
          MetricDataQueries: queries,
          ScanBy: "TimestampDescending",
        },
      ),
      (page) => page.MetricDataResults,
    );
    const last = (id: string) => results.find((result) => result.Id === id);
    return new Map(
      ids.map((id, index) => {
        const probe = last(`probe${index}`);
        const at = probe?.Timestamps?.[0];
        const tableUsedPercent = last(`connectiontableused${index}`)?.Values?.[0];
        const values = probe?.Values ?? [];
        const minutesThrough = values.filter((value) => value === 1).length;
        return [id, at && { at, isThrough: values[0] === 1, minutesThrough, tableUsedPercent }];
      }),
    );
  }

  private tagged(stack: string): ec2.Filter[] {
    const { project, name } = this.environment;
    return Object.entries({ Project: project, Environment: name, Stack: stack }).map(([key, value]) => ({
      Name: `tag:${key}`,
      Values: [value],
    }));
  }

  private nameOf(instance: ec2.Instance): string {
    return (tag(instance, "Name") ?? instance.InstanceId!).replace(`${this.environment.name}-`, "");
  }

  private async ask<P, T>(
    action: string,
    pages: AsyncIterable<P>,
    itemsOf: (page: P) => readonly T[] | undefined,
  ): Promise<T[]> {
    const items: T[] = [];
    try {
      for await (const page of pages) items.push(...(itemsOf(page) ?? []));
    } catch (error) {
      const { region } = this.environment;
      throw explainAwsError(error, { action, region, permissions: this.permissions });
    }
    return items;
  }
}

function tableFacts({ RouteTableId, Routes = [] }: ec2.RouteTable, zone: string): TableFacts {
  const route = Routes.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  const target =
    route?.NetworkInterfaceId ??
    route?.NatGatewayId ??
    route?.GatewayId ??
    route?.TransitGatewayId ??
    route?.VpcPeeringConnectionId;
  return { id: RouteTableId!, zone, target, isBlackhole: route?.State === "blackhole" };
}

function tag({ Tags = [] }: { Tags?: readonly ec2.Tag[] }, key: string): string | undefined {
  return Tags.find(({ Key }) => Key === key)?.Value;
}
