import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { committedLockFile } from "../../lib/deploy/lock-file";
import { Emulator } from "../../lib/emulator/emulator";
import { describeWith } from "../support/tools";
import { SMALL, WITHOUT_ROUTES, Workplace, expectExit } from "../support/workplace";

const MINUTES = 60_000;
const HERE = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

test("a lock file lies beside its environment's file", () => {
  expect(committedLockFile("article")).toBe("environments/article.terraform.lock.hcl");
  expect(committedLockFile("./environments/production.ts")).toBe(
    "environments/production.terraform.lock.hcl",
  );
});

describeWith(["terraform", "moto_server"], "the provider lock file", () => {
  jest.setTimeout(10 * MINUTES);
  let workplace: Workplace;
  let lockFile: string;

  beforeAll(async () => {
    workplace = Workplace.at(await Emulator.start());
    await workplace.synthesize({ ...SMALL, policyExceptions: WITHOUT_ROUTES });
    workplace.only("network");
    lockFile = join(workplace.folder, "office.terraform.lock.hcl");
  });
  afterAll(async () => {
    await workplace?.emulator.stop();
    workplace?.remove();
  });

  const content = () => readFileSync(lockFile, "utf8");
  const lock = (...args: string[]) => workplace.run("lock", args);
  const hashes = () =>
    content()
      .match(/"(h1|zh):[^"]+"/g)!
      .sort();

  test("without one, any provider that fits is taken, and that is said", async () => {
    const { exitCode, stderr } = await workplace.plan();
    expect(exitCode).toBe(0);
    expect(stderr.split("\n").at(-1)).toMatch(
      /^There is no .*office\.terraform\.lock\.hcl: any provider that fits was taken; make it and commit it: ENVIRONMENT=\S+ npm run lock$/,
    );
  });

  test("is made for the four platforms that people and CI work on", async () => {
    const mirror = fourPlatforms(join(workplace.folder, "mirror"));
    const ended = await lock("--fs-mirror", mirror);
    expectExit(ended, 0);
    expect(ended.stdout).toMatch(
      /: hashicorp\/aws \S+ for linux_amd64, linux_arm64, darwin_amd64, darwin_arm64$/,
    );
    expect(hashes().filter((hash) => hash.startsWith('"h1:'))).toHaveLength(4);
  });

  test("that records another provider than there is stops the plan, with the command that refreshes it", async () => {
    const ended = await workplace.plan();
    expectExit(ended, 1);
    expect(ended.stderr.split("\n").at(-1)).toMatch(
      /^network: the provider is not the one that \S+office\.terraform\.lock\.hcl records \(.*doesn't match any of the checksums.*\); refresh and commit it: ENVIRONMENT=\S+ npm run lock$/,
    );
    writeFileSync(lockFile, content().replace(/version( +)= "[^"]+"/, 'version$1= "4.0.0"'));
    expect((await workplace.plan()).stderr).toMatch(
      /records \(locked provider .* 4\.0\.0 does not match.*\); refresh/,
    );
  });

  test("of the real provider holds the plan and the apply to it, and neither changes it", async () => {
    const mirror = ownMirror();
    expectExit(await lock("--platform", HERE, ...(mirror ? ["--fs-mirror", mirror] : [])), 0);
    const before = content();
    const planned = await workplace.plan();
    expectExit(planned, 0);
    expect(planned.stderr).not.toContain("There is no");
    expect(readFileSync(join(workplace.output, "plan/network.terraform.lock.hcl"), "utf8")).toBe(before);
    expect(content()).toBe(before);
    expectExit(await workplace.apply(), 0);
  });

  test.each([
    [["--fs-mirror", "/nonexistent"], 2, '--fs-mirror: "/nonexistent" is not there; name a folder'],
    [
      ["--platform", "beos_m68k", "--fs-mirror", "MIRROR"],
      1,
      "lock: Could not retrieve providers for locking",
    ],
  ])("that cannot be made is left as it was: %j", async (args, code, message) => {
    const before = content();
    const { exitCode, stderr } = await lock(
      ...args.map((arg) => arg.replace("MIRROR", join(workplace.folder, "mirror"))),
    );
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
    expect(content()).toBe(before);
  });

  test("that is named and not there is asked for", async () => {
    const missing = join(workplace.folder, "missing.hcl");
    const { exitCode, stderr } = await workplace.plan(["--lock-file", missing]);
    expect([exitCode, stderr]).toEqual([
      2,
      `--lock-file: "${missing}" is not there; make it: ${workplace.npm("lock")} -- --lock-file ${missing}`,
    ]);
  });

  /** A mirror with a package for each platform; locking reads them and runs none. */
  function fourPlatforms(folder: string): string {
    const version = process.env["AWS_PROVIDER_VERSION"] || "6.25.0";
    for (const platform of ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"]) {
      const path = join(folder, "registry.terraform.io/hashicorp/aws", version, platform);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, `terraform-provider-aws_v${version}_x5`), platform);
    }
    return folder;
  }

  /** The mirror that this machine's CLI configuration names; without one the registry is asked. */
  function ownMirror(): string | undefined {
    const configuration = process.env["TF_CLI_CONFIG_FILE"];
    if (!configuration || !existsSync(configuration)) return undefined;
    return /filesystem_mirror\s*{[^}]*path\s*=\s*"([^"]+)"/.exec(readFileSync(configuration, "utf8"))?.[1];
  }
});
