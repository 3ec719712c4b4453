import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironment } from "../../lib/config/load";

const FOLDER = join(__dirname, "../../docs/iam");

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: any;
}

const read = (name: string): Statement[] => {
  const document = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
  expect(document.Version).toBe("2012-10-17");
  return document.Statement;
};
const actions = (name: string) => read(name).flatMap(({ Action }) => Action);
const subjectOf = (name: string) =>
  read(name)[0]!.Condition.StringEquals["token.actions.githubusercontent.com:sub"];

test("the documents are these, and allow one thing each", () => {
  expect(readdirSync(FOLDER).sort()).toEqual([
    "adopt-permissions.json",
    "deploy-permissions.json",
    "deploy-trust.json",
    "plan-permissions.json",
    "plan-trust.json",
    "roll-permissions.json",
    "status-permissions.json",
    "verify-permissions.json",
  ]);
  for (const file of readdirSync(FOLDER)) {
    const statements = read(file.replace(".json", ""));
    for (const { Effect } of statements) expect([file, Effect]).toEqual([file, "Allow"]);
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  }
});

test("the plan's role writes nothing but locks", () => {
  const writing = read("plan-permissions").filter(({ Action }) =>
    [Action].flat().some((action) => !/^\w+:(Describe|Get|List|Validate)/.test(action)),
  );
  expect(writing.map(({ Resource }) => Resource)).toEqual([
    "arn:aws:s3:::BUCKET/nat-instance/production/*.tflock",
  ]);
});

test("who may adopt a VPC asks EC2 for what the reader does, and nothing else; who may plan may do that too", () => {
  const reader = readFileSync(join(__dirname, "../../lib/adopt/read.ts"), "utf8");
  const asked = [...reader.matchAll(/ask\.(?:one|all)\(\s*"(\w+)"/g)].map(([, name]) => `ec2:${name}`);
  expect(asked.length).toBeGreaterThan(10);
  expect(actions("adopt-permissions")).toEqual(asked.sort());
  for (const action of asked) expect(action).toMatch(/^ec2:Describe/);
  expect(actions("plan-permissions")).toContain("ec2:Describe*");
});

test("npm run status may ask what its reader asks, and nothing else", () => {
  const reader = readFileSync(join(__dirname, "../../lib/status/read.ts"), "utf8");
  const asked = [...reader.matchAll(/this\.ask\(\s*"([\w:]+)"/g)].map(([, action]) => action!);
  expect(asked).toHaveLength(5);
  expect(actions("status-permissions").sort()).toEqual(asked.sort());
  for (const action of asked) expect(action).toMatch(/^\w+:(Describe|Get)/);
});

test("npm run verify may ask what status may and its own readers ask, and write nothing", () => {
  const readers = ["read", "commands"].map((file) =>
    readFileSync(join(__dirname, `../../lib/verify/${file}.ts`), "utf8"),
  );
  const asked = readers.flatMap((text) =>
    [...text.matchAll(/this\.ask\(\s*"([\w:]+)"/g)].map(([, name]) => name!),
  );
  expect(asked.sort()).toEqual([
    "ec2:DescribeAddresses",
    "ec2:DescribeInstances",
    "ssm:GetCommandInvocation",
    "ssm:SendCommand",
  ]);
  const allowed = new Set(actions("verify-permissions"));
  expect([...allowed].sort()).toEqual([...new Set([...actions("status-permissions"), ...asked])].sort());
});

test("npm run verify runs one document of AWS's, on instances of the environment alone", () => {
  const { region, project, name } = loadEnvironment("production");
  const sending = read("verify-permissions").filter(({ Action }) =>
    [Action].flat().includes("ssm:SendCommand"),
  );
  expect(sending.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
    [`arn:aws:ssm:${region}::document/AWS-RunShellScript`, undefined],
    [
      `arn:aws:ec2:${region}:*:instance/*`,
      { StringEquals: { "ssm:resourceTag/Project": project, "ssm:resourceTag/Environment": name } },
    ],
  ]);
});

test("npm run roll may ask what it and the status ask, and nothing else", () => {
  const folder = join(__dirname, "../../lib/roll");
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const asked = sources.flatMap((text) =>
    [...text.matchAll(/asked\(\s*"([\w:]+)"/g)].map(([, action]) => action!),
  );
  const all = new Set([...asked, ...actions("status-permissions")]);
  expect(asked.length).toBeGreaterThan(5);
  expect(actions("roll-permissions").sort()).toEqual([...all].sort());
});

test("who may deploy may plan", () => {
  expect(actions("deploy-permissions")).toEqual(expect.arrayContaining(actions("plan-permissions")));
});

test("no action of a service is a wildcard but the descriptions of EC2", () => {
  const wildcards = [...actions("plan-permissions"), ...actions("deploy-permissions")];
  expect([...new Set(wildcards.filter((action) => action.includes("*")))]).toEqual(["ec2:Describe*"]);
});

test("writing is of the environment's own region, states and roles", () => {
  const { region, backend, project, name } = loadEnvironment("production");
  const prefix = backend.type === "s3" && backend.keyPrefix;
  const statements = read("deploy-permissions").filter(({ Sid }) => !/^(Read|Find)/.test(Sid));
  for (const { Sid, Resource, Condition } of statements) {
    if (Condition?.StringEquals?.["aws:RequestedRegion"] === region) continue;
    // What these roles may do is AWS's to say.
    if (Condition?.StringEquals?.["iam:AWSServiceName"]) continue;
    for (const resource of [Resource].flat()) {
      const own = [
        `/${prefix}/`,
        `/${project}-${name}-`,
        `:${project}-${name}-`,
        `/${project}/${project}-${name}/`,
      ].some((part) => resource!.includes(part));
      expect([Sid, resource, own]).toEqual([Sid, resource, true]);
    }
  }
});

test("GitHub may take the plan's role for pull requests and main, the deployment's for the approved environment", () => {
  expect(subjectOf("plan-trust")).toEqual([
    "repo:OWNER/REPOSITORY:pull_request",
    "repo:OWNER/REPOSITORY:ref:refs/heads/main",
  ]);
  expect(subjectOf("deploy-trust")).toBe("repo:OWNER/REPOSITORY:environment:production");
  for (const name of ["plan-trust", "deploy-trust"]) {
    expect(read(name)[0]!.Condition.StringEquals["token.actions.githubusercontent.com:aud"]).toBe(
      "sts.amazonaws.com",
    );
  }
});
