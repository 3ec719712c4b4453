import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Asking, StateBucket } from "./state-bucket";
import { StateContent, States, readState } from "./state-content";
import { S3StateFolder, StateFolder, prefixOf, stackOf } from "./state-folder";
import { TerraformError } from "./terraform";

/**
 * Reads the states of a folder; what is no state is left out.
 *
 * @throws TerraformError in one line when the bucket cannot be read
 */
export async function readStates(folder: StateFolder, asking?: Asking): Promise<States> {
  if (folder.type === "local") return localStates(folder.path);
  const bucket = bucketOf(folder, asking);
  return statesOf(bucket, await bucket.keys(folder.prefix === "" ? "" : `${folder.prefix}/`, true));
}

/**
 * The other folders of states in a folder's bucket: those that have a state of one of these stacks.
 *
 * @param unreadable told of each that cannot be read, and why
 * @throws TerraformError in one line when the bucket cannot be listed
 */
export async function readBucket(
  folder: S3StateFolder,
  stacks: readonly string[],
  unreadable: (place: string, why: string) => void,
  asking?: Asking,
): Promise<{ folder: S3StateFolder; states: States }[]> {
  const bucket = bucketOf(folder, asking);
  const byPrefix = new Map<string, string[]>();
  for (const key of await bucket.keys("")) {
    const prefix = prefixOf(key);
    if (prefix === folder.prefix || !stacks.includes(stackOf(key) ?? "")) continue;
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), key]);
  }
  const found = [];
  for (const [prefix, keys] of byPrefix) {
    try {
      found.push({ folder: { ...folder, prefix }, states: await statesOf(bucket, keys) });
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      unreadable(`s3://${folder.bucket}/${prefix}`, error.message);
    }
  }
  return found;
}

function bucketOf({ bucket, region }: S3StateFolder, asking?: Asking): StateBucket {
  return new StateBucket({ name: bucket, region }, asking);
}

async function statesOf(bucket: StateBucket, keys: readonly string[]): Promise<States> {
  const files = keys.filter((key) => stackOf(key) !== undefined);
  const texts = await Promise.all(files.map((key) => bucket.text(key)));
  return statesIn(files.map((key, index) => [key, texts[index]!]));
}

function localStates(folder: string): States {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => stackOf(file) !== undefined);
  return statesIn(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

function statesIn(files: readonly (readonly [name: string, text: string])[]): States {
  return new Map(
    files.flatMap(([name, text]): [string, StateContent][] => {
      const state = readState(text);
      return state ? [[stackOf(name)!, state]] : [];
    }),
  );
}
