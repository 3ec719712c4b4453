import { price } from "../../lib/cost/price";
import { readTopology } from "../../lib/topology";
import { existingNetwork, idOf } from "../support/existing";
import { written } from "../topology/written";
import { priceList } from "./pricing";

const TRAFFIC = { gb: 100, endpointGb: 1 };
const billed = (takeOver: boolean) => price(existingNetwork({ takeOver }), priceList(), TRAFFIC);

test("of an existing network the NAT host is priced, and what is not ours is named", () => {
  const { variants, unpriced, notes } = billed(false);
  const [asIs] = variants;
  expect(asIs.wayOut).toMatchObject({ natInstances: 0, natGateways: 0 });
  expect(asIs.bill.lines.map(({ what }) => what)).toContain("NAT instances standing by, t4g.nano");
  expect(unpriced).toEqual([`the NAT gateway ${idOf("nat", 1)}, which is not this project's`]);
  expect(notes.join()).toContain("there is no comparison with NAT gateways");
});

test("taken over, it costs what the same host costs anywhere", () => {
  const { variants, unpriced } = billed(true);
  expect(variants[0].wayOut).toMatchObject({ natInstances: 1, natGateways: 0 });
  expect(unpriced).toEqual([]);
});

test("a NAT gateway that a state holds as another's is not priced either", () => {
  const found = (type: string, values: object) => ({
    ...{ address: `data.${type}.a`, mode: "data", type, name: "a", values },
  });
  const subnet = { subnet_id: "subnet-1" };
  const resources = [
    found("aws_vpc", { id: "vpc-1", cidr_block: "10.0.0.0/16", main_route_table_id: "rtb-1" }),
    found("aws_subnet", { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" }),
    found("aws_nat_gateway", { id: "nat-1", ...subnet, private_ip: "10.0.0.9", public_ip: "198.51.100.9" }),
    found("aws_route_table", {
      ...{ id: "rtb-1", vpc_id: "vpc-1", associations: [subnet] },
      routes: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" }],
    }),
  ];
  const state = { format_version: "1.0", values: { root_module: { resources } } };
  const topology = readTopology(written({ "network.json": state }));
  expect(topology.gateways).toHaveLength(1);
  const { variants, unpriced, breakEven } = price(topology, priceList(), TRAFFIC);
  expect(variants[0].bill.total).toBe(0);
  expect(unpriced).toEqual(["the NAT gateway nat-1, which is not this project's"]);
  expect(breakEven).toEqual([]);
});
