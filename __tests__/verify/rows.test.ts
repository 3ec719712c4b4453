import { EnvironmentInput } from "../../lib/config/schema";
import { readTopology } from "../../lib/topology";
import { Said, VerifyFacts } from "../../lib/verify/facts";
import { Row } from "../../lib/verify/row";
import { isDeployed, rowsOf } from "../../lib/verify/rows";
import { isWell, verifyText } from "../../lib/verify/text";
import { wayOutOf } from "../../lib/verify/way-out";
import { synthesize, testEnvironment } from "../support/synthesize";
import { WELL, elasticIp, instanceSays, printed, silentAt } from "./answers";

const TWO: Partial<EnvironmentInput> = {
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: { placement: "per-zone" },
};

/** What is said of facts in an environment, whose ways out are those of its own JSON. */
function judged(changes: Partial<VerifyFacts> = {}, fields: Partial<EnvironmentInput> = {}): Row[] {
  const environment = testEnvironment({ ...TWO, ...fields });
  const topology = readTopology(synthesize(environment).folder);
  return rowsOf(environment, { ...WELL, ...changes }, (name) => wayOutOf(topology, name), new Date());
}

const lines = (rows: readonly Row[]) =>
  rows.map(({ check, of, verdict, found }) => `${check} ${of}: ${verdict}: ${found}`);
const notWell = (rows: readonly Row[]) => lines(rows.filter(({ verdict }) => verdict !== "ok"));
const saying = (id: string, said: Said) => ({ said: new Map([...WELL.said, [id, said]]) });

test("all is well when each instance is seen under its own way out's Elastic IP, and the rest is quiet", () => {
  const rows = judged();
  expect(lines(rows)).toEqual([
    "route eu-central-1a: ok: rtb-a leads to nat-a",
    "route eu-central-1b: ok: rtb-b leads to nat-b",
    "host nat-a: ok: running, 3 alarms quiet",
    "host nat-b: ok: running, 3 alarms quiet",
    "probe nat-a: ok: it got through 3 s ago",
    "probe nat-b: ok: it got through 9 s ago",
    "names private-0: ok: checkip.amazonaws.com is 192.0.2.7",
    "address private-0: ok: the internet sees 198.51.100.1, nat-a's",
    "names private-1: ok: checkip.amazonaws.com is 192.0.2.7",
    "address private-1: ok: the internet sees 198.51.100.2, nat-b's",
    "outside nat-a: ok: 198.51.100.1 does not answer at TCP 22, 53, 80, 443, 8080",
    "outside nat-b: ok: 198.51.100.2 does not answer at TCP 22, 53, 80, 443, 8080",
  ]);
  expect(isWell(rows)).toBe(true);
  expect(verifyText(rows)).toMatch(
    /│ address │ private-1 +│ ok +│ the internet sees 198\.51\.100\.2, nat-b's/,
  );
  expect(verifyText(rows)).toMatch(/\nAll is well$/);
});

describe("a private instance", () => {
  test.each<[string, Said, string[]]>([
    [
      "leaves by another host",
      instanceSays("198.51.100.1"),
      [
        "address private-1: failed: the internet sees 198.51.100.1, the Elastic IP test-nat-a, and not 198.51.100.2, nat-b's",
      ],
    ],
    [
      "leaves by what is not ours",
      instanceSays("203.0.113.99"),
      [
        "address private-1: failed: the internet sees 203.0.113.99, which is no Elastic IP of this account, and not 198.51.100.2, nat-b's",
      ],
    ],
    [
      "has no way out",
      instanceSays(""),
      [
        "address private-1: failed: does not reach https://checkip.amazonaws.com by IPv4: npm run status, npm run explain",
      ],
    ],
    [
      "is answered by a captive portal",
      instanceSays("<html>log in</html>"),
      [expect.stringContaining("does not reach https://checkip.amazonaws.com") as unknown as string],
    ],
    [
      "finds no names",
      instanceSays("", ""),
      [
        "names private-1: failed: the VPC's name server does not find checkip.amazonaws.com",
        expect.stringMatching(/^address private-1: failed: does not reach/) as unknown as string,
      ],
    ],
    [
      "is not managed yet",
      { kind: "unmanaged" },
      [
        "address private-1: failed: Systems Manager does not know it, or not its agent: a new instance takes a minute or " +
          "two; after that see its way to Systems Manager, and its instance profile",
      ],
    ],
    [
      "does not answer in time",
      { kind: "late", status: "Delayed", seconds: 35 },
      [
        "address private-1: failed: no answer within 35 s (Systems Manager: Delayed); run it again, or see whether its agent runs",
      ],
    ],
    [
      "cannot be given the script",
      { kind: "ended", status: "DeliveryTimedOut", output: "", error: "" },
      ["address private-1: failed: the script said nothing (Systems Manager: DeliveryTimedOut)"],
    ],
    [
      "fails the script",
      { kind: "ended", status: "Failed", output: "", error: "sh: curl: command not found\nfailed to run" },
      ['address private-1: failed: the script said "sh: curl: command not found" (Systems Manager: Failed)'],
    ],
    [
      "ends the script and says nothing, as the emulator's does",
      { kind: "ended", status: "Success", output: "", error: "" },
      ["address private-1: failed: the script said nothing (Systems Manager: Success)"],
    ],
  ])("%s", (_, said, expected) => expect(notWell(judged(saying("i-1", said)))).toEqual(expected));

  test("is gone, or stands still", () => {
    const [first, second] = WELL.privateInstances;
    expect(notWell(judged({ privateInstances: [first!] }))).toEqual([
      "address private-1: failed: is not there; deploy the private-instances stack",
    ]);
    const said = new Map([...WELL.said].filter(([id]) => id !== "i-1"));
    expect(notWell(judged({ said, privateInstances: [first!, { ...second!, state: "stopped" }] }))).toEqual([
      "address private-1: failed: is stopped, and cannot be asked",
    ]);
  });

  test("whose Elastic IP is gone", () => {
    expect(notWell(judged({ elasticIps: [elasticIp("198.51.100.1", "a")] }))).toEqual([
      "address private-1: failed: the internet sees 198.51.100.2, which is no Elastic IP of this account, and nat-b's Elastic IP is not there; deploy nat-instance",
    ]);
  });

  test("of another environment with the same names is no reason", () => {
    const [a, b] = WELL.elasticIps;
    const other = { ...b!, tags: { ...b!.tags, Environment: "test2" } };
    expect(notWell(judged({ elasticIps: [a!, other] }))).toHaveLength(1);
  });
});

