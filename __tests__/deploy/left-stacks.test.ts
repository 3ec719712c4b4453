import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { leftLine, orderLines, stackTitle } from "../../lib/deploy/in-words";
import { withLeftStacks } from "../../lib/deploy/left-stacks";
import { orderOf, orderReport } from "../../lib/deploy/order";
import { planFolderOf } from "../../lib/deploy/plan-folder";
import { StackPlan } from "../../lib/deploy/stack-plan";
import { readStates } from "../../lib/deploy/state/read";
import { backendOf } from "../../lib/deploy/state/search";
import { refuseForeignOutput } from "../../lib/output/own-output";
import { readManifest } from "../../scripts/support/manifest";
import { ALL_STACKS, OPTIONAL_STACKS } from "../../stacks/names";
import { synthesize, testEnvironment } from "../support/synthesize";
import { Has, INTERFACE, SUBNET, VPC, network, planned, subnet } from "./planned-stacks";
import { StateOptions, stateText } from "./state/text";

describe("the stacks that an environment no longer has", () => {
  const OWN = { environment: "test" };

  function deployed(input: Partial<EnvironmentInput> = {}) {
    const environment = testEnvironment({ nat: { kind: "gateway" }, ...input });
    const { folder } = synthesize(environment);
    return { environment, folder, stacks: readManifest(folder) };
  }

  /** Those of an environment with a NAT gateway, where there are these states, by stack. */
  async function left(states: Record<string, StateOptions>, input: Partial<EnvironmentInput> = {}) {
    const { environment, folder, stacks } = deployed(input);
    const state = resolve(folder, "../state/test");
    mkdirSync(state, { recursive: true });
    for (const [stack, options] of Object.entries(states))
      writeFileSync(join(state, `${stack}.tfstate`), stateText(options));
    const said: string[] = [];
    const all = withLeftStacks({
      stacks,
      states: input.backend
        ? new Map([["nat-instance", NAT_STATE]])
        : await readStates(backendOf(stacks[0]!)),
      known: ALL_STACKS,
      absent: OPTIONAL_STACKS,
      environment,
      planFolder: planFolderOf(folder),
      say: (line) => said.push(line),
    });
    return { folder, all, left: all.filter(({ isLeft }) => isLeft), said };
  }
  const NAT_STATE = {
    ...{ lineage: "", serial: 1, resources: 9, content: {} },
    owner: { project: "nat-instance", environment: "test" },
  };

  test("are those with resources in their states, each after those that it took values from", async () => {
    const { all } = await left({ network: OWN, "nat-instance": OWN, published: OWN });
    expect(all.map(({ name, isLeft = false }) => [name, isLeft])).toEqual([
      ["network", false],
      ["nat-instance", true],
      ["nat-gateway", false],
      ["private-instances", false],
      ["routes", false],
      ["published", true],
    ]);
  });

  test("are none whose state is empty, that the project does not know, or that are still there", async () => {
    const states = { network: OWN, "nat-instance": { ...OWN, ids: [] }, shop: OWN, "nat-gateway": OWN };
    const found = await left(states);
    expect([found.left, found.said]).toEqual([[], []]);
  });

  test("are never those that every environment has, though a folder holds fewer of them", async () => {
    const { environment, folder, stacks } = deployed();
    const states = new Map(["network", "routes"].map((name) => [name, NAT_STATE]));
    const planFolder = planFolderOf(folder);
    const options = { known: ALL_STACKS, absent: OPTIONAL_STACKS, environment, planFolder, say: () => {} };
    const all = withLeftStacks({ stacks: stacks.slice(0, 1), states, ...options });
    expect(all.map(({ name }) => name)).toEqual(["network"]);
  });

  test("are none of another owner's, which is said", async () => {
    const found = await left({ network: OWN, "nat-instance": { ...OWN, project: "shop" } });
    expect(found.left).toEqual([]);
    expect(found.said).toEqual([
      expect.stringMatching(/^nat-instance: .* another owner's tags, .* left alone$/),
    ]);
  });

  test("are the environment's own under the name that it had before, too", async () => {
    const before = { environment: "office" };
    expect((await left({ network: before, "nat-instance": before })).left).toHaveLength(1);
  });

  test("have nothing but the provider and their own state, in the same place", async () => {
    const found = await left({ network: OWN, "nat-instance": OWN });
    const [stack] = found.left;
    const { terraform, provider, ...rest } = JSON.parse(readFileSync(stack!.file, "utf8"));
    const state = resolve(dirname(stack!.file), terraform.backend.local.path);
    expect(relative(found.folder, state)).toBe("../state/test/nat-instance.tfstate");
    expect(provider.aws[0].default_tags[0].tags.Stack).toBe("nat-instance");
    expect(rest).toEqual({});
  });

  test("have their own key in a bucket", async () => {
    const backend = {
      type: "s3",
      bucket: "states",
      region: "eu-central-1",
      keyPrefix: "network.tfstate",
    } as const;
    const { left: found } = await left({}, { backend });
    const { terraform } = JSON.parse(readFileSync(found[0]!.file, "utf8"));
    expect(terraform.backend.s3).toMatchObject({
      bucket: "states",
      key: "network.tfstate/nat-instance.tfstate",
    });
  });

  test("are in the output folder, which is no less the project's own, and not among its stacks", async () => {
    const { folder, left: found } = await left({ network: OWN, "nat-instance": OWN });
    expect(() => refuseForeignOutput({ option: "-o", path: folder, example: "x" })).not.toThrow();
    expect(readManifest(folder).map(({ name }) => name)).not.toContain("nat-instance");
    writeFileSync(join(found[0]!.folder, "cdk.tf.json"), '{ "somebody": "else\'s" }');
    expect(() => refuseForeignOutput({ option: "-o", path: folder, example: "x" })).toThrow(
      /plan\/nat-instance/,
    );
    rmSync(folder, { recursive: true });
  });
});

describe("what an environment no longer has goes last", () => {
  const left = (...has: Has[]): StackPlan => ({ ...planned("nat-instance", has), isLeft: true });
  const host = left(["aws_network_interface.card1", { id: INTERFACE, subnet_id: SUBNET }, ["delete"], null]);
  const moved: Has = [
    "aws_route.private_b_default",
    { network_interface_id: INTERFACE },
    ["update"],
    { nat_gateway_id: "nat-00000000" },
  ];

  test("in the round in which the route moves, after it", () => {
    const plans = [host, planned("nat-gateway", []), planned("routes", [moved])];
    expect(orderOf(plans).stacks).toEqual(["routes", "nat-instance"]);
    expect(orderLines(orderReport(plans))[0]).toContain("which would lead nowhere otherwise");
  });

  test("after all that it has nothing to do with", () => {
    const plans = [host, planned("routes", [["aws_route.x", {}, ["create"]]])];
    expect(orderOf(plans).stacks).toEqual(["routes", "nat-instance"]);
  });

  test("but before what it stands in", () => {
    expect(orderOf([network(subnet(["delete"])), host]).stacks).toEqual(["nat-instance", "network"]);
  });

  test("and makes way for that even while a route leads there, which AWS would let dangle", () => {
    const gone = network(subnet(["delete"]), ["aws_vpc.vpc", { id: VPC }, ["delete"], null]);
    const plans = [gone, { ...host, preview: "routes still leads there" }];
    expect(orderOf(plans)).toMatchObject({
      stacks: ["nat-instance", "network"],
      leaving: new Map([["nat-instance", ["aws_network_interface.card1"]]]),
    });
  });
});

test.each([
  [undefined, "nat-instance (no longer in the environment)", /1 resource, last; to keep it, put it back/],
  [
    "routes still leads there",
    "nat-instance (no longer in the environment; later: routes still leads there)",
    /1 resource, in a later round: routes still leads there$/,
  ],
])("is said in words (%s)", (preview, title, line) => {
  const changes = [{ address: "aws_eip.nat_b", kind: "destroy", attributes: [] } as const];
  const report = { stack: "nat-instance", isLeft: true, preview, changes, outputs: [], drift: [] };
  expect(stackTitle(report)).toBe(title);
  expect(leftLine(report)).toMatch(line);
});
