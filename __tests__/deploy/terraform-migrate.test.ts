import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { readState } from "../../lib/deploy/state/content";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { Account } from "../support/account";
import { Bucket } from "../support/bucket";
import { Provider } from "../support/provider";
import { STACKS, StackName } from "../support/synthesize";
import { Terraform } from "../support/terraform";
import { describeWith } from "../support/tools";
import { S3, SMALL, WITHOUT_ROUTES, Workplace, expectExit } from "../support/workplace";

const MINUTES = 60_000;
const LOCAL: EnvironmentInput = {
  ...SMALL,
  privateInstances: { count: 0 },
  policyExceptions: WITHOUT_ROUTES,
};
const IN_S3: EnvironmentInput = { ...LOCAL, backend: S3 };
const DEPLOYED = ["private-instances", "network"] as const;

describeWith(["terraform", "moto_server"], "states that are moved", () => {
  jest.setTimeout(5 * MINUTES);
  let emulator: Emulator;
  let provider: Provider;
  let workplace: Workplace;
  let account: Account;
  let bucket: Bucket;
  let inventory: string[];
  const others: Workplace[] = [];

  beforeAll(async () => {
    emulator = await Emulator.start();
    await emulator.createBucket(S3.bucket, S3.region);
    workplace = Workplace.at(emulator);
    account = new Account(emulator, SMALL.region);
    bucket = new Bucket(emulator, S3);
    await workplace.synthesize(LOCAL);
    const stack = JSON.parse(readFileSync(join(workplace.stack("network"), "cdk.tf.json"), "utf8"));
    provider = await Provider.start(stack, emulatorEnvironment(emulator.endpoint));
    const terraform = terraformIn(workplace);
    for (const name of ["network", "private-instances"] as const) {
      await terraform.init(name);
      await terraform.apply(name);
    }
    inventory = await account.inventory();
  });
  afterAll(async () => {
    provider?.stop();
    await emulator?.stop();
    [workplace, ...others].forEach((place) => place?.remove());
  });

  function terraformIn({ output }: Workplace): Terraform {
    return new Terraform(output, emulator, provider);
  }

  /** Another person's checkout of the same project. */
  function freshCheckout(environment: EnvironmentInput): Workplace {
    const fresh = Workplace.at(emulator);
    others.push(fresh);
    fresh.write(environment);
    return fresh;
  }

  const localFile = (stack: StackName) => join(workplace.folder, "state/office", `${stack}.tfstate`);
  const localState = (stack: StackName) => readState(readFileSync(localFile(stack), "utf8"))!;

  async function stateInS3(stack: StackName, prefix = "nat-instance/office") {
    return readState((await bucket.text(`${prefix}/${stack}.tfstate`)) ?? "");
  }

  /** What a command that fails says in its one line, after what it said of its progress. */
  async function refusal(
    command: Promise<{ exitCode: number; stdout: string; stderr: string }>,
  ): Promise<string> {
    const { exitCode, stdout, stderr } = await command;
    expect([exitCode, stdout]).toEqual([1, ""]);
    const said = stderr.split("\n").filter((line) => !line.endsWith(" …"));
    expect(said).toHaveLength(1);
    return said[0]!;
  }

  async function expectNoChanges(place: Workplace): Promise<void> {
    for (const stack of DEPLOYED) {
      await terraformIn(place).init(stack);
      expect([stack, await terraformIn(place).plan(stack)]).toEqual([stack, []]);
    }
    expect(await account.inventory()).toEqual(inventory);
  }

  test("a plan with another backend is refused, and names the place and the command", async () => {
    workplace.write(IN_S3);
    const line = await refusal(workplace.command("plan", []));
    expect(line).toMatch(
      /^office: this environment has a state at \S+state\/office \(\d+ resources in 2 stacks\), not at s3:\/\/states\/nat-instance\/office where its backend is; move it: ENVIRONMENT=\S+office\.ts npm run migrate -- -o \S+; to make everything anew beside it: .* npm run plan -- --new -o \S+$/,
    );
    expect(workplace.saved()).toEqual([]);
  });

  test("--check says what would be moved, and moves nothing", async () => {
    const checked = await workplace.command("migrate", ["--check"]);
    expectExit(checked, 2);
    expect(checked.stdout.split("\n").slice(1)).toEqual([
      expect.stringMatching(/^ {2}private-instances: \d resources$/),
      "  network: 12 resources",
    ]);
    expect(await stateInS3("network")).toBeUndefined();
  });

  test("a state that somebody holds locked is not moved", async () => {
    const key = "nat-instance/office/private-instances.tfstate.tflock";
    const lock = {
      ID: "11111111-2222-3333-4444-555555555555",
      Who: "ana@office",
      Operation: "OperationTypeApply",
    };
    const body = JSON.stringify({
      ...lock,
      Created: "2026-01-01T00:00:00.1Z",
      Path: "",
      Info: "",
      Version: "1.11.4",
    });
    await bucket.put(key, body);
    const { exitCode, stderr } = await workplace.command("migrate", []);
    await bucket.remove(key);
    expect([exitCode, stderr.split("\n").at(-1)]).toEqual([
      1,
      expect.stringMatching(/^private-instances: the state is locked/),
    ]);
    expect(await stateInS3("private-instances")).toBeUndefined();
  });

  test("an interrupted move is finished by the next one, and no plan is made in between", async () => {
    const running = workplace.command("migrate", []);
    running.stderr!.on(
      "data",
      (chunk: Buffer) => /^network: /m.test(chunk.toString()) && running.kill("SIGINT"),
    );
    const { exitCode, stderr } = await running;
    expect([exitCode, stderr.split("\n").at(-1)]).toEqual([
      130,
      "Interrupted; what was moved stays moved: run it again for the rest",
    ]);
    expect(await stateInS3("private-instances")).toMatchObject({
      lineage: localState("private-instances").lineage,
    });
    expect(await refusal(workplace.command("plan", []))).toContain("this environment has a state at");

    const moved = await workplace.command("migrate", []);
    expectExit(moved, 0);
    expect(moved.stdout).toMatch(/^ {2}private-instances: is there already\n {2}network: 12 resources$/m);
    expect(moved.stdout).toContain("state/office stays as it was, as a backup.");
    expect(existsSync(join(workplace.output, "migrate"))).toBe(false);
  });

  test("the states are the same ones, the old are a backup, and nothing is left to change", async () => {
    for (const stack of DEPLOYED) {
      const { lineage, content, serial } = localState(stack);
      expect(await stateInS3(stack)).toMatchObject({ lineage, content });
      expect((await stateInS3(stack))!.serial).toBeGreaterThanOrEqual(serial);
    }
    STACKS.filter((stack) =>
      existsSync(join(workplace.stack(stack), ".terraform/terraform.tfstate")),
    ).forEach((stack) => expect(stack).toBe("none of them, or terraform would ask"));
    await expectNoChanges(workplace);
    const again = await workplace.command("migrate", []);
    expectExit(again, 0);
    expect(again.stdout).toContain(
      "office: there is nothing to move: they are at s3://states/nat-instance/office",
    );
    workplace.only("network");
    expectExit(await workplace.plan(["--check"]), 0);
  });

  test("back to local files, over the older backup", async () => {
    const before = localState("network").serial;
    workplace.write(LOCAL);
    const line = await refusal(workplace.command("plan", []));
    expect(line).toContain("that goes beyond the one at");
    expectExit(await workplace.command("migrate", []), 0);
    expect(localState("network").serial).toBeGreaterThan(before);
    await expectNoChanges(workplace);
  });

  test("a fresh checkout finds the states under another prefix", async () => {
    const fresh = freshCheckout({ ...IN_S3, backend: { ...S3, keyPrefix: "moved" } });
    const line = await refusal(fresh.command("plan", []));
    expect(line).toContain("office: this environment has a state at s3://states/nat-instance/office (");
    expectExit(await fresh.command("migrate", []), 0);
    expect(await stateInS3("network", "moved")).toMatchObject({ lineage: localState("network").lineage });
    await expectNoChanges(fresh);
  });

  test("a fresh checkout of a renamed project asks, and moves what it is told to", async () => {
    const fresh = freshCheckout({ ...IN_S3, project: "shop" });
    const line = await refusal(fresh.command("plan", []));
    expect(line).toContain(
      "office: this environment has no state at s3://states/shop/office, but there is one of nat-instance/office at s3://states/",
    );
    expect(await refusal(fresh.command("migrate", []))).toContain("say which to move: ");
    const [, from] = /npm run migrate -- --from (\S+)/.exec(line)!;
    expectExit(await fresh.command("migrate", ["--from", from!]), 0);
    expect(await stateInS3("network", "shop/office")).toMatchObject({
      lineage: localState("network").lineage,
    });
    expect(await account.inventory()).toEqual(inventory);
  });

  test("another deployment's states are not overwritten", async () => {
    const fresh = freshCheckout({ ...LOCAL, backend: { ...S3, keyPrefix: "taken" } });
    const text = readFileSync(localFile("network"), "utf8").replace(localState("network").lineage, "another");
    await bucket.put("taken/network.tfstate", text);
    const line = await refusal(fresh.command("migrate", ["--from", "s3://states/moved"]));
    expect(line).toMatch(/^network: s3:\/\/states\/taken has another state already, with 12 resources; /);
    expect(await stateInS3("private-instances", "taken")).toBeUndefined();
    expect(await bucket.text("taken/network.tfstate")).toBe(text);
  });

  test("what is named and is not there is refused, and nothing is left behind", async () => {
    const said = await refusal(workplace.command("migrate", ["--from", "s3://states/nowhere"]));
    expect(said).toMatch(/^--from: "s3:\/\/states\/nowhere" holds no state with resources; /);
    expect(readdirSync(workplace.output)).not.toContain("migrate");
  });

  test("everything is made anew where that is asked for", async () => {
    const fresh = freshCheckout({ ...IN_S3, project: "anew" });
    await fresh.synthesize({ ...IN_S3, project: "anew" });
    fresh.only("network");
    expect(await refusal(fresh.plan())).toContain("but there is one of");
    expectExit(await fresh.plan(["--new"]), 0);
    expect(fresh.saved()).toEqual(["network"]);
    rmSync(fresh.output, { recursive: true });
  });
});
