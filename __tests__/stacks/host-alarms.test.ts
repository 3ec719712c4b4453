import { EnvironmentInput } from "../../lib/config/schema";
import { synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, THREE_ZONES } from "./examples";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";
const RECOVER = "arn:aws:automate:eu-central-1:ec2:recover";
const REBOOT = "arn:aws:automate:eu-central-1:ec2:reboot";

function resources(changes: Partial<EnvironmentInput> = {}): Record<string, Record<string, any>> {
  return synthesize(testEnvironment(changes)).json("nat-instance").resource;
}

function alarms(changes: Partial<EnvironmentInput> = {}): Record<string, any> {
  return resources(changes)["aws_cloudwatch_metric_alarm"] ?? {};
}

const nat = (fields: object) => ({ nat: fields as EnvironmentInput["nat"] });

describe("the alarms of a NAT host", () => {
  it("recover it when its hardware is ill and reboot it when it hangs, never after the same time", () => {
    const { nat_b_system: system, nat_b_instance: instance } = alarms();
    const common = {
      namespace: "AWS/EC2",
      dimensions: { InstanceId: "${aws_instance.nat_b.id}" },
      statistic: "Maximum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 60,
    };
    expect(system).toMatchObject({
      ...common,
      alarm_name: "nat-instance-test-nat-b-system",
      metric_name: "StatusCheckFailed_System",
      evaluation_periods: 2,
      alarm_actions: [RECOVER],
    });
    expect(instance).toMatchObject({
      ...common,
      alarm_name: "nat-instance-test-nat-b-instance",
      metric_name: "StatusCheckFailed_Instance",
      evaluation_periods: 3,
      alarm_actions: [REBOOT],
    });
    for (const alarm of [system, instance]) expect(alarm).not.toHaveProperty("ok_actions");
  });

  it.each([
    ["unlimited", "CPUSurplusCreditsCharged", "GreaterThanThreshold", 0],
    ["standard", "CPUCreditBalance", "LessThanThreshold", 3],
  ])("watch the CPU credits of a %s one by %s", (creditMode, metric, operator, threshold) => {
    const { nat_b_credits: credits } = alarms(nat({ creditMode }));
    expect(credits).toMatchObject({
      metric_name: metric,
      comparison_operator: operator,
      threshold,
      period: 300,
    });
    expect(credits).not.toHaveProperty("alarm_actions");
  });

  it("are two for a type without CPU credits", () => {
    expect(Object.keys(alarms(nat({ instanceType: "c7gn.large" })))).toEqual([
      "nat_b_instance",
      "nat_b_system",
    ]);
  });

  it.each(["c6gd.large", "i4i.large", "c7g.metal", "m6gd.metal"])(
    "tell of ill hardware and do not recover, which AWS does not do for %s",
    (instanceType) => {
      const architecture = instanceType === "i4i.large" ? "x86_64" : "arm64";
      const privateInstances = { instanceType: architecture === "arm64" ? "t4g.nano" : "t3.nano" };
      const environment = {
        ...nat({ instanceType }),
        ami: { architecture },
        privateInstances,
        alarmTopicArn: TOPIC,
      };
      const { nat_b_system, nat_b_instance } = alarms(environment as Partial<EnvironmentInput>);
      expect(nat_b_system.alarm_actions).toEqual([TOPIC]);
      expect(nat_b_instance.alarm_actions).toEqual([REBOOT, TOPIC]);
    },
  );

  it("are each host's own", () => {
    const names = ["credits", "instance", "system"];
    expect(Object.keys(alarms(THREE_ZONES))).toEqual(names.map((name) => `nat_a_${name}`));
    const all = alarms(PER_ZONE);
    expect(Object.keys(all)).toEqual(
      ["a", "b", "c"].flatMap((zone) => names.map((name) => `nat_${zone}_${name}`)),
    );
    for (const zone of ["a", "b", "c"]) {
      expect(all[`nat_${zone}_system`].dimensions).toEqual({ InstanceId: `\${aws_instance.nat_${zone}.id}` });
    }
    expect(new Set(Object.values(all).map(({ alarm_name }) => alarm_name)).size).toBe(9);
  });

  it("are none when monitoring is off", () => {
    expect(
      Object.keys(resources({ monitoring: "off" })).filter((type) => /cloudwatch|sns/.test(type)),
    ).toEqual([]);
  });
});

