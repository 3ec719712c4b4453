import { primaryInterfaceId } from "./attachments";
import { idOf, withId } from "./elements";
import { prefixListOf } from "./endpoints";
import { publicAddressOf } from "./gateways";
import { Parts } from "./parts";
import { Resource } from "../terraform-json/stack";
import { placeholderMac } from "./placeholders";
import { defaultNetworkAclId, defaultRouteTableId, defaultSecurityGroupId } from "./vpcs";

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
  },
  aws_network_interface: {
    private_ip: (parts, networkInterface) => parts.privateAddresses().get(idOf(networkInterface)),
    mac_address: (_, networkInterface) => placeholderMac(networkInterface),
  },
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
export function computedAttribute(parts: Parts, resource: Resource, attribute: string): unknown {
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
