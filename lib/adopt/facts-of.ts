import type * as aws from "@aws-sdk/client-ec2";
import {
  AddressFacts,
  EndpointFacts,
  InterfaceFacts,
  NatGatewayFacts,
  NetworkAclFacts,
  NetworkAclRuleFacts,
  RouteFacts,
  RouteTableFacts,
  SubnetFacts,
} from "./facts";

// What the SDK answers, as facts: every field of its types may be undefined, though AWS always sends these.

export function subnetFacts(subnet: aws.Subnet, tables: readonly aws.RouteTable[]): SubnetFacts {
  const explicit = tables.find(({ Associations = [] }) =>
    Associations.some(({ SubnetId }) => SubnetId === subnet.SubnetId),
  );
  const mode = subnet.BlockPublicAccessStates?.InternetGatewayBlockMode;
  return {
    id: subnet.SubnetId!,
    name: nameIn(subnet.Tags),
    zone: subnet.AvailabilityZone!,
    cidr: subnet.CidrBlock || undefined,
    freeAddresses: subnet.AvailableIpAddressCount ?? 0,
    mapsPublicIps: subnet.MapPublicIpOnLaunch ?? false,
    isOnOutpost: Boolean(subnet.OutpostArn),
    blockMode: mode === "block-bidirectional" || mode === "block-ingress" ? mode : undefined,
    routeTableId: (explicit ?? tables.find(isMain))!.RouteTableId!,
    followsMainTable: explicit === undefined,
  };
}

function isMain({ Associations = [] }: aws.RouteTable): boolean {
  return Associations.some(({ Main }) => Main);
}

export function routeTableFacts(table: aws.RouteTable): RouteTableFacts {
  return {
    id: table.RouteTableId!,
    name: nameIn(table.Tags),
    isMain: isMain(table),
    tags: Object.fromEntries((table.Tags ?? []).map(({ Key, Value }) => [Key!, Value ?? ""])),
    routes: (table.Routes ?? []).map(routeFacts),
  };
}

function routeFacts(route: aws.Route): RouteFacts {
  return {
    destination:
      route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? "",
    target: [
      route.NatGatewayId,
      route.NetworkInterfaceId,
      route.GatewayId,
      route.TransitGatewayId,
      route.VpcPeeringConnectionId,
      route.EgressOnlyInternetGatewayId,
      route.CarrierGatewayId,
      route.LocalGatewayId,
      route.CoreNetworkArn,
      route.OdbNetworkArn,
      route.InstanceId,
    ].find(Boolean),
    isBlackhole: route.State === "blackhole",
    isPropagated: route.Origin === "EnableVgwRoutePropagation",
  };
}

export function natGatewayFacts(gateway: aws.NatGateway, elastic: readonly AddressFacts[]): NatGatewayFacts {
  const listed = gateway.NatGatewayAddresses ?? [];
  const addresses = listed.flatMap(({ PublicIp, AllocationId, NetworkInterfaceId }) => {
    // The emulator names the interface alone.
    const found = elastic.find(({ networkInterfaceId: id }) => id !== undefined && id === NetworkInterfaceId);
    const publicIp = PublicIp || found?.publicIp;
    return publicIp ? [{ publicIp, allocationId: AllocationId || found?.allocationId }] : [];
  });
  return {
    id: gateway.NatGatewayId!,
    name: nameIn(gateway.Tags),
    subnetId: gateway.SubnetId || undefined,
    state: gateway.State!,
    isPrivate: gateway.ConnectivityType === "private",
    addresses,
  };
}

export function interfaceFacts(one: aws.NetworkInterface): InterfaceFacts {
  return {
    id: one.NetworkInterfaceId!,
    subnetId: one.SubnetId!,
    type: one.InterfaceType ?? "interface",
    description: one.Description ?? "",
    instanceId: one.Attachment?.InstanceId || undefined,
    publicIp: one.Association?.PublicIp || undefined,
    checksSource: one.SourceDestCheck ?? true,
  };
}

export function networkAclFacts(acl: aws.NetworkAcl): NetworkAclFacts {
  const rules = (egress: boolean) =>
    (acl.Entries ?? [])
      .filter(({ Egress, CidrBlock }) => Egress === egress && CidrBlock !== undefined)
      .map(ruleFacts)
      .sort((a, b) => a.number - b.number);
  return {
    id: acl.NetworkAclId!,
    subnetIds: (acl.Associations ?? []).map(({ SubnetId }) => SubnetId!),
    ingress: rules(false),
    egress: rules(true),
  };
}

function ruleFacts({
  RuleNumber,
  RuleAction,
  CidrBlock,
  Protocol,
  PortRange,
}: aws.NetworkAclEntry): NetworkAclRuleFacts {
  const ports = PortRange?.From !== undefined && ([PortRange.From, PortRange.To ?? PortRange.From] as const);
  return {
    number: RuleNumber!,
    allows: RuleAction === "allow",
    cidr: CidrBlock!,
    protocol: Protocol!,
    ports: ports || undefined,
  };
}

export function endpointFacts(endpoint: aws.VpcEndpoint): EndpointFacts {
  return {
    id: endpoint.VpcEndpointId!,
    // `com.amazonaws.eu-central-1.ssm`
    service: endpoint.ServiceName!.split(".").slice(3).join("."),
    isGateway: endpoint.VpcEndpointType === "Gateway",
    routeTableIds: endpoint.RouteTableIds ?? [],
  };
}

export function addressFacts(address: aws.Address): AddressFacts {
  return {
    publicIp: address.PublicIp!,
    allocationId: address.AllocationId || undefined,
    name: nameIn(address.Tags),
    networkInterfaceId: address.NetworkInterfaceId || undefined,
    isFree: !address.AssociationId && !address.NetworkInterfaceId && !address.InstanceId,
  };
}

export function nameIn(tags: readonly aws.Tag[] = []): string | undefined {
  return tags.find(({ Key }) => Key === "Name")?.Value || undefined;
}
