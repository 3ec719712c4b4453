import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { loadEnvironment } from "../../lib/config/load";
import { adopt } from "../support/adopted";
import { ExistingNetwork, inlineRoutes } from "../support/existing-networks";
import { NetworkBuilder } from "../support/network-builder";
import { runScript } from "../support/script";
import { describeWith } from "../support/tools";

jest.setTimeout(180_000);

describeWith(["moto_server"], "npm run adopt", () => {
  let emulator: Emulator;
  let network: ExistingNetwork;
  let folder: string;
  beforeAll(async () => {
    emulator = await Emulator.start();
    network = await inlineRoutes(emulator);
    folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  });
  afterAll(async () => {
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

  const region = ["--region", "eu-central-1"];
  const file = (name: string) => join(folder, name);

  test("writes the file to standard output, and what it does and found to standard error", async () => {
    const { exitCode, stdout, stderr } = await adopt(emulator, [network.vpcId, ...region]);
    const [asking, ...found] = stderr.split("\n");
    expect([exitCode, asking]).toEqual([0, `Asking AWS for ${network.vpcId} in eu-central-1 …`]);
    expect(found).toEqual([expect.stringContaining("AWS does not say who keeps the default route")]);
    expect(stdout).toMatch(/^import \{ defineEnvironment \} from "\.\.\/lib\/config\/environment";\n/);
    expect(stdout).toContain(`vpcId: "${network.vpcId}"`);
  });

  /** As a user types it. */
  const throughNpm = (redirection: string) =>
    execa("sh", ["-c", `npm run adopt -- ${network.vpcId} ${region.join(" ")} ${redirection}`], {
      cwd: join(__dirname, "../.."),
      env: { ...emulatorEnvironment(emulator.endpoint), npm_config_loglevel: "notice" },
      reject: false,
    });

  test("writes a file of which npm's own lines are no part", async () => {
    const path = file("redirected.ts");
    const { exitCode } = await throughNpm(`> ${path}`);
    expect(exitCode).toBe(0);
    const { stdout } = await adopt(emulator, [network.vpcId, ...region]);
    expect(readFileSync(path, "utf8").trimEnd()).toBe(stdout);
  });

  test("writes a file elsewhere that is loaded from there, and again over its own", async () => {
    for (let time = 0; time < 2; time++) {
      const { exitCode, stdout, stderr } = await adopt(emulator, [
        network.vpcId,
        ...region,
        "-o",
        file("mine.ts"),
      ]);
      expect([exitCode, stdout]).toEqual([0, ""]);
      expect(stderr).toMatch(/\nWritten: \S+mine\.ts$/);
    }
    expect(loadEnvironment(file("mine.ts")).network!.vpcId).toBe(network.vpcId);
  });

  test("--dry-run says what stands in the way, and writes nothing", async () => {
    const { exitCode, stdout } = await adopt(emulator, [
      network.vpcId,
      ...region,
      "--dry-run",
      "-o",
      file("dry.ts"),
    ]);
    expect([exitCode, stdout.split("\n")]).toEqual([
      0,
      [expect.stringContaining("AWS does not say who keeps the default route")],
    ]);
    expect(existsSync(file("dry.ts"))).toBe(false);
  });

  test("what stops everything is said, with exit code 1 and no file", async () => {
    const { vpcId } = await NetworkBuilder.vpc(emulator, ["10.9.0.0/16"]);
    for (const args of [[], ["--output", file("none.ts")], ["--dry-run"]]) {
      const { exitCode, stdout, stderr } = await adopt(emulator, [vpcId, ...region, ...args]);
      const said = args.includes("--dry-run") ? stdout : stderr;
      expect([exitCode, said]).toEqual([
        1,
        expect.stringContaining(`STOPS: ${vpcId}: no private subnet of it leads`),
      ]);
      if (!args.includes("--dry-run")) expect(stdout).toBe("");
    }
    expect(existsSync(file("none.ts"))).toBe(false);
  });

  describe("is used wrongly", () => {
    test.each<[string, string[], string]>([
      ["no VPC", [], "missing required argument 'vpc'; see: npm run adopt -- --help"],
      ["no id", ["vpc-xyz"], 'vpc: "vpc-xyz" is no VPC\'s id; write one like vpc-0123456789abcdef0'],
      [
        "another region's form",
        ["vpc-0123456789abcdef0", "--region", "Frankfurt"],
        '--region: "Frankfurt" is not a region; write one like "eu-central-1"',
      ],
      [
        "another partition",
        ["vpc-0123456789abcdef0", "--region", "cn-north-1"],
        '--region: "cn-north-1" is of another AWS partition, which these stacks do not fit; use one like "eu-central-1"',
      ],
      [
        "no table's id",
        ["vpc-0123456789abcdef0", "--include", "subnet-0123456789abcdef0"],
        '--include: "subnet-0123456789abcdef0" is no route table\'s id; write one like rtb-0123456789abcdef0',
      ],
      [
        "no TypeScript",
        ["vpc-0123456789abcdef0", "-o", "mine.json"],
        '--output: "mine.json" is no TypeScript; write one like environments/mine.ts',
      ],
    ])("%s", async (_, args, message) => {
      const { exitCode, stdout, stderr } = await adopt(emulator, args);
      expect([exitCode, stdout, stderr]).toEqual([2, "", message]);
    });

    test("a table of another VPC, and one that leads to the internet gateway", async () => {
      const other = "rtb-0123456789abcdef0";
      const unknown = await adopt(emulator, [network.vpcId, ...region, "--include", other]);
      expect([unknown.exitCode, unknown.stderr]).toEqual([
        2,
        expect.stringContaining(
          `\n--include: ${other} is no route table of ${network.vpcId}; name one of its own`,
        ),
      ]);
      const open = network.routeTables["public"]!;
      const { exitCode, stderr } = await adopt(emulator, [network.vpcId, ...region, "--include", open]);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringMatching(
          `\n--include: ${open} leads to internet gateway igw-\\w+, which cannot be taken over`,
        ),
      ]);
    });

    test("a file that it did not write, and a place that takes none", async () => {
      const theirs = file("theirs.ts");
      writeFileSync(theirs, "export default {};\n");
      const { exitCode, stderr } = await adopt(emulator, [network.vpcId, ...region, "-o", theirs]);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringContaining("is a file that this command did not write"),
      ]);
      expect(readFileSync(theirs, "utf8")).toBe("export default {};\n");
      const nowhere = await adopt(emulator, [network.vpcId, ...region, "-o", "/proc/nowhere/mine.ts"]);
      expect(nowhere.exitCode).toBeGreaterThan(0);
      expect(nowhere.stderr.split("\n").at(-1)).toMatch(
        /^--output: "\/proc\/nowhere\S*" cannot be written: /,
      );
    });

    test("standard output is a file that somebody appends to, which stays as it was", async () => {
      const path = file("appended.ts");
      writeFileSync(path, "// theirs\n");
      const { exitCode } = await throughNpm(`>> ${path}`);
      expect(exitCode).toBe(2);
      expect(readFileSync(path, "utf8")).toMatch(/^\/\/ theirs\n/);
    });

    test("standard output is a file that holds more than npm's lines; --output writes that file all the same", async () => {
      const path = file("npm.ts");
      const banner =
        "\n> nat-instance@0.1.0 adopt\n> node --require ./typescript.cjs scripts/adopt.ts vpc\n\n";
      writeFileSync(path, banner);
      const descriptor = openSync(path, "a");
      const env = { npm_lifecycle_event: "adopt", npm_config_loglevel: "notice" };
      const options = { env: { ...process.env, ...env }, stdout: descriptor } as const;
      const { exitCode, stderr } = await runScript("adopt", [network.vpcId, ...region], options);
      closeSync(descriptor);
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringContaining(
          `write: npm run adopt -- ${network.vpcId} --output environments/mine.ts, or npm run --silent`,
        ),
      ]);
      expect(readFileSync(path, "utf8")).toBe(banner);
      expect((await adopt(emulator, [network.vpcId, ...region, "-o", path])).exitCode).toBe(0);
      expect(loadEnvironment(path).network!.vpcId).toBe(network.vpcId);
    });
  });
});
