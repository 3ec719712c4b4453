import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadEnvironment } from "../../lib/config/load";
import { synthesize } from "../support/synthesize";
import { runScript } from "../support/script";

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, "../..");

let temporary: string;
let article: string;
beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), "nat-instance-cost-"));
  article = synthesize(loadEnvironment("article")).folder;
});
afterAll(() => rmSync(temporary, { recursive: true }));

/** Runs `npm run cost` as npm would, without any credentials. */
function cost(...args: string[]) {
  return runScript("cost", ["--in", article, ...args], {
    extendEnv: false,
    env: { PATH: process.env["PATH"], HOME: temporary, AWS_EC2_METADATA_DISABLED: "true" },
  });
}

describe("npm run cost", () => {
  test("shows of the article that its three endpoints cost more than its NAT host", async () => {
    const { stdout, exitCode } = await cost();
    expect(stdout).toContain("The 3 interface endpoints cost more than the NAT instance: $26.28 against ");
    expect(stdout).toContain("1 NAT gateway without endpoints");
    expect(exitCode).toBe(0);
  });

  test("prints the same as JSON, and draws it, for other traffic and more zones", async () => {
    const file = join(temporary, "cost.svg");
    const { stdout, exitCode } = await cost("--json", "--gb", "250", "--zones", "3", "--chart", file);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ pricesOf: "eu-central-1", gb: 250, zones: 3 });
    expect(readFileSync(file, "utf8")).toContain("<svg");
  });

  test("exits with 2 for a region without prices, naming those that there are", async () => {
    const { stdout, stderr, exitCode } = await cost("--region", "eu-north-1");
    expect(stderr).toMatch(/^There are no prices for eu-north-1, only for eu-central-1, us-east-1\. [^\n]*$/);
    expect([stdout, exitCode]).toEqual(["", 2]);
  });

  test("compares what goes over IPv6 at the share that is asked for, and at half of it unless one is", async () => {
    const asked = await cost("--ipv6-share", "0.6");
    expect(asked.stdout).toContain("1 NAT gateway, 60% over IPv6 with endpoints");
    expect(asked.stdout).toContain("60% of the traffic to the internet goes over it (--ipv6-share)");
    expect((await cost()).stdout).toContain("1 NAT gateway, 50% over IPv6 with endpoints");
  });

  test.each(["1.01", "-0.5", "60%", "half"])(
    "exits with 2 and one line for --ipv6-share %s",
    async (value) => {
      const { stdout, stderr, exitCode } = await cost("--ipv6-share", value);
      expect(stderr).toMatch(/^--ipv6-share: "[^\n]+$/);
      expect([stdout, exitCode]).toEqual(["", 2]);
    },
  );

  test.each([
    ["--gb", "-1"],
    ["--gb", "many"],
    ["--zones", "0"],
    ["--zones", "1.5"],
    ["--zone", "2"],
  ])("exits with 2 for %s %s", async (option, value) => {
    const { stderr, exitCode } = await cost(option, value);
    expect(stderr).toContain(option);
    expect(exitCode).toBe(2);
  });

  test("without credentials refreshes nothing, says why in one line and exits with 1", async () => {
    const file = join(ROOT, "lib/cost/prices/eu-central-1.json");
    const before = readFileSync(file, "utf8");
    const { stderr, exitCode } = await cost("--refresh");
    expect(stderr.split("\n").filter((line) => line.includes("credentials"))).toHaveLength(1);
    expect(stderr).toMatch(/^AWS's price list needs credentials, and none were found: set AWS_PROFILE/m);
    expect(exitCode).toBe(1);
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});
