import { LocalBackend, S3Backend, TerraformStack } from "cdktf";

/** A state file beside the project, or an object in an S3 bucket that exists already. */
export type BackendProps =
  | {
      readonly type: "local";
      /** Relative to the folder in which Terraform runs: an absolute path differs from machine to machine. */
      readonly path: string;
    }
  | {
      readonly type: "s3";
      readonly bucket: string;
      /** The bucket's region. */
      readonly region: string;
      /** The state object's key, such as `nat-instance/production/network.tfstate`. */
      readonly key: string;
      /** Whether the object is encrypted at rest. */
      readonly encrypt: boolean;
      /** Whether a lock object beside the state keeps two runs apart. Needs Terraform 1.10 or newer. */
      readonly useLockfile: boolean;
    };

/** Says where Terraform keeps a stack's state. */
export function addBackend(stack: TerraformStack, backend: BackendProps): void {
  if (backend.type === "local") {
    new LocalBackend(stack, { path: backend.path });
    return;
  }
  const { bucket, region, encrypt, key, useLockfile } = backend;
  const s3 = new S3Backend(stack, { bucket, region, encrypt, key });
  // Newer than cdktf 0.21's bindings.
  s3.addOverride("use_lockfile", useLockfile);
}
