import { Configuration } from "../terraform-json/configuration";
import { Circle, Resource, Stack } from "../terraform-json/stack";
import { automaticAddresses, elasticAddresses, handOutPrivateAddresses, readElasticIps } from "./addresses";
import { idOf, placeholderMac, withId } from "./elements";
import { prefixListOf } from "./endpoints";
import { publicAddressOf, readGateways } from "./gateways";
import { primaryInterfaceId, readAttachments } from "./instances";
import { generatedRanges, handOutIpv6Addresses } from "./ipv6";
import { readNetworkAcls } from "./network-acls";
import { interfaceRequests } from "./network-interfaces";
import { Parts, Problems } from "./parts";
import { distinctResources } from "./resources";
import { readRouteTables } from "./route-tables";
import { readPrefixLists } from "./rules";
import { readSecurityGroups } from "./security-groups";
import {
  defaultNetworkAclId,
  defaultRouteTableId,
  defaultSecurityGroupId,
  readSubnets,
  readVpcs,
} from "./vpcs";

export class Network implements Parts {
  readonly configuration: Configuration;
  readonly problems: Problems;
  readonly generatedRanges: Parts["generatedRanges"] = lazy(() => generatedRanges(this));
  readonly vpcs: Parts["vpcs"] = lazy(() => readVpcs(this));
  readonly subnets: Parts["subnets"] = lazy(() => readSubnets(this));
  readonly routeTables: Parts["routeTables"] = lazy(() => readRouteTables(this));
  readonly networkAcls: Parts["networkAcls"] = lazy(() => readNetworkAcls(this));
  readonly securityGroups: Parts["securityGroups"] = lazy(() => readSecurityGroups(this));
  readonly prefixLists: Parts["prefixLists"] = lazy(() => readPrefixLists(this));
  readonly interfaceRequests: Parts["interfaceRequests"] = lazy(() => interfaceRequests(this));
  readonly attachments: Parts["attachments"] = lazy(() => readAttachments(this));
  readonly gateways: Parts["gateways"] = lazy(() => readGateways(this));
  readonly privateAddresses: Parts["privateAddresses"] = lazy(() => handOutPrivateAddresses(this));
  readonly ipv6Addresses: Parts["ipv6Addresses"] = lazy(() => handOutIpv6Addresses(this));
  readonly automaticAddresses: Parts["automaticAddresses"] = lazy(() => automaticAddresses(this));
  readonly elasticAddresses: Parts["elasticAddresses"] = lazy(() => elasticAddresses(this));
  readonly elasticIps: Parts["elasticIps"] = lazy(() => readElasticIps(this));

  constructor(stacks: readonly Stack[]) {
    const { resources, counted } = distinctResources(stacks);
    this.configuration = new Configuration(stacks, resources, (resource, attribute) =>
      computedAttribute(this, resource, attribute),
    );
    this.problems = new Problems(this.configuration);
    counted.forEach((resource) => this.problems.addCounted(resource));
  }
}

/** Computes a value when it is first asked for; `Circle` is thrown where that needs the value itself. */
function lazy<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  let computing = false;
  return () => {
    if (computed) return computed.value;
    if (computing) throw new Circle();
    computing = true;
    try {
      computed = { value: compute() };
      return computed.value;
    } finally {
      computing = false;
    }
  };
}

type Attributes = Readonly<Record<string, (parts: Parts, resource: Resource) => unknown>>;

const primary = ({ configuration }: Parts, instance: Resource) => primaryInterfaceId(configuration, instance);

/** What AWS decides and Terraform offers as attributes, by type. */
const BY_TYPE: Readonly<Record<string, Attributes>> = {
  aws_vpc: {
    default_route_table_id: (_, vpc) => defaultRouteTableId(vpc),
    // At the time that the VPC is made, its main table is the default one.
    main_route_table_id: (_, vpc) => defaultRouteTableId(vpc),
    default_network_acl_id: (_, vpc) => defaultNetworkAclId(vpc),
    default_security_group_id: (_, vpc) => defaultSecurityGroupId(vpc),
    ipv6_cidr_block: ({ vpcs }, vpc) => withId(vpcs(), idOf(vpc))?.ipv6Cidrs?.[0],
  },
  aws_vpc_ipv6_cidr_block_association: {
    ipv6_cidr_block: ({ generatedRanges }, association) => generatedRanges().get(idOf(association)),
  },
  aws_subnet: {
    ipv6_cidr_block: ({ subnets }, subnet) => withId(subnets(), idOf(subnet))?.ipv6Cidr,
  },
  aws_default_route_table: {
    id: ({ configuration }, table) => configuration.required(table, "default_route_table_id"),
  },
  aws_default_network_acl: {
    id: ({ configuration }, acl) => configuration.required(acl, "default_network_acl_id"),
  },
  aws_default_security_group: {
    id: ({ configuration, vpcs }, group) => {
      const vpcId = configuration.required(group, "vpc_id");
      return withId(vpcs(), vpcId)?.defaultSecurityGroupId;
    },
  },
  aws_instance: {
    primary_network_interface_id: primary,
    private_ip: (parts, instance) => parts.privateAddresses().get(primary(parts, instance)),
    public_ip: (parts, instance) => publicAddress(parts, primary(parts, instance)),
    ipv6_addresses: (parts, instance) => parts.ipv6Addresses().get(primary(parts, instance)),
  },
  aws_network_interface: {
    private_ip: (parts, networkInterface) => parts.privateAddresses().get(idOf(networkInterface)),
    mac_address: (_, networkInterface) => placeholderMac(networkInterface),
    ipv6_addresses: (parts, networkInterface) => parts.ipv6Addresses().get(idOf(networkInterface)),
  },
  // Whose ids are their ARNs.
  aws_lb: { arn: (_, loadBalancer) => idOf(loadBalancer) },
  aws_lb_target_group: { arn: (_, group) => idOf(group) },
  aws_vpc_endpoint: {
    prefix_list_id: ({ configuration }, endpoint) => prefixListOf(configuration, endpoint),
  },
  aws_eip: {
    allocation_id: (_, elasticIp) => idOf(elasticIp),
    public_ip: (parts, elasticIp) => parts.elasticAddresses().get(idOf(elasticIp)),
  },
  aws_nat_gateway: {
    private_ip: (parts, gateway) => parts.privateAddresses().get(idOf(gateway)),
    public_ip: publicAddressOf,
  },
};

/** A placeholder for what AWS will decide; `undefined` when there is none. */
function computedAttribute(parts: Parts, resource: Resource, attribute: string): unknown {
  const byType = BY_TYPE[resource.type]?.[attribute];
  if (byType) return byType(parts, resource);
  if (attribute === "id") return idOf(resource);
  if (attribute === "arn") return arn(parts, resource);
  return undefined;
}

function publicAddress({ elasticIps, automaticAddresses }: Parts, interfaceId: string): string | undefined {
  const elasticIp = elasticIps().find(({ networkInterfaceId }) => networkInterfaceId === interfaceId);
  return elasticIp?.publicIp ?? automaticAddresses().get(interfaceId);
}

/** The account is the one of AWS's documentation. */
function arn({ configuration }: Parts, resource: Resource): string {
  const kind = resource.type.replace(/^aws_/, "").replaceAll("_", "-");
  return `arn:aws:ec2:${configuration.region() ?? ""}:123456789012:${kind}/${idOf(resource)}`;
}
