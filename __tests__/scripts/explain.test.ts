import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lessonOf } from "../../lib/reachability";
import { runScript } from "../support/script";

const MINUTE = 60_000;
jest.setTimeout(MINUTE);

test("a reachable end is exit code 0, the way there and back, and the address that is seen", async () => {
  const { exitCode, stdout } = await explain("private-0", "internet");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^private-0 → internet, TCP port 443\n\nRequest\n {3}1 {2}private-0-card0/);
  expect(stdout).toMatch(/\nReply\n {3}1 {2}gateway/);
  expect(stdout).toMatch(/\nReachable\. internet sees 203\.0\.113\.\d+\.$/);
  expect(stdout).not.toContain("Why not");
});

test("an end out of reach is exit code 1, what blocks, why, and what would change it", async () => {
  const { exitCode, stdout } = await explain("internet", "nat-b", "--port", "22");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /\nNot reachable: nat-b-card0 \(ENI_SG_RULES_MISMATCH\)\n {2}why {2}.+\n {2}fix {2}.+$/,
  );
});

test("the stranger at a private instance is told how translation works, and the proper ways in", async () => {
  const { stdout } = await explain("internet", "private-0");
  expect(stdout).toContain(lessonOf({ family: "ipv4", publishedAt: [] }));
  for (const term of [
    "Address translation",
    "Port mapping",
    "Connection table",
    "One-way initiation",
    "load balancer",
  ]) {
    expect(stdout).toContain(term);
  }
});

test("by IPv6 the stranger is told that the egress-only gateway lets nobody in, and the matrix is of it too", async () => {
  const env = { ENVIRONMENT: "dual-stack" };
  const stranger = await runScript("explain", ["internet", "private-0", "--ipv6"], { env });
  expect(stranger.exitCode).toBe(1);
  expect(stranger.stdout).toMatch(/^internet → private-0, TCP port 443 over IPv6\n/);
  expect(stranger.stdout).toContain("the egress-only gateway lets nobody in");
  expect(stranger.stdout).toContain(lessonOf({ family: "ipv6", publishedAt: [] }));
  const matrix = await runScript("explain", ["--ipv6"], { env });
  expect(matrix.stdout).toMatch(/^TCP port 443 over IPv6\n/);
});

test("--without says what takes a NAT host's place, and the packet goes that way", async () => {
  const env = { ENVIRONMENT: "production" };
  const args = ["private-1", "internet", "--without", "nat-b"];
  const { exitCode, stdout } = await runScript("explain", args, { env });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /^private-1 → internet, TCP port 443\nnat-b is gone; on failover, the default routes of private-b lead to nat-c\n\nRequest\n/,
  );
  expect(stdout).toContain("; on failover: nat-b's routes lead to nat-c\n");
  const both = await runScript("explain", [...args, "--without", "nat-a,nat-c", "--json"], { env });
  expect(both.exitCode).toBe(1);
  expect(JSON.parse(both.stdout).without).toMatchObject([
    { name: "nat-b", text: "is gone, and nothing takes its place: nat-c and nat-a are gone too" },
    { name: "nat-a" },
    { name: "nat-c" },
  ]);
  const matrix = await runScript("explain", ["--without", "nat-b"], { env });
  expect(matrix.exitCode).toBe(0);
  expect(matrix.stdout).toMatch(/^TCP port 443\nnat-b is gone; on failover, /);
  expect(matrix.stdout).not.toMatch(/│ nat-b +│/);
});

test("--without what nothing takes the place of is exit code 1, and says so", async () => {
  const { exitCode, stdout } = await explain("private-0", "internet", "--without", "nat-b");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("  why  nat-b is gone, and nothing takes its place: no failover is set for it\n");
});

test("--json is the whole answer for machines", async () => {
  const { exitCode, stdout } = await explain("private-0", "internet", "--protocol", "icmp", "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ from: "private-0", protocol: "icmp", verdict: "reachable", reachable: true, missing: [] },
  });
});

test("without ends it is everything to everything", async () => {
  const { exitCode, stdout } = await explain();
  expect(exitCode).toBe(0);
  const row = stdout.split("\n").find((line) => line.startsWith("│ private-0"))!;
  expect(
    row
      .split("│")
      .map((cell) => cell.trim())
      .slice(1, -1),
  ).toEqual(["private-0", "no", "", "no", "yes", "yes", "yes", "yes"]);
});

