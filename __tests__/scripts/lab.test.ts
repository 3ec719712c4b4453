import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ExecaChildProcess } from "execa";
import { CGROUP, cgroupRoot } from "../../lab/nat-host/machine";
import { until } from "../../lab/until";
import { describeLab } from "../support/tools";
import { runScript } from "../support/script";

const MINUTE = 60_000;
// The disk may have to be made first.
jest.setTimeout(10 * MINUTE);

/** Marks the processes of one run, to be found again. */
let marks = 0;
const nextMark = () => `NAT_INSTANCE_LAB_TEST=${process.pid}-${marks++}`;

describeLab("npm run lab", () => {
  test("walks through, proves, and leaves nothing, also when it runs twice at once", async () => {
    const mark = nextMark();
    const mounts = readFileSync("/proc/self/mounts", "utf8");
    const runs = await Promise.all([lab(mark), lab(mark)]);
    for (const { exitCode, stdout, stderr } of runs) {
      if (exitCode !== 0) throw new Error(`Exit code ${exitCode}: ${stderr}\n${stdout.slice(-5000)}`);
      expect(stdout).toMatch(/✔ │ before the routes, private-0 gets no answer/);
      expect(stdout).toMatch(
        /✔ │ private-1 → internet, HTTP +│ the internet saw 203\.0\.113\.1:\d+; public address 203/,
      );
      expect(stdout).toMatch(/│ tcp +│ 10\.8\.2\.\d+:\d+ +│ 10\.8\.1\.4:\d+ +│ 192\.0\.2\.1:80/);
      expect(stdout).toMatch(/✔ │ the stranger knocks \d+ times and is not let in +│ no answer/);
      expect(stdout).not.toContain("✖");
    }
    expect(await processesOf(mark)).toEqual([]);
    expect(readFileSync("/proc/self/mounts", "utf8")).toBe(mounts);
    expect(deadGroups()).toEqual([]);
  });

  test("a network in which nobody gets out is said to be one, with exit code 1", async () => {
    const { exitCode, stderr } = await lab(nextMark(), "--in", "__tests__/topology/fixtures/two-vpcs");
    expect(stderr).toContain(
      "no instance of this network gets to the internet by another, none stands by to pass others on, and none is published; see: npm run explain",
    );
    expect(exitCode).toBe(1);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s while it boots takes everything down", async (signal) => {
    const mark = nextMark();
    const running = lab(mark);
    await booting(running, mark);
    running.kill(signal);
    const { exitCode, stderr } = await running;
    expect(stderr).toContain("Interrupted; the lab is taken down.");
    expect(exitCode).toBe(1);
    expect(await processesOf(mark)).toEqual([]);
  });

  test("killed, it leaves no process, and the next command removes the empty control groups", async () => {
    const mark = nextMark();
    const running = lab(mark);
    await booting(running, mark);
    running.kill("SIGKILL");
    await running;
    await until("The end of its processes", 20, async () => (await processesOf(mark)).length === 0);
    await lab(nextMark(), "down");
    expect(deadGroups()).toEqual([]);
  });

  test("up leaves it standing, shell enters its hosts, down takes it away", async () => {
    const mark = nextMark();
    const up = await lab(mark, "up");
    expect(up.stdout).toContain("npm run lab -- shell private-0");
    expect(up.exitCode).toBe(0);
    const asked = await lab(mark, "shell", "private-0", "ping", "-n", "-c1", "-W2", "192.0.2.1");
    expect(asked.stdout).toContain("1 received");
    const again = await lab(mark, "up");
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      expect.stringContaining("a lab is standing already; take it down first: npm run lab -- down"),
    ]);
    const machine = await lab(mark, "shell", "nat-b", "--", "networkctl", "--version");
    expect(machine.stdout).toContain("systemd 252");
    const host = await lab(mark, "shell", "private-0", "ip", "-4", "-brief", "address", "show", "ens5");
    expect(host.stdout).toContain("10.8.2.4/24");
    const failing = await lab(mark, "shell", "private-0", "false");
    expect(failing.exitCode).toBe(1);
    const misspelt = await lab(mark, "shell", "private0");
    expect(misspelt.stderr).toContain(
      'host: "private0" is not in the lab; did you mean "private-0"? There are nat-b,',
    );

    const down = await lab(mark, "down");
    expect([down.exitCode, down.stdout]).toEqual([0, "The lab is taken down."]);
    expect(await processesOf(mark)).toEqual([]);
    expect((await lab(mark, "down")).stdout).toBe("No lab is standing.");
    expect((await lab(mark, "shell", "private-0")).stderr).toContain(
      "no lab is standing; build one: npm run lab -- up",
    );
  });

  test.each([
    [["--in", "/nonexistent"], "/nonexistent: there is no such file or folder"],
    [["dwon"], 'command: "dwon" is none; there are up, shell and down, or leave it out'],
    [["shell"], "missing required argument 'host'"],
  ])("wrong usage is one line that says how: %j", async (args, message) => {
    const { exitCode, stderr } = await lab(nextMark(), ...args);
    expect(stderr).toContain(message);
    expect(exitCode).not.toBe(0);
  });
});

test("without root, it says what it needs", async () => {
  const { exitCode, stderr } = await runScript("lab", [], {
    ...(process.getuid?.() === 0 && { uid: 65534, env: { HOME: "/nonexistent" } }),
  });
  expect(stderr).toMatch(/^the lab needs (root: sudo|Linux's)/m);
  expect(exitCode).toBe(1);
});

function lab(mark: string, ...args: string[]) {
  const [name, value] = mark.split("=") as [string, string];
  return runScript("lab", args, { env: { ENVIRONMENT: undefined, [name]: value } });
}

/** Waits until a run has a machine that boots. */
async function booting(running: ExecaChildProcess, mark: string): Promise<void> {
  let said = "";
  running.stdout!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until(
    "A machine that boots",
    400,
    async () => (await processesOf(mark)).some((line) => line.includes("boot.sh") || line.includes("init")),
    async () => said,
  );
}

/** The command lines of the processes that a run has started, whatever namespaces they are in. */
async function processesOf(mark: string): Promise<string[]> {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const has =
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(mark);
      return has ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
    } catch {
      return [];
    }
  });
}

/** The control groups of labs whose process is gone. */
function deadGroups(): string[] {
  const folder = join(cgroupRoot(), CGROUP);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(
    (name) => /^\d+-/.test(name) && !existsSync(`/proc/${name.split("-")[0]}`),
  );
}
