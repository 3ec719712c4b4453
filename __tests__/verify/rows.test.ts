import { Said } from "../../lib/verify/facts";
import { isDeployed } from "../../lib/verify/rows";
import { isWell, verifyText } from "../../lib/verify/text";
import { testEnvironment } from "../support/synthesize";
import { WELL, printed, silentAt } from "./answers";
import { TWO, judged, lines, notWell, saying } from "./judged";

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
