import { DataAwsEip } from "@cdktf/provider-aws/lib/data-aws-eip";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { NetworkInterfaceAttachmentA } from "@cdktf/provider-aws/lib/network-interface-attachment";
import { Construct } from "constructs";
import { Heartbeat, natHostUserData } from "../nat-host/user-data";
import { InstanceBaselineProps, instanceBaseline } from "./instance-baseline";

export interface NatHostProps extends InstanceBaselineProps {
  readonly ami: string;

  /** Such as `t4g.nano`, of the image's architecture. */
  readonly instanceType: string;

  /** What a burstable type does when its CPU credits are used up. Without meaning, and not written, for others. */
  readonly creditMode: "standard" | "unlimited";

  /**
   * `spot`: a persistent request, whose instance AWS stops while it needs the capacity and then starts again, with its
   * disk, network interfaces and Elastic IP.
   *
   * @default "on-demand"
   */
  readonly market?: "on-demand" | "spot";

  /** Where the first network interface stands; its route table leads to the internet gateway. */
  readonly publicSubnetId: string;

  /** Where the second network interface stands, in the same zone. */
  readonly privateSubnetId: string;

  /** All of the VPC's IPv4 ranges: whoever is in one is served, and what is for one is never translated. */
  readonly vpcCidrs: readonly string[];

  /** The range of the private subnet that the second network interface stands in. */
  readonly privateCidr: string;

  /** Whom the host asks whether the internet is there: IPv4 addresses that answer at TCP port 443. */
  readonly probe: { readonly destinations: readonly string[] };

  /**
   * How the host tells CloudWatch every minute how it is.
   *
   * @default - it does not
   */
  readonly heartbeat?: Heartbeat;

  /**
   * An Elastic IP that exists already, and is not released with the host.
   *
   * @default - a new one
   */
  readonly allocationId?: string;

  /** The security group of both network interfaces. */
  readonly securityGroupId: string;

  /** The instance profile's name. */
  readonly instanceProfile: string;

  /**
   * The key pair that may log in by SSH.
   *
   * @default - none
   */
  readonly keyName?: string;
}

/**
 * Makes a NAT instance with its disk, a network interface in the private subnet, where the private default route
 * leads, and an Elastic IP on the one in the public subnet. With a t4g.nano and 8 GiB, $7.36 a month (us-east-1).
 *
 * The private network interface and the Elastic IP outlive the host: when it is replaced, routes and the address that
 * the internet sees stay.
 *
 * @example
 * const host = new NatHost(this, "nat", { ami, instanceType: "t4g.nano", creditMode: "standard", ...network });
 * new Route(this, "private", {
 *   routeTableId,
 *   destinationCidrBlock: "0.0.0.0/0",
 *   networkInterfaceId: host.privateInterface.id,
 * });
 */
export class NatHost extends Construct {
  readonly instance: Instance;
  /** Device index 1; the article's "card #1". */
  readonly privateInterface: NetworkInterface;
  readonly publicIp: string;

  constructor(scope: Construct, id: string, props: NatHostProps) {
    super(scope, id);
    this.privateInterface = this.createPrivateInterface(props);
    this.instance = this.createInstance(props);
    this.attachPrivateInterface();
    this.publicIp = this.createAddress(props);
  }

  private createPrivateInterface({ privateSubnetId, securityGroupId }: NatHostProps): NetworkInterface {
    return new NetworkInterface(this, "card1", {
      description: "NAT instance, private side",
      subnetId: privateSubnetId,
      securityGroups: [securityGroupId],
      // What arrives here is addressed to the internet, not to this interface. The public one sends and receives under
      // its own address alone, so its check stays on.
      sourceDestCheck: false,
    });
  }

  private createInstance(props: NatHostProps): Instance {
    const { instanceType, creditMode } = props;
    return new Instance(this, "Instance", {
      ...instanceBaseline(props),
      ami: props.ami,
      instanceType,
      ...(isBurstable(instanceType) && { creditSpecification: { cpuCredits: creditMode } }),
      ...(props.market === "spot" && { instanceMarketOptions: SPOT }),
      subnetId: props.publicSubnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      iamInstanceProfile: props.instanceProfile,
      keyName: props.keyName,
      userData: this.userDataOf(props),
      // cloud-init reads it at a host's first boot only.
      userDataReplaceOnChange: true,
    });
  }

  /**
   * Another market, or of spot another type, is another instance, and the provider does not see that in every case
   * (https://github.com/hashicorp/terraform-provider-aws/issues/38141): other user data replaces the host.
   */
  private userDataOf(props: NatHostProps): string {
    const userData = natHostUserData({
      privateInterfaceMac: this.privateInterface.macAddress,
      vpcCidrs: props.vpcCidrs,
      privateCidr: props.privateCidr,
      probeDestinations: props.probe.destinations,
      heartbeat: props.heartbeat,
    });
    return props.market === "spot"
      ? `${userData}# Bought on the spot market: ${props.instanceType}\n`
      : userData;
  }

  private attachPrivateInterface(): void {
    new NetworkInterfaceAttachmentA(this, "Card1Attachment", {
      instanceId: this.instance.id,
      networkInterfaceId: this.privateInterface.id,
      deviceIndex: 1,
    });
  }

  private createAddress({ allocationId }: NatHostProps): string {
    if (allocationId !== undefined) return this.associateAddress(allocationId);
    return new Eip(this, "Address", {
      domain: "vpc",
      // By interface: EC2 refuses an address for an instance that has two.
      networkInterface: this.instance.primaryNetworkInterfaceId,
    }).publicIp;
  }

  private associateAddress(allocationId: string): string {
    new EipAssociation(this, "AddressAssociation", {
      allocationId,
      networkInterfaceId: this.instance.primaryNetworkInterfaceId,
    });
    return new DataAwsEip(this, "ExistingAddress", { id: allocationId }).publicIp;
  }
}

/** Only of a persistent request does EC2 stop an instance instead of ending it (EC2 user guide, "Spot Instance interruptions"). */
const SPOT = {
  marketType: "spot",
  spotOptions: { spotInstanceType: "persistent", instanceInterruptionBehavior: "stop" },
};

function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}
