import { basename, dirname, join, posix, relative, resolve } from "node:path";
import { z } from "zod";

/** Where an environment's states are: in one folder, each stack's as `<stack>.tfstate`. */
export type StateFolder = LocalStateFolder | S3StateFolder;

export interface LocalStateFolder {
  readonly type: "local";
  /** Absolute. */
  readonly path: string;
}

export interface S3StateFolder {
  readonly type: "s3";
  readonly bucket: string;
  readonly region: string;
  /** What the objects' keys begin with, without a slash at its end; empty for the bucket itself. */
  readonly prefix: string;
  readonly encrypt: boolean;
  readonly useLockfile: boolean;
}

const localBackend = z.object({ path: z.string() });
const s3Backend = z.object({
  bucket: z.string(),
  region: z.string(),
  key: z.string(),
  // Terraform writes null for what is not set.
  encrypt: z.boolean().nullish(),
  use_lockfile: z.boolean().nullish(),
});

/**
 * The folder that a stack's backend keeps its state in.
 *
 * @param type the backend's, such as `s3`
 * @param config the backend's block, as in a stack's JSON or in terraform's record of it
 * @param cwd where terraform runs, which a local path is relative to
 * @returns undefined when the state is in no such folder
 */
export function stateFolderOf(
  stack: string,
  { type, config, cwd }: { readonly type: string; readonly config: unknown; readonly cwd: string },
): StateFolder | undefined {
  const file = stateFile(stack);
  if (type === "local") {
    const { data } = localBackend.safeParse(config);
    return data && basename(data.path) === file
      ? { type: "local", path: dirname(resolve(cwd, data.path)) }
      : undefined;
  }
  const { data } = s3Backend.safeParse(config);
  if (type !== "s3" || !data || posix.basename(data.key) !== file) return undefined;
  const { bucket, region, key, encrypt, use_lockfile } = data;
  const prefix = prefixOf(key);
  return { type, bucket, region, prefix, encrypt: encrypt ?? false, useLockfile: use_lockfile ?? false };
}

/** The backend's block that has terraform keep a stack's state in a folder. */
export function backendIn(folder: StateFolder, stack: string): object {
  if (folder.type === "local") return { local: { path: join(folder.path, stateFile(stack)) } };
  const { bucket, region, encrypt, useLockfile } = folder;
  // Terraform before 1.10 does not know the argument.
  const lock = useLockfile ? { use_lockfile: true } : {};
  return { s3: { bucket, region, encrypt, key: keyOf(folder, stack), ...lock } };
}

/** The key of a stack's state in its bucket. */
export function keyOf({ prefix }: Pick<S3StateFolder, "prefix">, stack: string): string {
  return posix.join(prefix, stateFile(stack));
}

/** What a state's key begins with. */
export function prefixOf(key: string): string {
  return key.includes("/") ? posix.dirname(key) : "";
}

export function isSameFolder(one: StateFolder, other: StateFolder): boolean {
  return placeOf(one) === placeOf(other);
}

/** As people write it, and `--from` takes it: `state/article`, or `s3://bucket/nat-instance/production`. */
export function placeOf(folder: StateFolder): string {
  if (folder.type === "local") return relative("", folder.path) || ".";
  return `s3://${posix.join(folder.bucket, folder.prefix)}`;
}

/** The name of the file or object of a stack's state. */
export function stateFile(stack: string): string {
  return `${stack}.tfstate`;
}

/** The stack whose state a file or object is; undefined when it is none. */
export function stackOf(fileOrKey: string): string | undefined {
  return /([^/\\]+)\.tfstate$/.exec(fileOrKey)?.[1];
}
