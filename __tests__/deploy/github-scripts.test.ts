import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript } from "../support/script";
import { describeWith } from "../support/tools";
import { GitHubApi, TOKEN } from "./github-api";

const MINUTE = 60_000;
jest.setTimeout(5 * MINUTE);

let github: GitHubApi;
let output: string;
beforeEach(async () => {
  github = await GitHubApi.start();
  output = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
});
afterEach(() => {
  github.stop();
  rmSync(output, { recursive: true });
});

describeWith(["gh"], "npm run comment", () => {
  const comment = (env: NodeJS.ProcessEnv = {}) => run("comment", ["--pull-request", "7"], env);

  test("makes an environment's comment once, and writes it anew at every later plan", async () => {
    planned("## first");
    expect((await comment()).stdout).toBe("The comment on pull request 7 is created");
    planned("## second");
    expect((await comment()).stdout).toBe("The comment on pull request 7 is updated");
    expect(comments()).toEqual(["<!-- nat-instance plan of production -->\n## second"]);
  });

  test("leaves other people's comments and other environments' alone, also behind a hundred of them", async () => {
    for (let count = 0; count < 150; count++) github.addComment("7", `comment ${count}`);
    planned("## production");
    await comment();
    await comment({ ENVIRONMENT: "staging" });
    planned("## again");
    await comment();
    expect(comments().slice(0, 150)).toEqual(Array.from({ length: 150 }, (_, count) => `comment ${count}`));
    expect(comments().slice(150)).toEqual([
      "<!-- nat-instance plan of production -->\n## again",
      "<!-- nat-instance plan of staging -->\n## production",
    ]);
  });

  test("says that the plan failed, rather than leave an old one there", async () => {
    planned("## old");
    await comment();
    rmSync(join(output, "plan"), { recursive: true });
    await comment({ GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "42" });
    expect(comments()).toEqual([
      "<!-- nat-instance plan of production -->\n## Plan of `production` failed\n\n" +
        "https://github.com/owner/name/actions/runs/42 says why.",
    ]);
  });

  test.each<[NodeJS.ProcessEnv, string]>([
    [
      { GH_TOKEN: "other" },
      "repos/owner/name/issues/7/comments?per_page=100: gh: Bad credentials (HTTP 401)",
    ],
    [
      { GITHUB_REPOSITORY: "owner/other" },
      "repos/owner/other/issues/7/comments?per_page=100: gh: Not Found (HTTP 404)",
    ],
    [
      { GH_HOST: undefined, GH_TOKEN: undefined },
      "gh has no token; in a workflow set GH_TOKEN to ${{ github.token }}, elsewhere run gh auth login",
    ],
    [
      { PATH: "/nowhere" },
      "gh, GitHub's program, is not installed; GitHub's runners have it, for others: https://cli.github.com",
    ],
  ])("is one line and exit code 1 when it cannot: %j", async (env, message) => {
    planned("## plan");
    expect(await comment(env)).toMatchObject({ exitCode: 1, stdout: "", stderr: message });
  });

  test("prints the token nowhere, whatever goes wrong", async () => {
    planned("## plan");
    for (const env of [{}, { GITHUB_REPOSITORY: "owner/other" }, { HTTP_PROXY: "http://127.0.0.1:9" }]) {
      const { stdout, stderr } = await comment({ ...env, DEBUG: "api", GH_DEBUG: "api" });
      expect(stdout + stderr).not.toContain(TOKEN);
    }
  });

  test("wants a number", async () => {
    const { exitCode, stderr } = await run("comment", ["--pull-request", "latest"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("Write the pull request's number.")]);
  });
});

describeWith(["gh"], "npm run drift", () => {
  const drift = () => run("drift", []);

  test("opens an issue, keeps to it while there is drift, closes it, and opens another the next time", async () => {
    planned("## drift");
    expect((await drift()).stdout).toBe("production: the issue about drift is created");
    planned("## more drift");
    expect((await drift()).stdout).toBe("production: the issue about drift is updated");
    expect(github.issues).toMatchObject([
      {
        title: "production is not as its stacks say",
        body: "<!-- nat-instance plan of production -->\n## more drift",
        labels: ["drift"],
        state: "open",
      },
    ]);
    planned("## nothing", { hasChanges: false });
    expect((await drift()).stdout).toBe("production: the issue about drift is closed");
    expect((await drift()).stdout).toBe("production: no drift");
    expect(github.issues).toMatchObject([{ state: "closed" }]);
    planned("## drift again");
    await drift();
    expect(github.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("what is off and no plan changes, such as a host that is stopped, keeps the issue open", async () => {
    planned("## stopped", { hasChanges: false, hasDrift: true });
    expect((await drift()).stdout).toBe("production: the issue about drift is created");
  });

  test("a broken policy is reported as well", async () => {
    planned("## broken", { hasChanges: false, policy: { violations: [{}] } });
    expect((await drift()).stdout).toBe("production: the issue about drift is created");
  });

  test("a plan that failed is no absence of drift", async () => {
    planned("## drift");
    await drift();
    rmSync(join(output, "plan"), { recursive: true });
    const { exitCode, stderr } = await drift();
    expect([exitCode, stderr]).toEqual([1, "production: there is no plan; planning failed: the run's log"]);
    expect(github.issues).toMatchObject([{ state: "open" }]);
  });
});

/** Leaves what `npm run plan` leaves. */
function planned(markdown: string, report: object = {}): void {
  mkdirSync(join(output, "plan"), { recursive: true });
  writeFileSync(join(output, "plan/plan.md"), markdown);
  const content = { hasChanges: true, hasDrift: false, policy: { violations: [] }, ...report };
  writeFileSync(join(output, "plan/plan.json"), JSON.stringify(content));
}

function comments(): string[] {
  return (github.comments.get("7") ?? []).map(({ body }) => body);
}

function run(script: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return runScript(script, ["--output", output, ...args], {
    env: {
      PATH: process.env["PATH"],
      // Where gh would keep what somebody logged in with.
      HOME: output,
      ...github.env(),
      ENVIRONMENT: "production",
      ...env,
    },
    extendEnv: false,
  });
}