describe("ways out of other kinds", () => {
  const nobody = [
    "probe : not checked: the environment has no NAT hosts",
    "outside : not checked: the environment has no NAT hosts",
  ];
  const gateways = (letters: string[]): Partial<VerifyFacts> => ({
    status: { hosts: [], tables: WELL.status.tables.map((table) => ({ ...table, target: "nat-1" })) },
    elasticIps: letters.map((letter, index) => {
      const { tags, ...rest } = elasticIp(`198.51.100.${index + 1}`, letter);
      return { ...rest, tags: { ...tags, Stack: "nat-gateway" } };
    }),
    outside: new Map(),
  });

  test("NAT gateways have Elastic IPs of their own", () => {
    const nat = { kind: "gateway", placement: "per-zone" } as const;
    const rows = judged(gateways(["a", "b"]), { nat });
    expect(notWell(rows)).toEqual(nobody);
    expect(lines(rows)).toContain("address private-1: ok: the internet sees 198.51.100.2, nat-b's");
    expect(isWell(rows)).toBe(true);
    expect(verifyText(rows)).toMatch(/\nAll is well, and 2 not checked$/);
  });

  test("nor do hosts of the same name that stand by count for them", () => {
    const nat = { kind: "gateway", placement: "per-zone", standby: "instance" } as const;
    const { elasticIps, status } = gateways(["a", "b"]);
    const standingBy = WELL.elasticIps.map((ip, index) => ({ ...ip, publicIp: `198.51.100.10${index}` }));
    const facts = {
      elasticIps: [...standingBy, ...elasticIps!],
      status: { ...status!, hosts: WELL.status.hosts },
    };
    const rows = judged(facts, { nat });
    expect(notWell(rows)).toEqual([]);
    expect(lines(rows)).toContain(
      "address private-1: ok: the internet sees 198.51.100.2, nat-gateway-nat-b's",
    );
  });

  test("the address of a regional NAT gateway is AWS's to choose", () => {
    const rows = judged(gateways([]), { nat: { kind: "regional-gateway" } });
    expect(notWell(rows)).toEqual([
      nobody[0],
      ...["private-0", "private-1"].map((name) =>
        expect.stringMatching(
          `^address ${name}: not checked: the internet sees 198.51.100.[12], which is no Elastic IP of this account; which it is to be is not known: `,
        ),
      ),
      nobody[1],
    ]);
  });

  test("without one, nothing may be reached", () => {
    const none = {
      status: { hosts: [], tables: WELL.status.tables.map((table) => ({ ...table, target: undefined })) },
      said: new Map([
        ["i-0", instanceSays("")],
        ["i-1", instanceSays("203.0.113.5")],
      ]),
    };
    const rows = judged(none, { nat: { kind: "none" } });
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(/^address private-0: ok: does not reach the internet by IPv4, as it is to be \(/),
    );
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(
        /^address private-1: failed: the internet sees 203\.0\.113\.5, which .*, and nothing is to leave by IPv4 \(/,
      ),
    );
  });

  test("an Elastic IP that existed before is known by its id", () => {
    const given = "eipalloc-0123456789abcdef0";
    const nat = { elasticIpAllocationIds: [given] };
    const elasticIps = [{ publicIp: "198.51.100.1", allocationId: given, tags: { Name: "ours-since-2019" } }];
    const rows = judged({ elasticIps }, { nat });
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(/^address private-0: ok: the internet sees 198\.51\.100\.1, /),
    );
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(/^address private-1: failed: .* and not 198\.51\.100\.1, /),
    );
  });
});

