import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironment } from "../../lib/config/load";
import { Said, VerifyFacts } from "../../lib/verify/facts";
import { rowsOf } from "../../lib/verify/rows";
import { wayOutOf } from "../../lib/verify/way-out";
import { describeLab } from "../support/tools";
import { INTERNET, elasticIp } from "./labs";
import { Patient } from "./patient";

const SCRIPTS = join(__dirname, "../../lib/verify");

/** What `npm run verify` has instances say, said here by those of the lab: the scripts are the same. */
describeLab("what npm run verify asks private instances and NAT hosts", () => {
  const patient = new Patient();
  const environment = loadEnvironment("article");

  beforeAll(async () => {
    await patient.start();
    await patient.lab.namespace("internet").serve(require.resolve("./checkip.cjs"));
  });

  const ended = (stdout: string): Said => ({ kind: "ended", status: "Success", output: stdout, error: "" });

  async function instanceSays(): Promise<Said> {
    const { stdout } = await patient.lab
      .namespace("private-0")
      .run("env", [`CHECKIP=http://${INTERNET}:8053`, "sh", join(SCRIPTS, "private-instance.sh")]);
    return ended(stdout);
  }

  async function hostSays(): Promise<Said> {
    const script = readFileSync(join(SCRIPTS, "nat-host.sh"), "utf8");
    return ended((await patient.host.run("sh", ["-c", script])).stdout);
  }

  /** The rows of the first private instance and of the host's probe, as `verdict: found`. */
  async function judged(): Promise<string[]> {
    const facts: VerifyFacts = {
      status: {
        tables: [],
        hosts: [
          {
            ...{ name: "nat-b", instanceId: "i-nat", zone: "eu-central-1b", state: "running" },
            ...{ networkInterfaceIds: [], alarms: [] },
          },
        ],
      },
      privateInstances: [{ name: "private-0", instanceId: "i-0", state: "running" }],
      elasticIps: [
        {
          publicIp: elasticIp(patient.topology),
          allocationId: "eipalloc-1",
          tags: {
            ...{ Project: environment.project, Environment: "article" },
            ...{ Stack: "nat-instance", Name: "article-nat-b" },
          },
        },
      ],
      said: new Map([
        ["i-0", await instanceSays()],
        ["i-nat", await hostSays()],
      ]),
      outside: "not here",
    };
    const wayOut = (name: string) => wayOutOf(patient.topology, name);
    return rowsOf(environment, facts, wayOut, new Date())
      .filter(({ check, of }) => check === "probe" || (check === "address" && of === "private-0"))
      .map(({ verdict, found }) => `${verdict}: ${found}`);
  }

  test("all is well on a host that forwards", async () => {
    await patient.host.until("A probe that gets through", 60, async () =>
      /through=/.test(await outputOf(hostSays())),
    );
    expect(await judged()).toEqual([
      expect.stringMatching(/^ok: it got through \d+ s ago$/),
      `ok: the internet sees ${elasticIp(patient.topology)}, nat-b's`,
    ]);
  });

  test("a host that does not forward, and whose probe does not run, is found by both", async () => {
    await patient.host.run("systemctl", ["stop", "nat-probe"]);
    await patient.host.run("sysctl", ["-w", "net.ipv4.ip_forward=0"]);
    expect(await judged()).toEqual([
      "failed: nat-probe.service is inactive: on the host, systemctl status nat-probe",
      expect.stringMatching(/^failed: does not reach /),
    ]);
    await patient.host.run("systemctl", ["start", "nat-probe"]);
    await patient.healthy();
  });
});

async function outputOf(said: Promise<Said>): Promise<string> {
  const what = await said;
  return what.kind === "ended" ? what.output : "";
}
