import { EnvironmentInput } from "../../lib/config/schema";
import { synthesize, testEnvironment } from "../support/synthesize";

/** Every instance of every kind there is. */
function instances(changes: Partial<EnvironmentInput> = {}): any[] {
  const synthesized = synthesize(testEnvironment(changes));
  const all = (["nat-instance", "private-instances"] as const).flatMap((stack) =>
    Object.values<any>(synthesized.json(stack).resource.aws_instance),
  );
  expect(all).toHaveLength(3);
  return all;
}

describe("every instance", () => {
  it("answers IMDSv2 alone, one hop far", () => {
    for (const { metadata_options } of instances()) {
      expect(metadata_options).toEqual({
        http_endpoint: "enabled",
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
    }
  });

  it("has an encrypted gp3 disk of 8 GiB", () => {
    for (const { root_block_device } of instances()) {
      expect(root_block_device).toEqual({ encrypted: true, volume_type: "gp3", volume_size: 8 });
    }
  });

  it("has a disk as large as the environment says", () => {
    for (const { root_block_device } of instances({ diskGib: 20 })) {
      expect(root_block_device.volume_size).toBe(20);
    }
  });

  it("is recovered by EC2 when its hardware fails", () => {
    for (const { maintenance_options } of instances()) {
      expect(maintenance_options).toEqual({ auto_recovery: "default" });
    }
  });

  it("is left alone when a newer image appears, and by no other change", () => {
    for (const { lifecycle } of instances()) expect(lifecycle).toEqual({ ignore_changes: ["ami"] });
  });

  it("is replaced when the environment names another image", () => {
    const fixed = instances({ ami: { id: "ami-0123456789abcdef0" } });
    for (const instance of fixed) expect(instance).not.toHaveProperty("lifecycle");
  });

  it("answers IMDSv1 too only when the environment says so", () => {
    const lax = instances({ requireImdsv2: false, exceptions: { requireImdsv2: "an old agent" } });
    for (const { metadata_options } of lax) expect(metadata_options.http_tokens).toBe("optional");
  });

  it("has a plain disk only when the environment says so", () => {
    const plain = instances({ encryptDisks: false, exceptions: { encryptDisks: "a shared image" } });
    for (const { root_block_device } of plain) expect(root_block_device.encrypted).toBe(false);
  });
});