test("without private instances nobody is asked", () => {
  const rows = judged({ privateInstances: [] }, { privateInstances: { count: 0 } });
  expect(notWell(rows)).toEqual(["address : not checked: the environment has no private instances to ask"]);
  expect(isWell(rows)).toBe(true);
});

test("of many private instances the first are asked", () => {
  const rows = judged({}, { privateInstances: { count: 23 } });
  expect(lines(rows)).toContain(
    "address : not checked: 3 more private instances were not asked: these are spread over the zones too",
  );
  expect(rows.filter(({ check }) => check === "address")).toHaveLength(21);
});

describe("a NAT host's probe", () => {
  test.each<[string, Said, string]>([
    [
      "stands",
      printed("probe=inactive"),
      "nat-probe.service is inactive: on the host, systemctl status nat-probe",
    ],
    [
      "is not there",
      printed("probe="),
      "nat-probe.service is not there: on the host, systemctl status nat-probe",
    ],
    [
      "never got through",
      printed("probe=active"),
      "it runs, and has not got through since it was started: on the host, journalctl -u nat-probe",
    ],
    [
      "has not for long",
      printed("probe=active", "through=61"),
      "it last got through 61 s ago: on the host, journalctl -u nat-probe",
    ],
  ])("%s", (_, said, found) => {
    expect(notWell(judged(saying("i-nat-b", said)))).toEqual([`probe nat-b: failed: ${found}`]);
  });
});

describe("from outside", () => {
  const at = (answers: Record<number, "open" | "refused" | "unreachable">) =>
    new Map([
      ["nat-a", silentAt([22, 80])],
      ["nat-b", silentAt([22, 80]).map(({ port, answer }) => ({ port, answer: answers[port] ?? answer }))],
    ]);

  test.each(["open", "refused"] as const)("an answer that is %s is one", (answer) => {
    expect(notWell(judged({ outside: at({ 80: answer }) }))).toEqual([
      "outside nat-b: failed: 198.51.100.2 answers at TCP 80; see its security group's rules: npm run plan",
    ]);
  });

  test("SSH answers those whom it lets in, and that is said", () => {
    const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFP4m1pGlzuY4hmVGxIzXqYNNVWgj4XZ3VqkTzVdJbUz a@b";
    const ssh = { publicKey, allowedCidrs: ["203.0.113.7/32"] };
    const outside = at({ 22: "open" });
    expect(notWell(judged({ outside }))).toHaveLength(1);
    const rows = judged({ outside }, { ssh });
    expect(notWell(rows)).toEqual([]);
    expect(lines(rows)).toContain(
      "outside nat-b: ok: 198.51.100.2 does not answer at TCP 80, but at 22, as ssh lets in 203.0.113.7/32",
    );
  });

  test("where nothing can be tried, nothing is said", () => {
    expect(notWell(judged({ outside: at({ 22: "unreachable", 80: "unreachable" }) }))).toEqual([
      "outside nat-b: not checked: 198.51.100.2 cannot be reached from here at all; try from elsewhere",
    ]);
    expect(notWell(judged({ outside: "it is an emulator" }))).toEqual([
      "outside : not checked: it is an emulator",
    ]);
  });
});

test("what npm run status finds wrong fails, and the others stay well", () => {
  const { hosts, tables } = WELL.status;
  const [a, b] = hosts;
  const ill = { ...b!, alarms: [{ name: "instance", state: "ALARM" }], publicIp: undefined };
  const rows = judged({
    status: { hosts: [a!, ill], tables: [tables[0]!, { ...tables[1]!, target: "eni-a1" }] },
  });
  expect(notWell(rows)).toEqual([
    "route eu-central-1b: failed: rtb-b leads to nat-a, and not to nat-b",
    "host nat-b: failed: has no public address",
    "host nat-b: failed: alarm instance",
  ]);
  expect(lines(rows)).toContain("host nat-a: ok: running, 3 alarms quiet");
  expect(verifyText(rows)).toMatch(/\n3 of \d+ failed$/);
  expect(notWell(judged({ status: { hosts: [a!], tables } }))).toContain(
    "host nat-b: failed: is not there; deploy the nat-instance stack, or look into another account",
  );
});

test("what is not deployed is told from what is, in the same account", () => {
  const environment = testEnvironment(TWO);
  const nothing = { ...WELL, privateInstances: [], status: { hosts: [], tables: [] } };
  const foreign = WELL.elasticIps.map((ip) => ({ ...ip, tags: { ...ip.tags, Environment: "office" } }));
  expect(isDeployed(environment, { ...nothing, elasticIps: foreign })).toBe(false);
  expect(isDeployed(environment, nothing)).toBe(true);
  expect(isDeployed(environment, WELL)).toBe(true);
});
