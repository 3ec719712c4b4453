import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface SshAccessProps {
  /** In OpenSSH's one-line form. */
  readonly publicKey: string;
  /** The key pair's name, unique in the account and region. */
  readonly keyName: string;
  /** The IPv4 ranges that may connect. */
  readonly allowedCidrs: readonly string[];
  /** The security group that port 22 is opened in. */
  readonly securityGroupId: string;
}

/** Makes a key pair and, for each range, a rule that opens port 22 to it. Free. */
export class SshAccess extends Construct {
  readonly keyName: string;

  constructor(scope: Construct, id: string, props: SshAccessProps) {
    super(scope, id);
    const { publicKey, keyName, allowedCidrs, securityGroupId } = props;
    this.keyName = new KeyPair(this, "KeyPair", { keyName, publicKey }).keyName;
    for (const cidrIpv4 of allowedCidrs) {
      // The range in the name keeps a rule's address when others come and go.
      new VpcSecurityGroupIngressRule(this, `from_${cidrIpv4.replace(/[./]/g, "_")}`, {
        securityGroupId,
        description: "SSH",
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv4,
      });
    }
  }
}
