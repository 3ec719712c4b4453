import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { Environment } from "../config/environment";

export interface SshAccessProps {
  readonly ssh: NonNullable<Environment["ssh"]>;
  /** The key pair's name, unique in the account and region. */
  readonly keyName: string;
  /** The security group that port 22 is opened in. */
  readonly securityGroupId: string;
}

/** A key pair, and port 22 open to the ranges that the environment names. */
export class SshAccess extends Construct {
  readonly keyName: string;

  constructor(scope: Construct, id: string, { ssh, keyName, securityGroupId }: SshAccessProps) {
    super(scope, id);
    this.keyName = new KeyPair(this, "KeyPair", { keyName, publicKey: ssh.publicKey }).keyName;
    for (const cidrIpv4 of ssh.allowedCidrs) {
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
