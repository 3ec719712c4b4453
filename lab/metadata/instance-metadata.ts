import { Topology } from "../../lib/topology";
import { FabricInterface, Fabric, FabricVpc, Host, routerOf } from "../fabric/fabric";

/** A folder of the metadata service, the first one below the version: texts, and folders of them. */
export interface MetadataFolder {
  readonly [name: string]: string | MetadataFolder;
}

/** What a VPC's metadata service serves, by the private address that asks. */
export function servedIn({ topology, hosts }: Fabric, { vpc }: FabricVpc): Record<string, MetadataFolder> {
  const served = hosts
    .filter(({ kind }) => kind === "machine")
    .flatMap((host) =>
      host.networkInterfaces
        .filter(({ subnet }) => subnet.vpcId === vpc.id)
        .map(({ privateIp }) => [privateIp, serve(topology, host)]),
    );
  return Object.fromEntries(served) as Record<string, MetadataFolder>;
}

/**
 * What cloud-init and amazon-ec2-net-utils ask for, named as EC2 names it (EC2 user guide, "Instance metadata
 * categories").
 */
function serve(topology: Topology, host: Host): MetadataFolder {
  const instance = topology.instances.find(({ id }) => id === host.id)!;
  const first = host.networkInterfaces[0]!;
  const zone = first.subnet.zone ?? `${topology.region ?? "eu-central-1"}a`;
  return {
    ...(instance.userData !== undefined && { "user-data": instance.userData }),
    dynamic: {
      "instance-identity": {
        document: JSON.stringify({
          instanceId: instance.id,
          availabilityZone: zone,
          region: zone.slice(0, -1),
        }),
      },
    },
    "meta-data": {
      "instance-id": instance.id,
      "instance-type": instance.instanceType ?? "t4g.nano",
      "ami-id": "ami-00000000000000000",
      hostname: hostname(first),
      "local-hostname": hostname(first),
      "local-ipv4": first.privateIp,
      mac: first.macAddress,
      ...(first.publicIp !== undefined && { "public-ipv4": first.publicIp }),
      placement: { "availability-zone": zone, region: zone.slice(0, -1) },
      network: {
        interfaces: {
          macs: Object.fromEntries(
            host.networkInterfaces.map((networkInterface) => [
              networkInterface.macAddress,
              interfaceOf(networkInterface),
            ]),
          ),
        },
      },
      // Not a role's real ones, but in the place where those would be, so that a test can see who gets at them.
      iam: {
        "security-credentials": {
          [host.name]: JSON.stringify({
            Code: "Success",
            AccessKeyId: "LAB",
            SecretAccessKey: "lab",
            Token: "lab",
          }),
        },
      },
    },
  };
}

function interfaceOf(networkInterface: FabricInterface): MetadataFolder {
  return {
    "device-number": String(networkInterface.index),
    "interface-id": networkInterface.id,
    "local-ipv4s": networkInterface.privateIp,
    "local-hostname": hostname(networkInterface),
    mac: networkInterface.macAddress,
    "subnet-id": networkInterface.subnet.id,
    "subnet-ipv4-cidr-block": networkInterface.subnet.cidr,
    "vpc-id": networkInterface.subnet.vpcId,
    gateway: routerOf(networkInterface.subnet),
    ...(networkInterface.publicIp !== undefined && { "public-ipv4s": networkInterface.publicIp }),
    ...(networkInterface.ipv6Addresses !== undefined && {
      ipv6s: networkInterface.ipv6Addresses.join("\n"),
      "subnet-ipv6-cidr-blocks": networkInterface.subnet.ipv6Cidr ?? "",
    }),
  };
}

function hostname({ privateIp }: FabricInterface): string {
  return `ip-${privateIp.replaceAll(".", "-")}.ec2.internal`;
}