describe("who hears of an alarm", () => {
  it("is nobody by default", () => {
    expect(Object.keys(resources()).filter((type) => type.includes("sns"))).toEqual([]);
  });

  it("is a topic that exists, of each alarm and of its end", () => {
    const { nat_b_system, nat_b_instance, nat_b_credits } = alarms({ alarmTopicArn: TOPIC });
    expect(nat_b_system.alarm_actions).toEqual([RECOVER, TOPIC]);
    expect(nat_b_instance.alarm_actions).toEqual([REBOOT, TOPIC]);
    expect(nat_b_credits.alarm_actions).toEqual([TOPIC]);
    for (const alarm of [nat_b_system, nat_b_instance, nat_b_credits])
      expect(alarm.ok_actions).toEqual([TOPIC]);
    expect(Object.keys(resources({ alarmTopicArn: TOPIC })).filter((type) => type.includes("sns"))).toEqual(
      [],
    );
  });

  it("is an address, by a topic of the environment's own", () => {
    const made = resources({ alarmEmail: "platform@example.com" });
    expect(made["aws_sns_topic"]!["alarms"]).toMatchObject({ name: "nat-instance-test-alarms" });
    expect(made["aws_sns_topic_subscription"]!["alarms"]).toEqual(
      expect.objectContaining({
        topic_arn: "${aws_sns_topic.alarms.arn}",
        protocol: "email",
        endpoint: "platform@example.com",
      }),
    );
    expect(made["aws_cloudwatch_metric_alarm"]!["nat_b_credits"].alarm_actions).toEqual([
      "${aws_sns_topic.alarms.arn}",
    ]);
  });
});

describe("a heartbeat", () => {
  const NAMESPACE = "NatHost/nat-instance-test";

  it("is sent by nobody by default", () => {
    expect(JSON.stringify(resources())).not.toMatch(/heartbeat|PutMetricData|aws_cloudwatch_dashboard/);
  });

  it("may be written into the environment's own namespace and into no other", () => {
    const { aws_iam_role_policy } = resources({ monitoring: "heartbeat" });
    expect(Object.keys(aws_iam_role_policy!)).toEqual(["nat_heartbeat"]);
    const { role, policy } = aws_iam_role_policy!["nat_heartbeat"];
    expect(role).toBe("${aws_iam_role.nat_profile.name}");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: "cloudwatch:PutMetricData",
        Resource: "*",
        Condition: { StringEquals: { "cloudwatch:namespace": NAMESPACE } },
      },
    ]);
  });

  it("that stays out, or says that the probe does not get through, is an alarm of each host", () => {
    const all = alarms({ ...PER_ZONE, monitoring: "heartbeat", alarmTopicArn: TOPIC });
    for (const zone of ["a", "b", "c"]) {
      expect(all[`nat_${zone}_heartbeat`]).toMatchObject({
        namespace: NAMESPACE,
        metric_name: "Probe",
        dimensions: { InstanceId: `\${aws_instance.nat_${zone}.id}` },
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        period: 60,
        evaluation_periods: 2,
        treat_missing_data: "breaching",
        alarm_actions: [TOPIC],
      });
    }
  });

  it("is shown on a dashboard, with a line for each host", () => {
    const { nat } = resources({ ...PER_ZONE, monitoring: "heartbeat" })["aws_cloudwatch_dashboard"]!;
    expect(nat.dashboard_name).toBe("nat-instance-test-nat");
    const lines = [
      ...nat.dashboard_body.matchAll(
        /"(\w+)", "InstanceId", aws_instance\.(\w+)\.id, \{"label" = "([\w-]+)"\}/g,
      ),
    ];
    expect(lines.map(([, metric]) => metric)).toHaveLength(6 * 3);
    expect(new Set(lines.map(([, metric]) => metric)).size).toBe(6);
    for (const [, , host, label] of lines) expect(label).toBe(host!.replace("_", "-"));
  });
});
