import { S3Client } from "@aws-sdk/client-s3";
import { explainFailure } from "./failures";
import { Interrupted, TerraformError } from "./terraform";

export interface Asking {
  readonly interrupted?: AbortSignal;
  /** What errors begin with. @default - the bucket */
  readonly name?: string;
}

/** S3 is asked for what is in a bucket without terraform, which lists nothing and takes a second for each state. */
export class StateBucket {
  private client?: S3Client;

  constructor(
    private readonly bucket: { readonly name: string; readonly region: string },
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
      const request = { Bucket: this.bucket.name, Prefix: prefix, Delimiter: within ? "/" : undefined };
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
      const command = new GetObjectCommand({ Bucket: this.bucket.name, Key: key });
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
        new HeadBucketCommand({ Bucket: this.bucket.name }),
        options,
      );
      return BucketRegion ?? this.bucket.region;
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
      region: this.bucket.region,
      followRegionRedirects: true,
      requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000 },
    });
    const { interrupted, name = `s3://${this.bucket.name}` } = this.asking;
    try {
      return await question(sdk, this.client, { abortSignal: interrupted });
    } catch (error) {
      if (interrupted?.aborted) throw new Interrupted();
      if (!(error instanceof Error)) throw error;
      const said = `${error.name}: ${error.message}`;
      throw new TerraformError(
        `${name}: ${explainFailure(said, { name, folder: ".", bucket: this.bucket })}`,
      );
    }
  }
}
