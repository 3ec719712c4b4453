import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Emulator } from "../../lib/emulator/emulator";

/** An emulated bucket, asked through AWS's own SDK and so independently of terraform. */
export class Bucket {
  private readonly s3: S3Client;

  constructor(
    { endpoint }: Emulator,
    private readonly bucket: { readonly bucket: string; readonly region: string },
  ) {
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    this.s3 = new S3Client({ endpoint, region: bucket.region, credentials });
  }

  async put(key: string, body: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket.bucket, Key: key, Body: body }));
  }

  async remove(key: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket.bucket, Key: key }));
  }

  /** What an object holds; undefined when there is none. */
  async text(key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket.bucket, Key: key }));
      return await Body!.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}
