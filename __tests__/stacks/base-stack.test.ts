import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { STACKS, synthesize, testEnvironment } from "../support/synthesize";
import { synthesizeAny } from "./any-stack";

describe("every stack's provider", () => {
  const synthesized = synthesize(
    testEnvironment({
      region: "eu-west-1",
      zones: ["eu-west-1c"],
      project: "shop",
      tags: { CostCentre: "platform" },
    }),
  );

  it.each(STACKS)("works in the environment's region and tags what it makes (%s)", (stack) => {
    expect(synthesized.file(stack)).toHaveProviderWithProperties(AwsProvider, {
      region: "eu-west-1",
      default_tags: [
        { tags: { CostCentre: "platform", Project: "shop", Environment: "test", Stack: stack } },
      ],
    });
    expect(synthesized.json(stack).provider.aws).toHaveLength(1);
  });

  it("is asked for in the series that the bindings were made from, unless told otherwise", () => {
    const version = (json: any) => json.terraform.required_providers.aws.version;
    for (const stack of STACKS) expect(version(synthesized.json(stack))).toBe("~> 6.25");
    expect(version(synthesizeAny((stack) => stack("any"), "5.100.0")["any"])).toBe("5.100.0");
  });
});

describe("a resource's address", () => {
  it("is its id, without a hash", () => {
    const { any } = synthesizeAny((stack) => new Vpc(stack("any"), "vpc"));
    expect(Object.keys(any.resource.aws_vpc)).toEqual(["vpc"]);
  });

  it("is the path's words without those that have a capital letter", () => {
    const { any } = synthesizeAny((stack) => {
      const construct = new Construct(new Construct(stack("any"), "Hidden"), "nat_b");
      new Vpc(construct, "Vpc");
      new Vpc(construct, "second");
      new Eip(construct, "Address");
    });
    expect(Object.keys(any.resource.aws_vpc)).toEqual(["nat_b", "nat_b_second"]);
    expect(Object.keys(any.resource.aws_eip)).toEqual(["nat_b"]);
  });

  it("is refused when nothing is left of the path", () => {
    expect(() => synthesizeAny((stack) => new Vpc(stack("any"), "Vpc"))).toThrow(
      "any/Vpc needs a word without a capital letter in its path",
    );
  });

  it("may be the same in two stacks", () => {
    const stacks = synthesizeAny((stack) => ["one", "two"].forEach((id) => new Vpc(stack(id), "vpc")));
    expect(Object.keys(stacks)).toEqual(["one", "two"]);
    for (const { resource } of Object.values(stacks)) expect(Object.keys(resource.aws_vpc)).toEqual(["vpc"]);
  });

  it("is refused for two resources of one type, with the paths of both", () => {
    const twice = () =>
      synthesizeAny((stack) => {
        const construct = new Construct(stack("any"), "nat_b");
        new Vpc(construct, "First");
        new Vpc(construct, "Second");
      });
    expect(twice).toThrow('any/nat_b/Second and any/nat_b/First would both be "nat_b"');
  });

  it("is refused too when two paths join to one name", () => {
    const twice = () =>
      synthesizeAny((stack) => {
        const any = stack("any");
        new Vpc(any, "nat_b");
        new Vpc(new Construct(any, "nat"), "b");
      });
    expect(twice).toThrow('would both be "nat_b"');
  });
});

it("A value from another stack arrives through an output whose name has no dots", () => {
  const { producer, consumer } = synthesizeAny((stack) => {
    const vpc = new Vpc(stack("producer"), "vpc");
    new InternetGateway(stack("consumer"), "gateway", { vpcId: vpc.id });
  });
  const output = "cross-stack-output-aws_vpc-vpc-id";
  expect(producer.output).toEqual({ [output]: { value: "${aws_vpc.vpc.id}", sensitive: true } });
  expect(consumer.resource.aws_internet_gateway.gateway.vpc_id).toBe(
    `\${data.terraform_remote_state.cross-stack-reference-input-producer.outputs.${output}}`,
  );
});
