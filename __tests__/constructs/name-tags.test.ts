import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { synthesizeAny } from "../stacks/any-stack";

/** The tags of a VPC made with `tags` at `nat_b/Vpc`. */
function tagsOf(tags?: Record<string, string>) {
  const { any } = synthesizeAny((stack) => new Vpc(new Construct(stack("any"), "nat_b"), "Vpc", { tags }));
  return any.resource.aws_vpc.nat_b.tags;
}

describe("the Name tag", () => {
  it("is the environment's name and the resource's own, in hyphens", () => {
    expect(tagsOf()).toEqual({ Name: "test-nat-b" });
  });

  it("joins the tags that the resource has", () => {
    expect(tagsOf({ Tier: "public" })).toEqual({ Name: "test-nat-b", Tier: "public" });
  });

  it("gives way to a Name that the resource has", () => {
    expect(tagsOf({ Name: "mine" })).toEqual({ Name: "mine" });
  });
});
