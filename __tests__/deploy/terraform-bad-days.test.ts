import { writeFileSync } from "node:fs";
import { AddressInfo } from "node:net";
import { join } from "node:path";
import { Emulator } from "../../lib/emulator/emulator";
import { expiredSession, refusingServer } from "./expired";
import { Office } from "./office";
import { describeWith } from "../support/tools";
import { S3, SMALL, Workplace, expectExit } from "../support/workplace";

describeWith(["terraform", "moto_server"], "a plan on a bad day", () => {
  jest.setTimeout(10 * 60_000);
  const office = new Office();
  let emulator: Emulator;
  let workplace: Workplace;

  beforeAll(async () => {
    await office.open();
    ({ emulator, workplace } = office);
  });
  afterAll(() => office.close());

  /** The one line that a plan which cannot be made ends with; nothing is left that could be applied. */
  async function lineOf(args: string[], env: NodeJS.ProcessEnv = {}, exitCode = 1): Promise<string> {
    const ended = await workplace.plan(args, env);
    expectExit(ended, exitCode);
    expect(ended.stdout).toBe("");
    const said = ended.stderr.split("\n").filter((line) => !line.endsWith(" …"));
    expect(said).toHaveLength(1);
    expect(workplace.saved()).toEqual([]);
    return said[0]!;
  }

  test("no credentials", async () => {
    const line = await lineOf([], { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
    expect(line).toBe(
      "network: there are no AWS credentials; log in (aws sso login), or set AWS_PROFILE, and run it again",
    );
  });

  test("a session that expired, as aws sso login leaves it", async () => {
    const line = await lineOf([], {
      HOME: workplace.folder,
      AWS_CONFIG_FILE: expiredSession(workplace.folder),
      AWS_PROFILE: "office",
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    });
    expect(line).toMatch(/^network: the AWS credentials have expired; get new ones \(aws sso login/);
  });

  test("a session token that AWS refuses as expired", async () => {
    // The emulator takes any token.
    const server = await refusingServer();
    try {
      const { port } = server.address() as AddressInfo;
      const line = await lineOf([], {
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_SESSION_TOKEN: "old",
      });
      expect(line).toMatch(/^network: the AWS credentials have expired; get new ones/);
    } finally {
      server.close();
    }
  });

  test("a backend bucket that is not there", async () => {
    const other = Workplace.at(emulator);
    try {
      await other.synthesize({ ...SMALL, backend: { ...S3, bucket: "not-there" } });
      const ended = await other.plan();
      expectExit(ended, 1);
      expect(ended.stderr.split("\n").at(-1)).toBe(
        `network: the backend's bucket "not-there" is not there; make it once: aws s3api create-bucket --bucket ` +
          "not-there --region eu-central-1 --create-bucket-configuration LocationConstraint=eu-central-1 " +
          "(docs/operations.md has the rest)",
      );
    } finally {
      other.remove();
    }
  });

  test("an instance type that the zone does not have", async () => {
    const other = Workplace.at(emulator);
    try {
      await other.synthesize({ ...SMALL, nat: { instanceType: "hpc7g.4xlarge" } });
      other.only("network", "nat-instance");
      const ended = await other.plan();
      expectExit(ended, 1);
      expect(ended.stderr.split("\n").at(-1)).toContain(
        "nat.instanceType: EC2 does not offer hpc7g.4xlarge to this account in eu-central-1b; choose another type or zone.",
      );
    } finally {
      other.remove();
    }
  });

  test("no network to the registry", async () => {
    const configuration = join(workplace.folder, "terraformrc");
    writeFileSync(configuration, "");
    const line = await lineOf([], {
      TF_CLI_CONFIG_FILE: configuration,
      // Nothing listens there.
      HTTPS_PROXY: "http://127.0.0.1:9",
    });
    expect(line).toBe(
      "network: the provider cannot be had from registry.terraform.io (connection refused); check the network and " +
        "HTTPS_PROXY, or name a mirror in the CLI configuration (TF_CLI_CONFIG_FILE)",
    );
  });

  test("no terraform", async () => {
    const line = await lineOf([], { PATH: join(process.execPath, "..") });
    expect(line).toMatch(/^Planning needs terraform \(https:/);
  });

  test.each([
    [["--lock-timeout", "soon"], "Write a duration, such as 60s."],
    [
      ["--replace", "nat-instance/aws_instance.nat_a"],
      '--replace: "nat-instance/aws_instance.nat_a" is no resource of these stacks; did you mean "nat-instance/aws_instance.nat_b"?',
    ],
    [
      ["--replace", "zzz"],
      '--replace: "zzz" is no resource of these stacks; name one as stack/address, such as network/aws_vpc.vpc',
    ],
  ])("a wrong option: %j", async (args, message) => expect(await lineOf(args, {}, 2)).toContain(message));

  test("Ctrl-C in the middle of a plan releases the lock and keeps nothing", async () => {
    const running = workplace.plan();
    running.stderr!.on("data", (chunk: Buffer) => {
      if (/network: terraform plan/.test(chunk.toString())) setTimeout(() => running.kill("SIGINT"), 1500);
    });
    const { exitCode, stderr, stdout } = await running;
    expect([exitCode, stdout]).toEqual([130, ""]);
    expect(stderr.split("\n").at(-1)).toBe("Interrupted; no plan was kept and no state is locked");
    expect(workplace.saved()).toEqual([]);
    const objects = await fetch(`${emulator.endpoint}/${S3.bucket}?list-type=2`).then((reply) =>
      reply.text(),
    );
    expect(objects).toContain("network.tfstate");
    expect(objects).not.toContain(".tflock");
  });
});
