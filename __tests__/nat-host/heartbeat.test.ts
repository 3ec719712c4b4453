import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { IncomingMessage, Server, createServer } from "node:http";
import { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import execa from "execa";
import { Emulator } from "../../lib/emulator/emulator";
import { describeWith } from "../support/tools";

jest.setTimeout(120_000);

const SCRIPT = join(__dirname, "../../lib/nat-host/heartbeat/usr/local/lib/nat-heartbeat.sh");
const NAMESPACE = "NatHost/nat-instance-test";
const INSTANCE = "i-0123456789abcdef0";
const ROLE = "nat-instance-test-nat";

/** What a t4g.nano has in a minute without using up credits: 5 % of two vCPUs. */
const BASELINE_CPU_SECONDS = 6;

describeWith(["moto_server", "curl"], "the NAT host's heartbeat", () => {
  let emulator: Emulator;
  let metadata: Server;
  let asked: IncomingMessage[];
  let folder: string;
  let cloudwatch: CloudWatchClient;

  beforeEach(async () => {
    emulator = await Emulator.start();
    asked = [];
    metadata = createServer((request, response) => {
      asked.push(request);
      const answers: Record<string, string> = {
        "PUT /latest/api/token": "TOKEN",
        "GET /latest/meta-data/instance-id": INSTANCE,
        [`GET /latest/meta-data/iam/security-credentials/${ROLE}`]: JSON.stringify(
          {
            Code: "Success",
            Type: "AWS-HMAC",
            AccessKeyId: "AKIDTEST",
            SecretAccessKey: "s/e+c",
            Token: "t=",
          },
          null,
          2,
        ),
      };
      const answer = answers[`${request.method} ${request.url}`];
      const mayKnow = request.method === "PUT" || request.headers["x-aws-ec2-metadata-token"] === "TOKEN";
      response.writeHead(answer === undefined ? 404 : mayKnow ? 200 : 401).end(mayKnow ? answer : "");
    });
    await new Promise<void>((resolve) => metadata.listen(0, "127.0.0.1", resolve));
    folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    for (const name of ["bin", "nat-probe", "nat-heartbeat"]) mkdirSync(join(folder, name));
    program("ethtool", "echo '     bw_in_allowance_exceeded: 0'");
    program("nft", "exit 1");
    cloudwatch = new CloudWatchClient({
      endpoint: emulator.endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
    });
  });
  afterEach(async () => {
    metadata.close();
    metadata.closeAllConnections();
    rmSync(folder, { recursive: true });
    await emulator.stop();
  });

  test("sends five values in one call, signed with the role's credentials", async () => {
    through();
    expect(await beat()).toMatchObject({ exitCode: 0, stderr: "" });
    const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace: NAMESPACE }));
    expect(Metrics!.map(({ MetricName }) => MetricName).sort()).toEqual([
      "AllowancesExceeded",
      "ConnectionTableUsed",
      "MemoryAvailable",
      "PacketsRefused",
      "Probe",
    ]);
    for (const { Dimensions } of Metrics!)
      expect(Dimensions).toEqual([{ Name: "InstanceId", Value: INSTANCE }]);
    expect(await value("Probe")).toBe(1);
    expect(await value("MemoryAvailable")).toBeGreaterThan(50);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toHaveLength(3);
  });

  test("says 0 for a probe that has not come through for a minute, or never", async () => {
    await beat();
    expect(await value("Probe")).toBe(0);
    through(90);
    await beat();
    expect(await value("Probe")).toBe(0);
  });

  test("says what is new of what was refused and exceeded, also after the counters begin anew", async () => {
    counters(5, 100);
    await beat();
    expect([await value("AllowancesExceeded"), await value("PacketsRefused")]).toEqual([0, 0]);
    counters(7, 130);
    await beat();
    expect([await value("AllowancesExceeded"), await value("PacketsRefused")]).toEqual([4, 30]);
    counters(1, 3);
    await beat();
    expect([await value("AllowancesExceeded"), await value("PacketsRefused")]).toEqual([4 + 2, 30 + 3]);
  });

  test("fails, for its unit to say so, when CloudWatch does not take it", async () => {
    const { exitCode } = await beat({ AWS_ENDPOINT_URL_CLOUDWATCH: "http://127.0.0.1:1" });
    expect(exitCode).not.toBe(0);
  });

  test("shows its secret to nobody who lists the processes", async () => {
    program("curl", `printf '%s\\n' "$@" >>${folder}/arguments; exec /usr/bin/curl "$@"`);
    await beat();
    const { stdout } = await execa("cat", [join(folder, "arguments")]);
    expect(stdout).toContain("--aws-sigv4");
    expect(stdout).not.toMatch(/s\/e\+c|AKIDTEST/);
  });

  test("takes little of the CPU that a t4g.nano has; other senders only start for more", async () => {
    const costs: [string, string[]][] = [
      ["the heartbeat: bash, and curl that signs", ["bash", SCRIPT]],
      ["python3 that has loaded what it would need", ["python3", "-c", "import urllib.request, hmac, json"]],
    ];
    const lines = [];
    for (const [what, command] of costs) {
      lines.push(`${what}: ${(await cpuSeconds(command)).toFixed(3)} CPU-seconds a minute`);
    }
    console.info(`${lines.join("\n")}\nOf ${BASELINE_CPU_SECONDS} that a t4g.nano has without credits`);
    expect(lines).toHaveLength(2);
  });

  function environment(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const { port } = metadata.address() as AddressInfo;
    return {
      PATH: `${folder}/bin:${process.env["PATH"]}`,
      REGION: "eu-central-1",
      NAMESPACE,
      ROLE,
      RUNTIME_DIRECTORY: join(folder, "nat-heartbeat"),
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}`,
      AWS_ENDPOINT_URL_CLOUDWATCH: emulator.endpoint,
      ...changes,
    };
  }

  function beat(changes: NodeJS.ProcessEnv = {}) {
    return execa("bash", [SCRIPT], { env: environment(changes), extendEnv: false, reject: false });
  }

  /** The mean of ten runs. */
  async function cpuSeconds(command: readonly string[]): Promise<number> {
    const loop = `TIMEFORMAT='%U %S'; time for i in {1..10}; do "$@" >/dev/null; done`;
    const { stderr } = await execa("bash", ["-c", loop, "-", ...command], {
      env: environment(),
      extendEnv: false,
    });
    const [user, system] = stderr.trim().split(/\s+/).slice(-2).map(Number);
    return (user! + system!) / 10;
  }

  function through(secondsAgo = 0): void {
    const file = join(folder, "nat-probe/through");
    writeFileSync(file, "");
    const at = Date.now() / 1000 - secondsAgo;
    utimesSync(file, at, at);
  }

  /** Of each of two kinds of allowance, and of packets to the host and past it together. */
  function counters(exceeded: number, refused: number): void {
    program(
      "ethtool",
      `[ -e ${folder}/said ] || printf '     %s: %s\\n' bw_in_allowance_exceeded ${exceeded} pps_allowance_exceeded ${exceeded} queue_0_tx_cnt 9; touch ${folder}/said`,
    );
    rmSync(join(folder, "said"), { force: true });
    const counter = (name: string, packets: number) =>
      `\tcounter ${name} {\n\t\tcomment "packets 7"\n\t\tpackets ${packets} bytes 9\n\t}\n`;
    const listed =
      counter("private_to_internet", 99) +
      counter("refused_forward", refused - 2) +
      counter("refused_input", 2);
    program("nft", `cat <<'END'\ntable ip nat_host {\n${listed}}\nEND`);
  }

  function program(name: string, script: string): void {
    const file = join(folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** The sum of what has been said so far. */
  async function value(metric: string): Promise<number> {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: NAMESPACE,
        MetricName: metric,
        Dimensions: [{ Name: "InstanceId", Value: INSTANCE }],
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 3600,
        Statistics: ["Sum"],
      }),
    );
    return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  }
});
