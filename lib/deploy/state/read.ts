import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { errorsIn, explainFailure } from "../failures";
import { Interrupted, TerraformError } from "../terraform";
import { FoundStates, StateContent, States, readState } from "./content";
import { S3StateFolder, StateFolder, prefixOf, stackOf } from "./folder";

export interface Asking {
  readonly interrupted?: AbortSignal;
  /** What errors begin with. @default - the bucket */
  readonly name?: string;
}

/**
 * Reads the states of a folder; what is no state is left out.
 *
 * @throws TerraformError in one line when the bucket cannot be read
 */
export async function readStates(folder: StateFolder, asking?: Asking): Promise<States> {
  if (folder.type === "local") return localStates(folder.path);
  const bucket = new StateBucket(folder, asking);
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
): Promise<FoundStates[]> {
  const bucket = new StateBucket(folder, asking);
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

/** S3 is asked for what is in a bucket without terraform, which lists nothing and takes a second for each state. */
export class StateBucket {
  private client?: S3Client;

  constructor(
    private readonly folder: Pick<S3StateFolder, "bucket" | "region">,
    private readonly asking: Asking = {},
  ) {}

  /**
   * The keys that begin with `prefix`.
   *
   * @param within leaves out those with a slash behind the prefix
   * @throws TerraformError in one line
   */
  async keys(prefix: string, within = false): Promise<string[]> {
    return this.ask(async ({ paginateListObjectsV2 }, client, options) => {
      const request = { Bucket: this.folder.bucket, Prefix: prefix, Delimiter: within ? "/" : undefined };
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, request, options)) {
        keys.push(...Contents.map(({ Key }) => Key!));
      }
      return keys;
    });
  }

  /** @throws TerraformError in one line */
  async text(key: string): Promise<string> {
    return this.ask(async ({ GetObjectCommand }, client, options) => {
      const command = new GetObjectCommand({ Bucket: this.folder.bucket, Key: key });
      return (await client.send(command, options)).Body!.transformToString();
    });
  }

  /**
   * The region that the bucket is in; the one it was looked for in when S3 does not say.
   *
   * @throws TerraformError in one line
   */
  async region(): Promise<string> {
    return this.ask(async ({ HeadBucketCommand }, client, options) => {
      const { BucketRegion } = await client.send(
        new HeadBucketCommand({ Bucket: this.folder.bucket }),
        options,
      );
      return BucketRegion ?? this.folder.region;
    });
  }

  private async ask<T>(
    question: (
      sdk: typeof import("@aws-sdk/client-s3"),
      client: S3Client,
      options: { abortSignal?: AbortSignal },
    ) => Promise<T>,
  ): Promise<T> {
    // Loaded where a state is in S3 alone: it takes a quarter of a second.
    // It warns of this Node's age on its own, which is not what was asked.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
    const sdk = await import("@aws-sdk/client-s3");
    this.client ??= new sdk.S3Client({
      region: this.folder.region,
      followRegionRedirects: true,
      requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000 },
    });
    const { interrupted, name = `s3://${this.folder.bucket}` } = this.asking;
    try {
      return await question(sdk, this.client, { abortSignal: interrupted });
    } catch (error) {
      if (interrupted?.aborted) throw new Interrupted();
      if (!(error instanceof Error)) throw error;
      const said = `${error.name}: ${error.message}`;
      throw new TerraformError(
        `${name}: ${explainFailure(errorsIn(said), { name, folder: ".", s3: this.folder })}`,
      );
    }
  }
}
