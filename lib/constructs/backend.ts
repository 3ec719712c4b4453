import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import { Environment } from "../config/environment";

/** Says where Terraform keeps the stack's state. */
export function addBackend(stack: TerraformStack, environment: Environment): void {
  const { backend, name } = environment;
  const id = stack.node.id;
  if (backend.type === "local") {
    // Relative to cdktf.out/stacks/<stack>, where Terraform runs: an absolute path differs from machine to machine.
    new LocalBackend(stack, { path: `../../../state/${name}/${id}.tfstate` });
    return;
  }
  const { bucket, region, encrypt, useLockfile, keyPrefix = `${environment.project}/${name}` } = backend;
  const s3 = new S3Backend(stack, { bucket, region, encrypt, key: `${keyPrefix}/${id}.tfstate` });
  // Newer than cdktf 0.21's bindings.
  s3.addOverride("use_lockfile", useLockfile);
}
