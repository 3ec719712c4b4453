import { EnvironmentInput } from "../../lib/config/schema";
import { HostFacts, StatusFacts, TableFacts } from "../../lib/status/facts";
import { statusOf } from "../../lib/status/status";
import { statusText } from "../../lib/status/text";
import { testEnvironment } from "../support/synthesize";

const NOW = new Date("2026-01-01T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

function host(letter: string, changes: Partial<HostFacts> = {}): HostFacts {
  return {
    name: `nat-${letter}`,
    instanceId: `i-${letter}`,
    zone: `eu-central-1${letter}`,
    state: "running",
    checks: { system: "ok", instance: "ok" },
    publicIp: "198.51.100.1",
    networkInterfaceIds: [`eni-${letter}0`, `eni-${letter}1`],
    alarms: [{ name: "system", state: "OK" }],
    ...changes,
  };
}

function table(letter: string, changes: Partial<TableFacts> = {}): TableFacts {
  return {
    id: `rtb-${letter}`,
    zone: `eu-central-1${letter}`,
    target: `eni-${letter}1`,
    isBlackhole: false,
    ...changes,
  };
}

const BOTH = { zones: ["eu-central-1a", "eu-central-1b"], nat: { placement: "per-zone" } } as const;
const WELL: StatusFacts = { hosts: [host("a"), host("b")], tables: [table("a"), table("b")] };

function problems(
  facts: Partial<StatusFacts>,
  fields: Partial<EnvironmentInput> = BOTH as any,
): readonly string[] {
  return statusOf(testEnvironment(fields), { ...WELL, ...facts }, NOW).problems;
}

test("all is well when each zone leads to its own host, and the hosts are", () => {
  const status = statusOf(testEnvironment(BOTH as any), WELL, NOW);
  expect(status.problems).toEqual([]);
  expect(status.zones.map(({ leadsTo }) => leadsTo)).toEqual(["nat-a", "nat-b"]);
  expect(statusText(status)).toMatch(/running, checks 2\/2.*198\.51\.100\.1.*1 quiet/);
});

describe("it is said when", () => {
  test.each<[string, Partial<StatusFacts>, string]>([
    [
      "a route is gone",
      { tables: [table("a"), table("b", { target: undefined })] },
      "eu-central-1b: rtb-b has no default route; apply the routes stack",
    ],
    [
      "a route leads to nothing",
      { tables: [table("a"), table("b", { isBlackhole: true })] },
      "eu-central-1b: rtb-b leads to eni-b1, which drops all; see its host",
    ],
    [
      "a route leads elsewhere",
      { tables: [table("a"), table("b", { target: "igw-1" })] },
      "eu-central-1b: rtb-b leads to igw-1, and not to nat-b",
    ],
    [
      "a zone is served by another's host",
      { tables: [table("a"), table("b", { target: "eni-a1" })] },
      "eu-central-1b: rtb-b leads to nat-a, and not to nat-b",
    ],
    [
      "a table is gone",
      { tables: [table("a")] },
      "eu-central-1b: has no private route table; deploy the network, or look into another account",
    ],
    [
      "a host stands still",
      { hosts: [host("a"), host("b", { state: "stopped", checks: undefined })] },
      "nat-b: is stopped",
    ],
    [
      "a check fails",
      { hosts: [host("a"), host("b", { checks: { system: "ok", instance: "impaired" } })] },
      "nat-b: AWS's instance check says impaired",
    ],
    [
      "an address is gone",
      { hosts: [host("a"), host("b", { publicIp: undefined })] },
      "nat-b: has no public address",
    ],
    [
      "alarms are gone",
      { hosts: [host("a"), host("b", { alarms: [] })] },
      "nat-b: has no alarms; apply the nat-instance stack",
    ],
    [
      "an alarm is on",
      { hosts: [host("a"), host("b", { alarms: [{ name: "credits", state: "ALARM" }] })] },
      "nat-b: alarm credits",
    ],
  ])("%s", (_, facts, line) => expect(problems(facts)).toEqual([line]));

  test("a host is gone", () => {
    expect(problems({ hosts: [host("a")] })).toEqual([
      "eu-central-1b: rtb-b leads to eni-b1, and not to nat-b",
      "nat-b: is not there; deploy the nat-instance stack, or look into another account",
    ]);
  });
});

describe("a heartbeat", () => {
  const beating = (heartbeat: HostFacts["heartbeat"]) =>
    problems(
      { hosts: [host("a", { heartbeat })], tables: [table("a")] },
      { zones: ["eu-central-1a"], monitoring: "heartbeat" },
    );

  test.each<[string, HostFacts["heartbeat"], string[]]>([
    ["of a minute ago is well", { at: ago(60), isThrough: true, minutesThrough: 1, tableUsedPercent: 3 }, []],
    [
      "of four minutes ago is silence",
      { at: ago(240), isThrough: true, minutesThrough: 1 },
      ["nat-a: has been silent for 240 s"],
    ],
    ["that never came is silence", undefined, ["nat-a: has said nothing for 15 minutes"]],
    [
      "says that the probe fails",
      { at: ago(30), isThrough: false, minutesThrough: 1 },
      ["nat-a: its own probe does not reach the internet"],
    ],
    [
      "says that the table fills",
      { at: ago(30), isThrough: true, minutesThrough: 1, tableUsedPercent: 80 },
      ["nat-a: its connection table is 80 % full"],
    ],
  ])("%s", (_, heartbeat, lines) => expect(beating(heartbeat)).toEqual(lines));
});

test("gateways and no way out are judged by what they are", () => {
  const gateway = { zones: ["eu-central-1a"], nat: { kind: "gateway" } } as Partial<EnvironmentInput>;
  expect(problems({ hosts: [], tables: [table("a", { target: "nat-1" })] }, gateway)).toEqual([]);
  expect(problems({ hosts: [], tables: [table("a")] }, gateway)).toEqual([
    "eu-central-1a: rtb-a leads to eni-a1, which is no NAT gateway",
  ]);
  const none = { ...gateway, nat: { kind: "none" } } as Partial<EnvironmentInput>;
  expect(problems({ hosts: [], tables: [table("a", { target: undefined })] }, none)).toEqual([]);
  expect(problems({ hosts: [], tables: [table("a")] }, none)).toEqual([
    'eu-central-1a: rtb-a leads to eni-a1, and nat.kind is "none"',
  ]);
});
