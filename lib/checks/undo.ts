import { GroupRule, Peer } from "./group-rules";

/** How the AWS CLI takes a rule's peer (`aws ec2 revoke-security-group-ingress help`). */
const PEERS: Readonly<Record<Peer["kind"], readonly [list: string, field: string]>> = {
  ipv4: ["IpRanges", "CidrIp"],
  ipv6: ["Ipv6Ranges", "CidrIpv6"],
  "prefix-list": ["PrefixListIds", "PrefixListId"],
  "security-group": ["UserIdGroupPairs", "GroupId"],
  unknown: ["UserIdGroupPairs", "GroupId"],
};

/** The command that takes a rule out of a security group. */
export function revoke(rule: GroupRule, groupId: string, region: string): string {
  const { direction, protocol, from, to, peer } = rule;
  const [list, field] = PEERS[peer.kind];
  const all = protocol === "tcp" || protocol === "udp" ? [0, 65535] : [-1, -1];
  const [first, last] = from === undefined ? all : [from, to];
  const ports = protocol === "-1" ? "" : `FromPort=${first},ToPort=${last},`;
  const permission = `IpProtocol=${protocol},${ports}${list}=[{${field}=${peer.value}}]`;
  return `aws ec2 revoke-security-group-${direction} --region ${region} --group-id ${groupId} --ip-permissions '${permission}'`;
}

/** The command that takes a route out of a table. */
export function deleteRoute(destination: string, tableId: string, region: string): string {
  const kind = destination.startsWith("pl-")
    ? "prefix-list-id"
    : destination.includes(":")
      ? "ipv6-cidr-block"
      : "cidr-block";
  return `aws ec2 delete-route --region ${region} --route-table-id ${tableId} --destination-${kind} ${destination}`;
}

/** The command that takes a managed policy from a role. */
export function detachPolicy(arn: string, role: string): string {
  return `aws iam detach-role-policy --role-name ${role} --policy-arn ${arn}`;
}

/** The command that takes an inline policy from a role. */
export function deletePolicy(name: string, role: string): string {
  return `aws iam delete-role-policy --role-name ${role} --policy-name ${name}`;
}
