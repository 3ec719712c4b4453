import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StackName } from "../support/synthesize";
import { describeWith } from "../support/tools";
import { Workplace, expectExit } from "../support/workplace";
import { IN_S3, Office } from "./office";

describeWith(["terraform", "moto_server"], "an apply on a bad day", () => {
  jest.setTimeout(10 * 60_000);
  const office = new Office();
  let workplace: Workplace;

  beforeAll(async () => {
    await office.open();
    ({ workplace } = office);
  });
  afterAll(() => office.close());

  test("a stack that an apply left half-done", async () => {
    // Made after the VPC and outside of its range, which only the account finds out.
    workplace.change("network", ({ resource }) => {
      resource.aws_subnet.stray = { ...resource.aws_subnet.private_b, cidr_block: "10.9.0.0/24" };
      resource.aws_route.public_default.depends_on = ["aws_subnet.stray"];
    });
    expectExit(await workplace.plan(), 0);
    const applied = await workplace.apply();
    expectExit(applied, 1);
    expect(applied.stderr).toMatch(/^network: 1 of 13: aws_vpc\.vpc created \(\d+ s\)$/m);
    expect(applied.stderr.split("\n").at(-1)).toMatch(
      /^network: creating EC2 Subnet: .*InvalidSubnet\.Range.*; half applied: network: 11 of 13 changes done; plan again: ENVIRONMENT=\S+ npm run plan$/,
    );

    await office.synthesize();
    expectExit(await workplace.plan(), 0);
    const [network, natInstance] = workplace.report().stacks;
    expect(network!.changes.map(({ address }) => address)).toEqual(["aws_route.public_default"]);
    // What it takes of the network is there already.
    expect(natInstance!.preview).toBeUndefined();
    expectExit(await workplace.apply(), 0);
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
      `Interrupted; half applied: network: 1 of 2 changes done; plan again: ${workplace.npm("plan")}; not begun: nat-instance`,
    ]);
    await office.synthesize();
    expectExit(await workplace.plan(), 0);
    expectExit(await workplace.apply(), 0);
  });

  test("a plan that fails before it begins leaves no earlier one to be applied", async () => {
    workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
    expectExit(await workplace.plan(), 0);
    expect(workplace.saved()).toEqual(["network"]);
    workplace.write({ ...IN_S3, expect: [{ from: "internet", to: "nat-b", port: 22, reachable: true }] });
    expectExit(await workplace.plan(), 1);
    expect((await workplace.apply()).stderr).toMatch(
      /: there are no plans; make them: ENVIRONMENT=\S+ npm run plan$/,
    );
    await office.synthesize();
  });

  test("a plan that is not the one that was reported, or of other sources, is not applied", async () => {
    workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
    expectExit(await workplace.plan(), 0);
    expect(workplace.saved()).toEqual(["network"]);
    const file = join(workplace.output, "plan/network.tfplan");
    const kept = readFileSync(file);
    writeFileSync(file, "another plan");
    expect((await workplace.apply()).stderr).toBe(
      `network: ${file} is not the plan that was reported; make it again: ${workplace.npm("plan")}`,
    );
    writeFileSync(file, kept);

    const others = await workplace.command("apply", []);
    expect([others.exitCode, others.stderr.split("\n").at(-1)]).toEqual([
      1,
      `network: the sources have changed since it was planned; plan it again: ${workplace.npm("plan")}`,
    ]);
    workplace.change("network", (json) => (json.locals = { changed: true }));
    expect((await workplace.apply()).stderr).toBe(
      `network: the stack has changed since it was planned; plan it again: ${workplace.npm("plan")}`,
    );
    expect(workplace.saved()).toEqual(["network"]);
    await office.synthesize();
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
      `nat-instance: the plan is stale: network's ${output} has changed since it was made; plan again: ${workplace.npm("plan")}`,
    );

    await changeState("network", ({ outputs }) => (outputs[output].value = value));
    await changeState("nat-instance", () => {});
    expect((await workplace.apply()).stderr.split("\n").at(-1)).toBe(
      `nat-instance: the plan is stale: the state has changed since it was made; plan again: ${workplace.npm("plan")}`,
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
