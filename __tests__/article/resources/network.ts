import { ArticleResource, byDefault, differs, reference, resource, same } from "../facts";

const IN_THE_VPC = same({ vpc_id: reference("aws_vpc.nat-test") });

/** `vpc.tf`, `public-subnet.tf` and `private-subnet.tf`. */
export const NETWORK: readonly ArticleResource[] = [
  resource("aws_vpc.nat-test", "network/aws_vpc.vpc", [
    same({ cidr_block: "10.8.0.0/16", enable_dns_support: true, enable_dns_hostnames: true }),
    differs("names", { "tags.Name": "nat-test" }, { "tags.Name": "article-vpc" }),
  ]),
  resource("aws_internet_gateway.igw", "network/aws_internet_gateway.gateway", [
    IN_THE_VPC,
    differs("names", { "tags.Name": "igw" }, { "tags.Name": "article-gateway" }),
  ]),
  resource("aws_subnet.public-subnet", "network/aws_subnet.public_b", [
    IN_THE_VPC,
    same({
      availability_zone: "eu-central-1b",
      cidr_block: "10.8.1.0/24",
      map_public_ip_on_launch: true,
    }),
    differs("names", { "tags.Name": "public-subnet" }, { "tags.Name": "article-public-b" }),
  ]),
  resource("aws_route_table.public-rtb", "network/aws_route_table.public", [IN_THE_VPC]),
  resource("aws_route_table_association.public-rtb", "network/aws_route_table_association.public_b", [
    same({
      subnet_id: reference("aws_subnet.public-subnet"),
      route_table_id: reference("aws_route_table.public-rtb"),
    }),
  ]),
  resource("aws_route.default", "network/aws_route.public_default", [
    same({
      route_table_id: reference("aws_route_table.public-rtb"),
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: reference("aws_internet_gateway.igw"),
    }),
  ]),
  resource("aws_subnet.private-subnet", "network/aws_subnet.private_b", [
    IN_THE_VPC,
    same({ availability_zone: "eu-central-1b", cidr_block: "10.8.2.0/24" }),
    byDefault({ map_public_ip_on_launch: false }),
    differs("names", { "tags.Name": "private-subnet" }, { "tags.Name": "article-private-b" }),
  ]),
  resource("aws_route_table.private-rtb", "network/aws_route_table.private_b", [IN_THE_VPC]),
  resource("aws_route_table_association.private-rtb", "network/aws_route_table_association.private_b", [
    same({
      subnet_id: reference("aws_subnet.private-subnet"),
      route_table_id: reference("aws_route_table.private-rtb"),
    }),
  ]),
  resource("aws_route.private-public", "routes/aws_route.private_b_default", [
    same({
      route_table_id: reference("aws_route_table.private-rtb"),
      destination_cidr_block: "0.0.0.0/0",
      network_interface_id: reference("aws_network_interface.private-sub-ni"),
    }),
  ]),
];
