import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { NetworkInterfaceAttachmentA } from "@cdktf/provider-aws/lib/network-interface-attachment";
import { Construct } from "constructs";
import { Environment, Zone, natZoneFor } from "../config/environment";
import { natHostUserData } from "../nat-host/user-data";
import { instanceBaseline } from "./instance-baseline";

export interface NatHostProps {
  readonly environment: Environment;
  /** The zone that the host stands in. */
  readonly zone: Zone;
  readonly publicSubnetId: string;
  readonly privateSubnetId: string;
  readonly securityGroupId: string;
  readonly instanceProfile: string;
  readonly ami: string;

  /**
   * The key pair that may log in by SSH.
   *
   * @default - none
   */
  readonly keyName?: string;
}

/**
 * A NAT instance: card #0 in the public subnet with an Elastic IP, card #1 in the private subnet, where the private
 * default route leads.
 *
 * Card #1 and the Elastic IP outlive the host: when it is replaced, routes and the address that the world sees stay.
 */
export class NatHost extends Construct {
  readonly zone: Zone;
  readonly instance: Instance;
  readonly card1: NetworkInterface;
  readonly publicIp: string;

  constructor(scope: Construct, id: string, props: NatHostProps) {
    super(scope, id);
    this.zone = props.zone;
    this.card1 = this.createCard1(props);
    this.instance = this.createInstance(props);
    this.attachCard1();
    this.publicIp = this.createAddress();
  }

  private createCard1({ privateSubnetId, securityGroupId }: NatHostProps): NetworkInterface {
    return new NetworkInterface(this, "card1", {
      description: "NAT instance, private side",
      subnetId: privateSubnetId,
      securityGroups: [securityGroupId],
      // What arrives here is addressed to the internet, not to this card. Card #0 sends and receives under its own
      // address alone, so its check stays on.
      sourceDestCheck: false,
    });
  }

  private createInstance(props: NatHostProps): Instance {
    const { environment, zone } = props;
    const { instanceType, creditMode } = environment.nat;
    return new Instance(this, "Instance", {
      ...instanceBaseline(environment),
      ami: props.ami,
      instanceType,
      ...(isBurstable(instanceType) && { creditSpecification: { cpuCredits: creditMode } }),
      subnetId: props.publicSubnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      iamInstanceProfile: props.instanceProfile,
      keyName: props.keyName,
      userData: natHostUserData({
        card1Mac: this.card1.macAddress,
        vpcCidr: environment.vpcCidr,
        cardCidr: zone.privateCidr,
        // Those of the zones that it serves alone: with a host in each zone, a new zone then replaces no host.
        privateCidrs: environment.zones
          .filter((served) => natZoneFor(environment, served) === zone)
          .map(({ privateCidr }) => privateCidr),
      }),
      // cloud-init reads it at a host's first boot only.
      userDataReplaceOnChange: true,
    });
  }

  private attachCard1(): void {
    new NetworkInterfaceAttachmentA(this, "Card1Attachment", {
      instanceId: this.instance.id,
      networkInterfaceId: this.card1.id,
      deviceIndex: 1,
    });
  }

  private createAddress(): string {
    return new Eip(this, "Address", {
      domain: "vpc",
      // By interface: EC2 refuses an address for an instance that has two.
      networkInterface: this.instance.primaryNetworkInterfaceId,
    }).publicIp;
  }
}

function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}
