import { Configuration } from "../terraform-json/configuration";
import { Resource } from "../terraform-json/stack";
import {
  Element,
  ElasticIp,
  Gateway,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
} from "./model";
import { Problems } from "./problems";

/** The parts of a network, each read when another one or the model needs it: addresses may refer to each other. */
export interface Parts {
  readonly configuration: Configuration;
  readonly problems: Problems;
  readonly vpcs: () => readonly VpcPart[];
  readonly subnets: () => readonly SubnetPart[];
  readonly routeTables: () => readonly RouteTable[];
  readonly networkAcls: () => readonly NetworkAcl[];
  readonly securityGroups: () => readonly SecurityGroup[];
  /** The ranges of each prefix list whose entries were read, by the list's id. */
  readonly prefixLists: () => ReadonlyMap<string, readonly string[]>;
  readonly interfaceRequests: () => readonly InterfaceRequest[];
  /** What network interfaces of their own are attached to, by the interface's id. */
  readonly attachments: () => ReadonlyMap<string, Attachment>;
  readonly gateways: () => readonly Gateway[];
  /** By the id of the network interface or NAT gateway. */
  readonly privateAddresses: () => ReadonlyMap<string, string>;
  /** The public addresses that AWS chooses, by the id of the network interface or regional NAT gateway. */
  readonly automaticAddresses: () => ReadonlyMap<string, string>;
  /** By the id of the Elastic IP. */
  readonly elasticAddresses: () => ReadonlyMap<string, string>;
  readonly elasticIps: () => readonly ElasticIp[];
}

/** A VPC with what AWS puts into it by itself. */
export interface VpcPart extends Vpc {
  readonly resource: Resource;
  readonly defaultRouteTableId: string;
  readonly defaultSecurityGroupId: string;
  readonly defaultNetworkAclId: string;
}

export interface SubnetPart extends Omit<Subnet, "routeTableId" | "networkAclId"> {
  readonly resource: Resource;
}

/** What gets a private address: a network interface, or a zonal NAT gateway. */
export interface InterfaceRequest extends Element {
  readonly resource: Resource;
  readonly subnetId: string;
  /** The address that it is given, unless AWS chooses one. */
  readonly privateIp?: string;
  readonly sourceDestCheck: boolean;
  readonly securityGroupIds: readonly string[];
}

export type Attachment =
  | Required<Pick<NetworkInterface, "instanceId" | "deviceIndex">>
  | Required<Pick<NetworkInterface, "unknownInstance">>;
