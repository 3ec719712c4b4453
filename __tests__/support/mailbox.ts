import { once } from "node:events";
import { Server, createServer } from "node:http";
import { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as sns from "@aws-sdk/client-sns";
import { Emulator } from "../../lib/emulator/emulator";

export interface Message {
  readonly subject: string;
  /** What it says, a line each. */
  readonly lines: readonly string[];
}

/** A subscriber of an SNS topic. */
export class Mailbox {
  private readonly messages: Message[] = [];

  private constructor(private readonly server: Server) {}

  static async subscribe({ endpoint }: Emulator, region: string, TopicArn: string): Promise<Mailbox> {
    const mailbox = new Mailbox(
      createServer((request, response) => {
        void text(request).then((body) => {
          const { Subject, Message } = JSON.parse(body) as { Subject: string; Message: string };
          mailbox.messages.push({ subject: Subject, lines: JSON.parse(Message) as string[] });
          response.end();
        });
      }),
    );
    mailbox.server.listen(0, "127.0.0.1");
    await once(mailbox.server, "listening");
    const { port } = mailbox.server.address() as AddressInfo;
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    const client = new sns.SNSClient({ endpoint, region, credentials });
    await client.send(
      new sns.SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: `http://127.0.0.1:${port}` }),
    );
    return mailbox;
  }

  /** What came since it was emptied last. */
  take(): Message[] {
    return this.messages.splice(0);
  }

  close(): void {
    this.server.close();
  }
}
