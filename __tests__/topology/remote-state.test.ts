import { readTopology } from "../../lib/topology";
import { problemsOf } from "./line-of";
import { cdktfOut, topologyOfStacks, written } from "./written";

const REFERENCE = "${data.terraform_remote_state.cross-stack-reference-input-base.outputs.vpc}";

/** A stack that makes a VPC of this range. */
const producer = (cidr: string, backend?: object) => ({
  ...(backend && { terraform: { backend } }),
  resource: { aws_vpc: { main: { cidr_block: cidr } } },
  output: { vpc: { value: "${aws_vpc.main.id}" } },
});

/** A stack that makes a subnet in the VPC of the stack whose state this is. */
const consumer = (remoteState: object) => ({
  data: { terraform_remote_state: { "cross-stack-reference-input-base": remoteState } },
  resource: { aws_subnet: { a: { vpc_id: REFERENCE, cidr_block: "10.0.0.0/24" } } },
});

/** The stack of the VPC that the subnet is in. */
function chosen(stacks: Record<string, object>): string {
  const topology = topologyOfStacks(stacks);
  const { vpcs, subnets } = topology;
  if (!subnets[0]) throw new Error(problemsOf(topology).join("\n"));
  return vpcs.find(({ id }) => id === subnets[0]!.vpcId)!.stack;
}

const s3 = (key: string, bucket = "states") => ({ bucket, key, region: "eu-central-1", use_lockfile: true });

test("a state in S3 is found by its bucket and key, whatever the stack's name", () => {
  expect(
    chosen({
      base: producer("10.1.0.0/16", { s3: s3("other") }),
      twin: producer("10.2.0.0/16", { s3: s3("base", "other-states") }),
      right: producer("10.0.0.0/16", { s3: s3("base") }),
      web: consumer({ backend: "s3", config: { bucket: "states", key: "base", region: "eu-central-1" } }),
    }),
  ).toBe("right");
});

test("a local state is found by its path from each stack's own folder", () => {
  expect(
    chosen({
      base: producer("10.1.0.0/16", { local: { path: "base.tfstate" } }),
      right: producer("10.0.0.0/16", { local: { path: "../../state/base.tfstate" } }),
      web: consumer({ backend: "local", config: { path: "../right/../../state/base.tfstate" } }),
    }),
  ).toBe("right");
});

test("a stack without a backend keeps its state in its own folder", () => {
  expect(
    chosen({
      base: producer("10.1.0.0/16"),
      right: producer("10.0.0.0/16"),
      web: consumer({ backend: "local", config: { path: "../right/terraform.tfstate" } }),
    }),
  ).toBe("right");
});

test("a backend that cannot be compared goes by name, and the whole of it", () => {
  const stacks = {
    base: producer("10.0.0.0/16", { gcs: { bucket: "states" } }),
    se: producer("10.1.0.0/16", { gcs: { bucket: "states" } }),
    "input-base": producer("10.2.0.0/16", { gcs: { bucket: "states" } }),
    web: consumer({ backend: "gcs", config: { bucket: "states" } }),
  };
  expect(chosen(stacks)).toBe("input-base");
  const { base, se, web } = stacks;
  expect(chosen({ base, se, web })).toBe("base");
});

test("a backend that cannot be compared is not taken for its kind alone", () => {
  expect(() =>
    chosen({
      other: producer("10.0.0.0/16", { gcs: { bucket: "states" } }),
      web: consumer({ backend: "gcs", config: { bucket: "states" } }),
    }),
  ).toThrow("the stack whose state this is was not read");
});

test("a producer whose backend is completed at init goes by name too", () => {
  expect(
    chosen({
      base: producer("10.0.0.0/16", { s3: { region: "eu-central-1" } }),
      web: consumer({ backend: "s3", config: s3("base") }),
    }),
  ).toBe("base");
});

test("a stack of the right name is not taken when its state is somewhere else", () => {
  expect(() =>
    chosen({
      base: producer("10.0.0.0/16", { s3: s3("other") }),
      web: consumer({ backend: "s3", config: s3("base") }),
    }),
  ).toThrow(`web: aws_subnet.a: cannot resolve "${REFERENCE}": the stack whose state this is was not read`);
});

test("a reference goes on through the outputs of several stacks, and into maps and lists", () => {
  const out = (name: string) => ({ backend: "local", config: { path: `../${name}/terraform.tfstate` } });
  const { subnets } = topologyOfStacks({
    network: {
      resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
      output: {
        ranges: { value: { first: ["${aws_vpc.main.cidr_block}", "10.0.7.0/24"] } },
        id: { value: "${aws_vpc.main.id}" },
      },
    },
    shared: {
      data: { terraform_remote_state: { n: out("network") } },
      output: {
        n: { value: ["${data.terraform_remote_state.n.outputs.ranges}"] },
        id: { value: "${data.terraform_remote_state.n.outputs.id}" },
      },
    },
    web: {
      data: { terraform_remote_state: { s: out("shared") } },
      resource: {
        aws_subnet: {
          a: {
            vpc_id: "${data.terraform_remote_state.s.outputs.id}",
            cidr_block: '${data.terraform_remote_state.s.outputs.n[0]["first"].1}',
          },
        },
      },
    },
  });
  expect(subnets.map(({ cidr }) => cidr)).toEqual(["10.0.7.0/24"]);
});

test("one stack's file alone is read too, when it needs no other", () => {
  const folder = written(cdktfOut({ base: producer("10.0.0.0/16") }));
  expect(readTopology(`${folder}/stacks/base/cdk.tf.json`).vpcs[0]).toMatchObject({
    stack: "cdk",
    name: "main",
  });
  expect(readTopology(`${folder}/stacks/base`).vpcs[0]).toMatchObject({ stack: "base", name: "main" });
});

test("several states in a folder are one network", () => {
  const state = (type: string, values: object) => ({
    format_version: "1.0",
    values: {
      root_module: { resources: [{ mode: "managed", address: `${type}.x`, type, name: "x", values }] },
    },
  });
  const folder = written({
    "network.json": state("aws_vpc", {
      id: "vpc-1",
      cidr_block: "10.0.0.0/16",
      default_route_table_id: "rtb-1",
      default_security_group_id: "sg-1",
    }),
    "web.json": state("aws_subnet", { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" }),
    "network.old.json": { format_version: "1.0" },
    "empty.tfstate.json": { format_version: "1.0" },
  });
  const { vpcs, subnets } = readTopology(folder);
  expect(vpcs[0]).toMatchObject({ stack: "network", address: "aws_vpc.x" });
  expect(subnets[0]).toMatchObject({ stack: "web", vpcId: "vpc-1", routeTableId: "rtb-1" });
  expect(() => readTopology(folder, { stacks: ["x"] })).toThrow(
    `${folder}: there is no stack "x"; there are: empty, network, network.old, web`,
  );
});
