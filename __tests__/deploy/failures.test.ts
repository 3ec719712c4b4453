import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Context, errorsIn, explainFailure } from "../../lib/deploy/failures";
import { Terraform, TerraformError } from "../../lib/deploy/terraform";

const CONTEXT = { name: "network", folder: "cdktf.out/stacks/network" };

function explained(said: string, context: Context = CONTEXT): string {
  return explainFailure(errorsIn(said), context);
}

// Those that terraform and the emulator can be brought to say are in terraform-bad-days.test.ts.
test("in us-east-1 a bucket is made without a location, which S3 refuses there", () => {
  const said = '\nError: Failed to get existing workspaces: S3 bucket "states" does not exist.\n';
  expect(explained(said, { ...CONTEXT, s3: { bucket: "states", region: "us-east-1" } })).toBe(
    `the backend's bucket "states" is not there; make it once: aws s3api create-bucket --bucket states --region ` +
      "us-east-1 (docs/operations.md has the rest)",
  );
});

test("a lock that does not say whose it is", () => {
  const said = "Error: Error acquiring the state lock\n\nError message: state blob is already locked\n";
  expect(explained(said)).toMatch(/^the state is locked, and the lock does not say by whom: .*already/);
});

test("a lock's holder, in the box that terraform draws for a terminal", () => {
  const said = [
    "╷",
    "│ Error: Error acquiring the state lock",
    "│ ",
    "│ Error message: resource temporarily unavailable",
    "│ Lock Info:",
    "│   ID:        3f5e0d0f-8c3b-4a52-9dd8-2d6b9e0f5a10",
    "│   Path:      states/network.tfstate",
    "│   Operation: OperationTypePlan",
    "│   Who:       somebody@a-host",
    "│   Version:   1.11.4",
    "│   Created:   2026-01-02 03:04:05.678 +0000 UTC",
    "│   Info:      ",
    "╵",
  ].join("\n");
  expect(explained(said)).toBe(
    "the state is locked by somebody@a-host since 2026-01-02 03:04:05 UTC (plan); wait for that run, or if it is dead: " +
      "terraform -chdir=cdktf.out/stacks/network force-unlock 3f5e0d0f-8c3b-4a52-9dd8-2d6b9e0f5a10",
  );
});

describe("what the account says against the environment", () => {
  const failed = (sentence: string) => ({
    severity: "error",
    summary: "Resource postcondition failed",
    detail: sentence,
  });

  test("is a line for each, once", () => {
    const sentences = ["network.vpcCidrs: vpc-1 has the ranges 10.0.0.0/16.", "subnet-1 is not public."];
    const errors = [...sentences, sentences[0]!].map(failed);
    expect(explainFailure(errors, CONTEXT)).toBe(sentences.join("\nnetwork: "));
  });

  test("leaves out what follows from it", () => {
    const other = { severity: "error", summary: "Invalid index", detail: "The given key is not there" };
    expect(explainFailure([other, failed("subnet-1 is not public.")], CONTEXT)).toBe(
      "subnet-1 is not public.",
    );
  });
});

test("a default route that is imported and is not there", () => {
  const said =
    "\nError: Cannot import non-existent remote object\n\nWhile attempting to import an existing object to\n" +
    '"aws_route.rtb-0123456789abcdef0_default", the provider detected that no object exists with the given id.\n';
  expect(explained(said)).toBe(
    "rtb-0123456789abcdef0 has no default route, and the environment names its wayOutToday; remove that, or correct the id",
  );
});

test("a default route that was there before, in a destruction without leaving", () => {
  const said =
    "\nError: Instance cannot be destroyed\n\n  on cdk.tf.json line 1, in resource.aws_route:\n\nResource " +
    "aws_route.rtb-0123456789abcdef0_default has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.";
  expect(explained(said)).toMatch(
    /^the default route of rtb-0123456789abcdef0 was there before and is not destroyed/,
  );
});

test("a provider that no mirror has", () => {
  const said =
    "Error: Failed to query available provider packages\n\nCould not retrieve the list of available versions for " +
    "provider hashicorp/aws:\nno available releases match the given constraints ~> 6.25\n\nTo see which modules";
  expect(explained(said)).toBe(
    "no hashicorp/aws ~> 6.25 can be had; AWS_PROVIDER_VERSION names another version, such as a mirror's",
  );
});

test("a backend that was changed, with the way to move the state", () => {
  const said =
    "Error: Backend configuration changed\n\nA change in the backend configuration has been detected";
  expect(explained(said)).toBe(
    "cdktf.out/stacks/network was initialized for another backend; move the states: npm run migrate",
  );
});

test("anything else is terraform's own first error in one line, without the place in the synthesized JSON", () => {
  const said = [
    "",
    "Error: Invalid thing",
    "",
    "  with aws_vpc.vpc,",
    "  on cdk.tf.json line 78, in resource.aws_vpc.vpc:",
    '  78:         "cidr_block": "x"',
    "",
    "The thing is",
    "not valid.",
    "",
    "Error: Another",
  ].join("\n");
  expect(explained(said)).toBe("Invalid thing: The thing is not valid.");
  expect(explained(`Error: ${"x".repeat(1000)}`)).toHaveLength(300);
});

describe("of what terraform prints with -json", () => {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a plan fails with when terraform prints these lines, and those on its standard error. */
  function failure(lines: readonly object[], stderr = ""): Promise<Error> {
    const prints = lines.map((line) => `printf '%s\\n' '${JSON.stringify(line)}'`);
    const script = ["#!/bin/sh", ...prints, `printf '%s\\n' '${stderr}' >&2`, "exit 1"].join("\n");
    writeFileSync(join(folder, "terraform"), script, { mode: 0o755 });
    const terraform = new Terraform({ env: { PATH: `${folder}:${process.env["PATH"]}` } });
    return terraform.follow({ ...CONTEXT, folder }, ["plan"]).then(
      () => new Error("it succeeded"),
      (error: Error) => error,
    );
  }
  const diagnostic = (severity: string, summary: string, detail?: string) => {
    return { type: "diagnostic", diagnostic: { severity, summary, detail } };
  };

  test("the errors count, and no warning", async () => {
    const warning = diagnostic("warning", "Error acquiring the state lock", "long ago");
    const error = diagnostic("error", "Invalid thing.", "The thing is\n\nnot valid.");
    const failed = await failure([warning, error, diagnostic("error", "Another")], "Error: a third");
    expect(failed).toBeInstanceOf(TerraformError);
    expect(failed.message).toBe("network: Invalid thing: The thing is not valid.");
  });

  test("without any, what it says otherwise", async () => {
    expect((await failure([{ type: "version" }], "Error: No such option")).message).toBe(
      "network: No such option",
    );
  });
});
