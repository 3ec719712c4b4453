import { Topology } from "../../lib/topology";
import {
  APPS,
  ASSOCIATIONS,
  MAIN,
  SUBNETS,
  byGateway,
  nat,
  natGateway,
  subnet,
  vpc,
  zonalGateway,
} from "./small-vpc";

const ownAddress = { aws_eip: { out: { domain: "vpc" } } };
const regional = { vpc_id: MAIN, availability_mode: "regional" };

/** Networks whose private subnets get out by NAT gateways of each kind. */
export const WAYS_OUT: Readonly<Record<string, Topology>> = {
  "a NAT gateway in each of two zones": vpc(
    {
      one: { nat_gateway_id: "${aws_nat_gateway.here.id}" },
      two: { nat_gateway_id: "${aws_nat_gateway.there.id}" },
    },
    {
      aws_subnet: { ...SUBNETS, there: subnet("10.0.3.0/24") },
      aws_route_table_association: {
        ...ASSOCIATIONS,
        there: { subnet_id: "${aws_subnet.there.id}", route_table_id: "${aws_route_table.public.id}" },
      },
      aws_eip: { here: { domain: "vpc" }, there: { domain: "vpc" } },
      aws_nat_gateway: { here: zonalGateway("public", "here"), there: zonalGateway("there", "there") },
      aws_instance: APPS,
    },
  ),
  "a regional NAT gateway": vpc(byGateway, { aws_nat_gateway: { out: regional }, aws_instance: APPS }),
  "a regional NAT gateway under one's own address": vpc(byGateway, {
    ...ownAddress,
    aws_nat_gateway: {
      out: {
        ...regional,
        availability_zone_address: [
          { availability_zone: "eu-central-1a", allocation_ids: ["${aws_eip.out.allocation_id}"] },
        ],
      },
    },
    aws_instance: APPS,
  }),
  "a NAT gateway that has its NAT instance's name": vpc(byGateway, {
    ...natGateway,
    aws_instance: { ...APPS, out: nat("public") },
  }),
};
