import { loadEnvironment } from "../../lib/config/load";
import { S3 } from "../stacks/examples";
import { STACKS, Synthesized, synthesize, testEnvironment } from "../support/synthesize";

/** Where each consumer looks for its producers' states: `[consumer, producer, data source]`. */
function remoteStates(synthesized: Synthesized): [string, string, any][] {
  return STACKS.flatMap((consumer) =>
    Object.entries<any>(synthesized.json(consumer).data?.terraform_remote_state ?? {}).map(
      ([name, source]): [string, string, any] => [
        consumer,
        name.replace("cross-stack-reference-input-", ""),
        source,
      ],
    ),
  );
}

describe("the local backend", () => {
  const synthesized = synthesize(loadEnvironment("article"));

  it.each(STACKS)("keeps %s's state in the project's folder, by a path relative to the stack", (stack) => {
    expect(synthesized.json(stack).terraform.backend).toEqual({
      local: { path: `../../../state/article/${stack}.tfstate` },
    });
  });

  it("is where the other stacks read the state from", () => {
    const states = remoteStates(synthesized);
    expect(states).toHaveLength(5);
    for (const [, producer, { backend, config }] of states) {
      expect(backend).toBe("local");
      expect(config).toEqual({ path: `../../../state/article/${producer}.tfstate` });
    }
  });
});

describe("the S3 backend", () => {
  const withS3 = (changes = {}) => synthesize(testEnvironment({ backend: { ...S3, ...changes } }));

  it.each(STACKS)("keeps %s's state under a key of its own, encrypted and locked by S3 itself", (stack) => {
    expect(withS3().json(stack).terraform.backend).toEqual({
      s3: {
        bucket: "states",
        region: "eu-west-1",
        key: `nat-instance/test/${stack}.tfstate`,
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it("takes another folder for the keys", () => {
    const { s3 } = withS3({ keyPrefix: "teams/web" }).json("routes").terraform.backend;
    expect(s3.key).toBe("teams/web/routes.tfstate");
  });

  it("can do without encryption and lock when the environment says so, each by itself", () => {
    const without = (changes: object, path: string) =>
      synthesize(
        testEnvironment({ backend: { ...S3, ...changes }, exceptions: { [path]: "a scratch bucket" } }),
      ).json("network").terraform.backend.s3;
    expect(without({ encrypt: false }, "backend.encrypt")).toMatchObject({
      encrypt: false,
      use_lockfile: true,
    });
    expect(without({ useLockfile: false }, "backend.useLockfile")).toMatchObject({
      encrypt: true,
      use_lockfile: false,
    });
  });

  it("is where the other stacks read the state from", () => {
    const states = remoteStates(withS3());
    expect(states).toHaveLength(5);
    for (const [, producer, { backend, config }] of states) {
      expect(backend).toBe("s3");
      expect(config).toMatchObject({
        bucket: "states",
        region: "eu-west-1",
        key: `nat-instance/test/${producer}.tfstate`,
      });
    }
  });
});
