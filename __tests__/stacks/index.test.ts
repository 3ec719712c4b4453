import { readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize, testEnvironment } from "../support/synthesize";

/** What cdktf shows at synth, as `level message`. */
function annotations(vpcCidr: string): string[] {
  const { folder } = synthesize(testEnvironment({ vpcCidr }));
  const { stacks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  return Object.values<any>(stacks).flatMap((stack) =>
    stack.annotations.map(({ level, message }: any) => `${level} ${message}`),
  );
}

describe("the stacks together", () => {
  it("show the environment's warnings once", () => {
    expect(annotations("11.8.0.0/16")).toEqual([
      expect.stringMatching(/^@cdktf\/warn .*"11\.8\.0\.0\/16" is no private range/),
    ]);
  });

  it("show nothing where there is nothing to warn of", () => {
    expect(annotations("10.8.0.0/16")).toEqual([]);
  });
});