test("before the routes are deployed there is no way out", async () => {
  const stacks = ["--stacks", "network,nat-instance,private-instances"];
  const { exitCode, stdout } = await explain("private-0", "internet", ...stacks);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("NO_ROUTE_TO_DESTINATION");
});

test.each([
  [["prvate-0", "internet"], '"prvate-0" is no end here; did you mean "private-0"?'],
  [["private-0"], "to: is missing; write: npm run explain -- private-0 internet"],
  [["private-0", "aws:smm"], 'did you mean "aws:ssm"?'],
  [["private-0", "private-0"], "are the same instance; name two ends"],
  [["internet", "8.8.8.8"], "are both on the internet; name an end in the VPC"],
  [["private-0", "internet", "--protocol", "icmp", "--port", "7"], "port: 7 means nothing for icmp"],
  [["--protocol", "icmp", "--port", "7"], "port: 7 means nothing for icmp"],
  [
    ["private-0", "internet", "--port", "0"],
    '--port: "0" is refused. Write the port as a whole number from 1 to 65535',
  ],
  [["private-0", "internet", "--protocol", "sctp"], "Allowed choices are tcp, udp, icmp"],
  [["private-0", "8.8.8.8", "--ipv6"], '"8.8.8.8" is an IPv4 address, and the question is about IPv6'],
  [
    ["private-0", "internet", "--without", "nat-x"],
    '"nat-x" is no NAT host here; did you mean "nat-b"? There are: nat-b',
  ],
  [["--without", "private-0"], 'without: "private-0" is no NAT host here; there are: nat-b'],
  [["nat-b", "internet", "--without", "nat-b"], '"nat-b" is gone (without); name another end'],
  [["private-0", "internet", "--in", "/nonexistent"], "/nonexistent: there is no such file or folder"],
])("wrong usage is exit code 2 and says how: %j", async (args, message) => {
  const { exitCode, stderr } = await explain(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test("what the model does not understand is named beside the answer", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  const resource = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
    aws_instance: { app: { subnet_id: "${aws_subnet.a.id}" } },
    aws_vpn_gateway: { vpn: { vpc_id: "${aws_vpc.main.id}" } },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ resource }));
  const { exitCode, stderr } = await explain("app", "internet", "--in", folder);
  rmSync(folder, { recursive: true });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/not understood, and not in the answer: .*aws_vpn_gateway\.vpn/);
});

describe("a network that was not read as a whole", () => {
  const vpc_id = "${aws_vpc.main.id}";
  const subnet_id = "${aws_subnet.a.id}";
  let folder: string;
  const write = (instances: number) => {
    folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    const resource = {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id, cidr_block: "10.0.0.0/20" } },
      aws_route_table: {
        a: { vpc_id, route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-0123456789abcdef0" }] },
      },
      aws_route_table_association: { a: { subnet_id, route_table_id: "${aws_route_table.a.id}" } },
      aws_instance: Object.fromEntries(
        Array.from({ length: instances }, (_, index) => [`app_${index}`, { subnet_id }]),
      ),
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ resource }));
  };
  afterEach(() => rmSync(folder, { recursive: true }));

  test("leaves not decided what hangs on it: exit code 2, what is missing, and null for machines", async () => {
    write(1);
    const { exitCode, stdout } = await explain("app-0", "internet", "--in", folder);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(
      /\nNot decided: .*\n {2}.*aws_route_table\.a: leads 0\.0\.0\.0\/0 to NAT gateway nat-0123456789abcdef0, which was not read\n {2}fix /,
    );
    const json = await explain("app-0", "internet", "--in", folder, "--json");
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: "not decided", reachable: null, missing: [{}] });
  });

  test("is yes, no and ? in the matrix, whose exit code is 0", async () => {
    write(2);
    const { exitCode, stdout } = await explain("--in", folder);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/app-0 +│ +│ yes +│ \? +│/);
    expect(stdout).toMatch(/\n\?, .*aws_route_table\.a: leads/);
  });

  test("of more instances than a table is for is a line for each, without waiting for minutes", async () => {
    write(300);
    const { exitCode, stdout } = await explain("--in", folder);
    expect(exitCode).toBe(0);
    const lines = stdout.split("\n");
    expect(lines).toContain("app-0: yes to 299 others; ? to internet");
    expect(lines).toContain("internet: no to all 300");
    expect(lines.length).toBeLessThan(320);
  });
});

function explain(...args: string[]) {
  return runScript("explain", args, { env: { ENVIRONMENT: undefined } });
}
