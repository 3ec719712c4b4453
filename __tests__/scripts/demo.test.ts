import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../lab/until";
import { describeWith } from "../support/tools";
import { runScript } from "../support/script";

const MINUTE = 60_000;

// A folder for temporary files of the demo's own, to be found empty afterwards.
let temporary: string;
beforeEach(() => (temporary = mkdtempSync(join(tmpdir(), "nat-instance-test-"))));
afterEach(() => rmSync(temporary, { recursive: true }));

describeWith(["terraform", "moto_server"], "the demo", () => {
  test(
    "deploys, shows the outputs, plans nothing more, destroys, and leaves nothing",
    async () => {
      const { exitCode, stdout, stderr } = await demo({});
      if (exitCode !== 0) throw new Error(`Exit code ${exitCode}: ${stderr}\n${stdout.slice(-5000)}`);
      expect(stdout).toMatch(/^ {2}nat-instance\.nat_instance_id\.eu-central-1b = i-/m);
      expect(stdout).toMatch(/^ {2}private-instances\.private_start_session\[1\] = aws ssm start-session /m);
      for (const step of ["cdktf deploy '*'", "A second plan has no changes", "cdktf destroy '*'"]) {
        expect(stdout).toContain(`✔ ${step}`);
      }
      expect(stdout).toMatch(/all of it is destroyed again\.$/);
      // A person reads it; what terraform says is in the log.
      expect(`${stderr}\n${stdout}`.split("\n").length).toBeLessThan(50);
      expect(log(stderr)).toContain("aws_vpc.vpc: Creation complete");
      expect(await isClosed(stdout)).toBe(true);
      expect(leftovers()).toEqual([]);
    },
    15 * MINUTE,
  );

  test(
    "makes a network that exists already first, and leaves it",
    async () => {
      const { exitCode, stdout, stderr } = await demo({ ENVIRONMENT: "existing" });
      if (exitCode !== 0) throw new Error(`Exit code ${exitCode}: ${stderr}\n${stdout.slice(-5000)}`);
      const steps = [
        "Make the network that exists already",
        "leave: true, Terraform forgets the default routes",
      ];
      for (const step of steps) expect(stdout).toContain(`✔ ${step}`);
      expect(stdout).toMatch(/all of it is destroyed again\.$/);
      expect(log(stderr)).not.toContain("aws_vpc.vpc: Creating");
      expect(log(stderr)).not.toMatch(/aws_route\.\S+: Destroying/);
      expect(leftovers()).toEqual([]);
    },
    15 * MINUTE,
  );

  test(
    "interrupted in the middle of a deployment, it stops the emulator and leaves nothing",
    async () => {
      const running = demo({});
      let said = "";
      running.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const creating = () => /demo\.log$/m.test(said) && log(said).includes("aws_vpc.vpc: Creating");
      await until("The VPC", 240, creating, async () => said);
      running.kill("SIGINT");
      const { exitCode, stdout, stderr } = await running;
      expect(exitCode).toBe(1);
      expect(stderr).toContain("The demo failed: interrupted");
      expect(await isClosed(stdout)).toBe(true);
      expect(leftovers()).toEqual([]);
    },
    5 * MINUTE,
  );

  test("interrupted while the emulator starts, it deploys nothing", async () => {
    const running = demo({});
    running.stderr!.once("data", () => running.kill("SIGINT"));
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain("cdktf deploy");
    expect(leftovers()).toEqual([]);
  }, 60_000);

  test("it does not start where a variable names an endpoint elsewhere", async () => {
    const { exitCode, stdout, stderr } = await demo({ AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com" });
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /^AWS_ENDPOINT_URL_S3: .*"https:\/\/s3\.amazonaws\.com" is not on this machine.*unset/m,
    );
    expect(leftovers()).toEqual([]);
  });
});

function demo(environment: NodeJS.ProcessEnv) {
  return runScript("demo", [], { env: { ENVIRONMENT: undefined, TMPDIR: temporary, ...environment } });
}

/** All that the programs said, in the file that a demo named. */
function log(stderr: string): string {
  return readFileSync(/\S+demo\.log$/m.exec(stderr)![0], "utf8");
}

/** Whether the emulator that a demo named is gone. */
async function isClosed(stdout: string): Promise<boolean> {
  const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)![0];
  return fetch(endpoint).then(
    () => false,
    () => true,
  );
}

/** The log alone is to stay. */
function leftovers(): string[] {
  return readdirSync(temporary).filter(
    (name) => name.startsWith("nat-instance-") && !name.startsWith("nat-instance-log-"),
  );
}
