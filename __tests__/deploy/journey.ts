import { EnvironmentInput } from "../../lib/config/schema";
import { Emulator } from "../../lib/emulator/emulator";
import { Account } from "../support/account";
import { EVERYTHING, createUser, enforcePermissions, permissions } from "../support/roles";
import { testEnvironment } from "../support/synthesize";
import { S3, SMALL, Workplace, expectExit } from "../support/workplace";

const MINUTES = 60_000;

export interface Journey {
  readonly workplace: Workplace;
  readonly account: Account;
  readonly environment: EnvironmentInput;
}

/**
 * Describes the way of an empty account to a deployed network by plan and apply alone, and then what follows on it. With
 * local state each has no more rights than the documents of docs/iam give it.
 */
export function describeJourney(
  backend: "local" | "s3",
  furtherTests: (journey: () => Journey) => void,
): void {
  jest.setTimeout(15 * MINUTES);
  const environment: EnvironmentInput = {
    ...SMALL,
    // Of a request to CloudWatch the emulator does not see which action it is, and refuses it whatever the permissions.
    monitoring: "off",
    ...(backend === "s3" && { backend: S3 }),
  };
  let workplace: Workplace;
  let account: Account;

  beforeAll(async () => {
    const emulator = await Emulator.start();
    workplace = Workplace.at(emulator);
    account = new Account(emulator, SMALL.region, await createUser(emulator, "admin", EVERYTHING));
    if (backend === "s3") await emulator.createBucket(S3.bucket, S3.region);
    // The emulator takes none of terraform's signatures to S3 for right, so there it can hold nobody to anything.
    else await holdToRoles(workplace);
    await workplace.synthesize(environment);
  });
  afterAll(async () => {
    await workplace?.emulator.stop();
    workplace?.remove();
  });

  test("the first plan shows all four stacks, three of them as previews, and keeps the one real plan", async () => {
    const ended = await workplace.plan();
    expectExit(ended, 0);
    const { stacks, hasChanges, price } = workplace.report();
    expect(stacks.map(({ stack, changes }) => [stack, changes.length])).toEqual([
      ["network", 12],
      ["nat-instance", 9],
      ["private-instances", 6],
      ["routes", 2],
    ]);
    expect(stacks.flatMap(({ changes }) => changes).every(({ kind }) => kind === "create")).toBe(true);
    expect(hasChanges).toBe(true);
    expect(price).toEqual({ before: 0, after: expect.any(Number), difference: expect.any(Number) });
    expect(workplace.previews()).toEqual(["nat-instance", "private-instances", "routes"]);
    expect(workplace.saved()).toEqual(["network"]);
    expect(ended.stdout).toContain("nat-instance (preview: network is not deployed yet)");
    expect(workplace.markdown()).toContain("nat-instance *(preview)*");
  });

  test("applying leaves the previews alone and says that they are to be planned; no plan is applied twice", async () => {
    workplace.asArtefact();
    const applied = await workplace.apply();
    expectExit(applied, 0);
    expect(applied.stdout).toBe(
      "Applied: network\n" +
        `Only previewed so far: nat-instance, private-instances, routes; plan them now: ${workplace.npm("plan")}`,
    );
    const again = await workplace.apply();
    expect([again.exitCode, again.stdout]).toEqual([1, ""]);
    expect(again.stderr).toContain("network.tfplan is not there, or was applied already");
  });

  test.each([
    { planned: ["nat-instance", "private-instances"], previews: ["routes"] },
    { planned: ["routes"], previews: [] },
  ])("then $planned are planned for real, with $previews as previews, and applied", async (round) => {
    expectExit(await workplace.plan(), 0);
    expect({ planned: workplace.saved(), previews: workplace.previews() }).toEqual(round);
    expectExit(await workplace.apply(), 0);
  });

  test("in the end nothing is left to change", async () => {
    const check = await workplace.plan(["--check"]);
    expectExit(check, 0);
    expect(workplace.report().hasChanges).toBe(false);
    expect(workplace.report().policy).toEqual({ violations: [], excused: [], idle: [] });
    expect(check.stdout).toContain("office: no changes; the monthly price stays at");
    expect((await workplace.apply()).stdout).toBe("There was nothing to apply");
    const subnet = (await account.subnet(testEnvironment(SMALL).zones[0].privateCidr)).SubnetId!;
    expect((await account.defaultRoute(subnet))?.NetworkInterfaceId).toMatch(/^eni-/);
  });

  furtherTests(() => ({ workplace, account, environment }));
}

async function holdToRoles(workplace: Workplace): Promise<void> {
  const { emulator } = workplace;
  const names = { bucket: S3.bucket, environment: "office" };
  workplace.keys = {
    plan: await createUser(emulator, "plan", permissions("plan", names)),
    deploy: await createUser(emulator, "deploy", permissions("deploy", names)),
  };
  await enforcePermissions(emulator);
}
