import { readFileSync, writeFileSync } from "node:fs";
import { AddressInfo } from "node:net";
import { join } from "node:path";
import { Emulator } from "../../lib/emulator/emulator";
import { StackName } from "../support/synthesize";
import { expiredSession, refusingServer } from "./expired";
import { describeWith } from "../support/tools";
import { S3, SMALL, WITHOUT_ROUTES, Workplace, expectExit } from "../support/workplace";

const MINUTES = 60_000;
const IN_S3 = { ...SMALL, backend: S3, policyExceptions: [WITHOUT_ROUTES] };

describeWith(["terraform", "moto_server"], "a bad day", () => {
  jest.setTimeout(10 * MINUTES);
  let emulator: Emulator;
  let workplace: Workplace;

  beforeAll(async () => {
    emulator = await Emulator.start();
    workplace = Workplace.at(emulator);
    await emulator.createBucket(S3.bucket, S3.region);
    await synthesize();
  });
  afterAll(async () => {
    await emulator?.stop();
    workplace?.remove();
  });

  async function synthesize(): Promise<void> {
    await workplace.synthesize(IN_S3);
    workplace.only("network", "nat-instance");
  }

  /** The one line that a plan which cannot be made ends with; nothing is left that could be applied. */
  async function lineOf(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const ended = await workplace.plan(args, env);
    expectExit(ended, 1);
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
        'nat.instanceType: EC2 does not offer hpc7g.4xlarge to this account in eu-central-1b; choose another type or zone.',
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
  ])("a wrong option: %j", async (args, message) => expect(await lineOf(args)).toContain(message));

  test("a stack that an apply left half-done", async () => {
    // Made after the VPC and outside of its range, which only the account finds out.
    workplace.change("network", ({ resource }) => {
      resource.aws_subnet.stray = { ...resource.aws_subnet.private_b, cidr_block: "10.9.0.0/24" };
      resource.aws_route.public_default.depends_on = ["aws_subnet.stray"];
    });
    expectExit(await workplace.plan(), 0);
    const applied = await workplace.apply();
    expectExit(applied, 1);
    expect(applied.stderr).toMatch(/^network: 1 of 11: aws_vpc\.vpc created \(\d+ s\)$/m);
    expect(applied.stderr.split("\n").at(-1)).toMatch(
      /^network: creating EC2 Subnet: .*InvalidSubnet\.Range.*; half applied: network: 9 of 11 changes done; run npm run plan$/,
    );

    await synthesize();
    expectExit(await workplace.plan(), 0);
    const [network, natInstance] = workplace.report().stacks;
    expect(network!.changes.map(({ address }) => address)).toEqual(["aws_route.public_default"]);
    // What it takes of the network is there already.
    expect(natInstance!.preview).toBeUndefined();
    expectExit(await workplace.apply(), 0);
  });

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

  test("Ctrl-C in the middle of an apply says what is half applied, and what was not begun", async () => {
    workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
    workplace.change("network", ({ resource }) => {
      resource.terraform_data = { slow: { provisioner: { "local-exec": { command: "sleep 30" } } } };
    });
    expectExit(await workplace.plan(["--replace", "nat-instance/aws_instance.nat_b"]), 0);
    const running = workplace.apply();
    running.stderr!.on("data", (chunk: Buffer) => {
      if (/network: 1 of 2: aws_vpc\.vpc changed/.test(chunk.toString())) running.kill("SIGINT");
    });
    const { exitCode, stderr } = await running;
    expect([exitCode, stderr.split("\n").at(-1)]).toEqual([
      130,
      "Interrupted; half applied: network: 1 of 2 changes done; run npm run plan; not begun: nat-instance",
    ]);
    await synthesize();
    expectExit(await workplace.plan(), 0);
    expectExit(await workplace.apply(), 0);
  });

  test("a plan that fails before it begins leaves no earlier one to be applied", async () => {
    workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
    expectExit(await workplace.plan(), 0);
    expect(workplace.saved()).toEqual(["network"]);
    workplace.write({ ...IN_S3, expect: [{ from: "internet", to: "nat-b", port: 22, reachable: true }] });
    expectExit(await workplace.plan(), 1);
    expect((await workplace.apply()).stderr).toMatch(/: there are no plans; make them: npm run plan$/);
    await synthesize();
  });

  test("a plan that is not the one that was reported, or of other sources, is not applied", async () => {
    workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
    expectExit(await workplace.plan(), 0);
    expect(workplace.saved()).toEqual(["network"]);
    const file = join(workplace.output, "plan/network.tfplan");
    const kept = readFileSync(file);
    writeFileSync(file, "another plan");
    expect((await workplace.apply()).stderr).toBe(
      `network: ${file} is not the plan that was reported; make it again: npm run plan`,
    );
    writeFileSync(file, kept);

    const others = await workplace.command("apply", []);
    expect([others.exitCode, others.stderr.split("\n").at(-1)]).toEqual([
      1,
      "network: the sources have changed since it was planned; plan it again: npm run plan",
    ]);
    workplace.change("network", (json) => (json.locals = { changed: true }));
    expect((await workplace.apply()).stderr).toBe(
      "network: the stack has changed since it was planned; plan it again: npm run plan",
    );
    expect(workplace.saved()).toEqual(["network"]);
    await synthesize();
  });

  test("a state that moved on makes its plan stale, and so does a value that another stack gave", async () => {
    expectExit(await workplace.plan(["--replace", "nat-instance/aws_instance.nat_b"]), 0);
    expect(workplace.saved()).toEqual(["nat-instance"]);
    const replaced = workplace.report().stacks.flatMap(({ changes }) => changes);
    expect(replaced).toContainEqual(expect.objectContaining({ kind: "replace", reason: "was asked for" }));
    // Nobody is behind it yet.
    expect(workplace.report().egress).toEqual([]);
    const output = "cross-stack-output-aws_vpc-vpc-id";
    const { value } = (await stateOf("network")).outputs[output];
    await changeState("network", ({ outputs }) => (outputs[output].value = "vpc-0123456789abcdef0"));
    expect((await workplace.apply()).stderr.split("\n").at(-1)).toBe(
      `nat-instance: the plan is stale: network's ${output} has changed since it was made; run npm run plan again`,
    );

    await changeState("network", ({ outputs }) => (outputs[output].value = value));
    await changeState("nat-instance", () => {});
    expect((await workplace.apply()).stderr.split("\n").at(-1)).toBe(
      "nat-instance: the plan is stale: the state has changed since it was made; run npm run plan again",
    );
  });

  async function stateOf(stack: StackName): Promise<any> {
    return JSON.parse((await workplace.terraform(stack, ["state", "pull"])).stdout);
  }

  /** What another person's apply does to a state: at least its serial moves on. */
  async function changeState(stack: StackName, change: (state: any) => void): Promise<void> {
    const state = await stateOf(stack);
    change(state);
    state.serial += 1;
    await workplace.terraform(stack, ["state", "push", "-"], { input: JSON.stringify(state) });
  }
});
