import { toText } from "../../lib/deploy/text";
import { Message } from "../support/mailbox";
import { describeWith } from "../support/tools";
import { InstanceState, alarmEvent, instanceEvent } from "../support/aws-events";
import { Deployed } from "./deployed";

const MINUTES = 60_000;
jest.setTimeout(10 * MINUTES);

/** Shorter than the five minutes of the rules. */
const SOON = { waitSeconds: 1 };
const SUCCEEDED = [{ status: "SUCCEEDED" }];
const HOME = { a: "nat-a", b: "nat-b", c: "nat-c" };

describeWith(["terraform", "moto_server"], "the failover to another zone", () => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.apply({
      zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      nat: { placement: "per-zone", failover: "other-zone" },
      privateInstances: { count: 1 },
    });
    await allWell();
  });
  afterAll(() => deployed?.stop());

  /** Everybody is well and at home, and nothing is left to be read. */
  async function allWell(): Promise<void> {
    for (const host of Object.values(HOME)) await deployed.account.setAlarm(deployed.alarmOf(host), "OK");
    for (const [letter, host] of Object.entries(HOME))
      await deployed.lead(letter, { NetworkInterfaceId: await deployed.interfaceOf(host) });
    deployed.mailbox.take();
  }
  afterEach(allWell);

  const rule = (host: string, event: string) => `nat-instance-test-${host}-${event}`;

  describe("the rules", () => {
    const states: [InstanceState, string[]][] = [
      ["pending", []],
      ["running", ["back"]],
      ["stopping", ["lost"]],
      ["stopped", ["lost"]],
      ["shutting-down", ["lost"]],
      ["terminated", ["lost"]],
    ];
    test.each(states)("of an instance that is %s: %j", async (state, events) => {
      const { bus, instanceIds } = deployed;
      const expected = events.map((event) => rule("nat-b", event));
      expect(await bus.matching(instanceEvent(instanceIds["nat-b"]!, state))).toEqual(expected);
      expect(await bus.matching(instanceEvent("i-1234567890abcdef0", state))).toEqual([]);
    });

    const alarms = [
      ["ALARM", ["lost"]],
      ["OK", ["back"]],
      ["INSUFFICIENT_DATA", []],
    ] as const;
    test.each(alarms)("of a heartbeat's alarm that is %s: %j", async (state, events) => {
      const { bus } = deployed;
      const expected = events.map((event) => rule("nat-b", event));
      expect(await bus.matching(alarmEvent(deployed.alarmOf("nat-b"), state))).toEqual(expected);
      expect(await bus.matching(alarmEvent("nat-instance-test-nat-b-system", state))).toEqual([]);
    });

    test("wait for five minutes before the way back, when nothing else is said", async () => {
      expect(await bus().input(rule("nat-b", "back"))).toMatchObject({ event: "back", waitSeconds: 300 });
    });
    const bus = () => deployed.bus;
  });

  test("a host is lost, and back: its route moves and comes home, each is recorded and said", async () => {
    expect(await deployed.alarm("nat-b", "ALARM")).toEqual(SUCCEEDED);
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-c" });
    expect(await deployed.record("b")).toEqual({
      to: await deployed.interfaceOf("nat-c"),
      name: "nat-c",
      since: expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await deployed.record("a")).toEqual({ to: "home" });
    expect(deployed.mailbox.take()).toEqual([
      { subject: "nat-b is lost", lines: ["private_b leads to nat-c now"] },
    ]);
    expect(await deployed.alarm("nat-b", "OK", SOON)).toEqual(SUCCEEDED);
    expect(await deployed.leads()).toEqual(HOME);
    expect(await deployed.record("b")).toEqual({ to: "home" });
    expect(deployed.mailbox.take()).toEqual([
      { subject: "nat-b is back", lines: ["private_b leads to nat-b now"] },
    ]);
  });

  test("the event comes twice: the second moves nothing and says nothing", async () => {
    await deployed.alarm("nat-b", "ALARM");
    const [record] = [await deployed.record("b"), deployed.mailbox.take()];
    expect(await deployed.alarm("nat-b", "ALARM")).toEqual(SUCCEEDED);
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-c" });
    expect(await deployed.record("b")).toEqual(record);
    expect(deployed.mailbox.take()).toEqual([]);
  });

  test("the first of the others is ill too: the second takes over", async () => {
    await deployed.account.setAlarm(deployed.alarmOf("nat-c"), "ALARM");
    await deployed.alarm("nat-b", "ALARM");
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-a" });
  });

  test("the first of the others is stopped: the second takes over", async () => {
    await deployed.account.stopInstance(deployed.instanceIds["nat-c"]!);
    await deployed.bus.send(instanceEvent(deployed.instanceIds["nat-b"]!, "stopping"));
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-a" });
    await deployed.account.startInstance(deployed.instanceIds["nat-c"]!);
  });

  test("nobody is left: nothing moves, and that is said", async () => {
    for (const host of ["nat-a", "nat-c"]) await deployed.account.setAlarm(deployed.alarmOf(host), "ALARM");
    expect(await deployed.alarm("nat-b", "ALARM")).toEqual(SUCCEEDED);
    expect(await deployed.leads()).toEqual(HOME);
    expect(deployed.mailbox.take()).toEqual([
      {
        subject: "nat-b is lost",
        lines: ["nobody else is well, so that the routes to nat-b stay as they are"],
      },
    ]);
  });

  test("who took over is lost too: the third takes over all, and each comes home by itself", async () => {
    await deployed.alarm("nat-b", "ALARM");
    await deployed.alarm("nat-c", "ALARM");
    expect(await deployed.leads()).toEqual({ a: "nat-a", b: "nat-a", c: "nat-a" });
    expect(deployed.mailbox.take().at(-1)!.lines).toEqual([
      "private_b leads to nat-a now",
      "private_c leads to nat-a now",
    ]);
    await deployed.alarm("nat-c", "OK", SOON);
    expect(await deployed.leads()).toEqual({ a: "nat-a", b: "nat-a", c: "nat-c" });
    await deployed.alarm("nat-b", "OK", SOON);
    expect(await deployed.leads()).toEqual(HOME);
  });

  test("where others have led a route, it is left alone, and that is said", async () => {
    const gateway = await deployed.internetGateway();
    await deployed.lead("b", { GatewayId: gateway });
    const left = "private_b leads to something else, where others have led it, and is left alone";
    await deployed.alarm("nat-b", "ALARM");
    expect(await deployed.leads()).toEqual({ ...HOME, b: gateway });
    expect(deployed.mailbox.take()).toEqual([{ subject: "nat-b is lost", lines: [left] }]);
    await deployed.alarm("nat-b", "OK", SOON);
    expect(await deployed.leads()).toEqual({ ...HOME, b: gateway });
    expect(deployed.mailbox.take()).toEqual([{ subject: "nat-b is back", lines: [left] }]);
  });

  test("a route that is gone is not made, and that is said", async () => {
    await deployed.lead("b");
    expect(await deployed.alarm("nat-b", "ALARM")).toEqual(SUCCEEDED);
    expect(await deployed.leads()).toEqual({ ...HOME, b: undefined });
    expect(deployed.mailbox.take()).toEqual([
      {
        subject: "nat-b is lost",
        lines: ["private_b leads to something else, where others have led it, and is left alone"],
      },
    ]);
  });

  test("a route that AWS does not replace stays, and that is said", async () => {
    const [instanceId, alarm] = [deployed.instanceIds["nat-c"]!, deployed.alarmOf("nat-c")];
    const others = [{ name: "nat-c", networkInterfaceId: "eni-0123456789abcdef0", instanceId, alarm }];
    expect(await deployed.alarm("nat-b", "ALARM", { others })).toEqual(SUCCEEDED);
    expect(await deployed.leads()).toEqual(HOME);
    const [{ lines }] = deployed.mailbox.take() as [Message];
    expect(lines).toEqual([expect.stringMatching(/^private_b cannot be led to nat-c: \S+/)]);
  });

  test("a host that is ill again when it has been waited for stays away", async () => {
    await deployed.alarm("nat-b", "ALARM");
    const { ended } = await deployed.bus.start(rule("nat-b", "back"), SOON);
    expect(await ended()).toEqual(SUCCEEDED[0]);
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-c" });
  });

  test("a host that was ill meanwhile stays away, until the wait that began since is over", async () => {
    await deployed.alarm("nat-b", "ALARM");
    await deployed.account.setAlarm(deployed.alarmOf("nat-b"), "OK");
    const { ended } = await deployed.bus.start(rule("nat-b", "back"), { waitSeconds: 4 });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await deployed.account.setAlarm(deployed.alarmOf("nat-b"), "ALARM");
    await deployed.account.setAlarm(deployed.alarmOf("nat-b"), "OK");
    expect(await ended()).toEqual(SUCCEEDED[0]);
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-c" });
    await deployed.alarm("nat-b", "OK", SOON);
    expect(await deployed.leads()).toEqual(HOME);
  });

  test("npm run plan says what is on failover since when, and nothing else of it", async () => {
    await deployed.alarm("nat-b", "ALARM");
    const report = await deployed.report();
    expect(report.failovers).toEqual([
      {
        resource: "routes/aws_route.private_b_default",
        table: "private_b",
        to: "nat-c",
        since: (await deployed.record("b")).since,
      },
    ]);
    expect(report).toMatchObject({ hasChanges: false, addresses: [], egress: [] });
    expect(report.policy.violations).toEqual([]);
    expect(toText(report)).toContain("private_b is on failover to nat-c since 20");
  });

  test("Terraform keeps a failover, in a plan and in an apply, and brings home what is not recorded", async () => {
    const { terraform } = deployed;
    await deployed.alarm("nat-b", "ALARM");
    expect(await terraform.plan("routes")).toEqual([]);
    await terraform.apply("routes");
    expect(await deployed.leads()).toEqual({ ...HOME, b: "nat-c" });
    expect(await terraform.plan("nat-instance")).toEqual([]);
    await deployed.alarm("nat-b", "OK", SOON);
    expect(await terraform.plan("routes")).toEqual([]);
    await deployed.alarm("nat-b", "ALARM");
    await deployed.forget("b");
    expect(await terraform.plan("routes")).toMatchObject([
      {
        actions: ["update"],
        after: { network_interface_id: await deployed.interfaceOf("nat-b") },
      },
    ]);
  });
});
