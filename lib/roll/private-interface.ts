import * as ec2 from "@aws-sdk/client-ec2";
import { HostFacts } from "../status/facts";
import { asked, clientOptions, pause } from "./asked";

/** AWS takes a few seconds. */
const DETACH_LIMIT_MS = 60_000;

/** A host's interface #1: where the private routes lead, and what outlives it. */
export class PrivateInterfaces {
  private readonly ec2: ec2.EC2Client;

  constructor(private readonly region: string) {
    this.ec2 = new ec2.EC2Client(clientOptions(region));
  }

  /** @returns undefined where it has none */
  async idOf({ networkInterfaceIds }: HostFacts): Promise<string | undefined> {
    const all = await this.describe(networkInterfaceIds);
    return all.find(({ Attachment }) => Attachment?.DeviceIndex === 1)?.NetworkInterfaceId;
  }

  /**
   * Takes it from its host. Terraform does the same, and then waits for 2.5 minutes to see what it cannot see any more
   * (https://github.com/hashicorp/terraform-provider-aws/issues/45835); of an attachment that is gone already it only notes that.
   */
  async detach(id: string): Promise<void> {
    const attachment = (await this.describe([id]))[0]?.Attachment;
    if (!attachment?.AttachmentId) return;
    const detach = new ec2.DetachNetworkInterfaceCommand({
      AttachmentId: attachment.AttachmentId,
      // As Terraform does: the host is about to go.
      Force: true,
    });
    await asked("ec2:DetachNetworkInterface", this.region, this.ec2.send(detach));
    const until = Date.now() + DETACH_LIMIT_MS;
    while (Date.now() < until) {
      const [found] = await this.describe([id]);
      if (!found?.Attachment || found.Attachment.Status === "detached") return;
      await pause(500);
    }
  }

  private async describe(ids: readonly string[]): Promise<ec2.NetworkInterface[]> {
    const describe = new ec2.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [...ids] });
    const { NetworkInterfaces = [] } = await asked(
      "ec2:DescribeNetworkInterfaces",
      this.region,
      this.ec2.send(describe),
    );
    return NetworkInterfaces;
  }
}
