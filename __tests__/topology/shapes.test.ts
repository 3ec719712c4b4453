import { join } from "node:path";
import { readTopology } from "../../lib/topology";
import { inWords } from "./in-words";

const fixture = (name: string) => readTopology(join(__dirname, "fixtures", name));

test("one file with everything inline, variables and locals", () => {
  expect(inWords(fixture("single-stack"))).toEqual([
    "vpc nat-test 10.8.0.0/16 main=nat-test-default",
    "subnet private 10.8.2.0/24 in nat-test eu-west-1b table=private",
    "subnet public 10.8.1.0/24 in nat-test eu-west-1b table=public",
    "table private of nat-test 0.0.0.0/0>network-interface:private",
    "table public of nat-test 0.0.0.0/0>internet-gateway:igw",
    "table nat-test-default of nat-test main",
    "group nat of nat-test in[all private, tcp 22-22 192.0.2.0/24, tcp 22-22 192.0.2.200/32] out[all 0.0.0.0/0, all ::/0]",
    "group private of nat-test in[icmp 8 0 10.8.1.4/32, icmp 8 0 private] out[]",
    "group nat-test-default of nat-test in[all nat-test-default] out[all 0.0.0.0/0]",
    "network interface app-card0 10.8.2.4 in private checked groups=private #0 of app",
    "network interface nat-card0 10.8.1.4 in public checked groups=nat #0 of nat public=203.0.113.1",
    "network interface web-card0 10.8.2.5 in private unchecked groups=nat #0 of web",
    "network interface private 10.8.2.50 in private unchecked groups=nat #1 of nat",
    "instance app t4g.nano network interfaces=app-card0",
    "instance nat t4g.nano network interfaces=nat-card0+private",
    "instance web t4g.nano network interfaces=web-card0",
    "internet-gateway igw of nat-test",
  ]);
});

test("files merged with an override, the main route table alone, and no security group", () => {
  expect(inWords(fixture("main-table"))).toEqual([
    "vpc this 172.31.0.0/16 main=rules",
    "subnet only 172.31.0.0/20 in this us-west-2b table=rules maps-public",
    "table rules of this main 0.0.0.0/0>internet-gateway:this",
    "group this-default of this in[all this-default] out[all 0.0.0.0/0]",
    "network interface quiet-card0 172.31.0.4 in only checked groups=this-default #0 of quiet",
    "network interface web-card0 172.31.0.5 in only checked groups=this-default #0 of web public=203.0.113.1",
    "network interface logs-only 172.31.0.6 in only checked groups=this-default",
    "instance quiet t3.micro network interfaces=quiet-card0",
    "instance web t3.micro network interfaces=web-card0",
    "internet-gateway this of this",
    "interface endpoint logs of this for com.amazonaws.us-west-2.logs network interfaces=logs-only",
  ]);
});

test("a NAT gateway in each zone, endpoints, IPv6, and parts that are not understood", () => {
  expect(inWords(fixture("nat-gateways"))).toEqual([
    "vpc main 10.0.0.0/16 main=main-default",
    "subnet private-a 10.0.10.0/24 in main eu-north-1a table=private-a",
    "subnet private-b 10.0.11.0/24 in main eu-north-1b table=private-b",
    "subnet public-a 10.0.0.0/24 in main eu-north-1a table=public",
    "subnet public-b 10.0.1.0/24 in main eu-north-1b table=public",
    "table private-a of main 0.0.0.0/0>nat-gateway:a ::/0>egress-only-gateway:six",
    "table private-b of main 0.0.0.0/0>nat-gateway:b",
    "table public of main 0.0.0.0/0>internet-gateway:main",
    "table main-default of main main",
    "group doors of main in[tcp 443-443 10.0.10.0/24, tcp 443-443 10.0.11.0/24] out[protocol 50 0.0.0.0/0]",
    "group main-default of main in[all main-default] out[all 0.0.0.0/0, all ::/0]",
    "network interface ssm-private-a 10.0.10.10 in private-a checked groups=doors",
    "network interface ssm-private-b 10.0.11.5 in private-b checked groups=doors",
    "egress-only-gateway six of main",
    "internet-gateway main of main",
    "nat-gateway a of main in public-a 10.0.0.4 public=203.0.113.1",
    "nat-gateway b of main in public-b 10.0.1.9 public=203.0.113.2",
    "nat-gateway inside of main in private-b 10.0.11.4",
    "gateway endpoint s3 of main for com.amazonaws.eu-north-1.s3 tables=private-a+private-b",
    "interface endpoint ssm of main for com.amazonaws.eu-north-1.ssm network interfaces=ssm-private-a+ssm-private-b",
    "elastic ip nat-a 203.0.113.1",
    "elastic ip nat-b 203.0.113.2",
    "not understood: nat-gateways: aws_vpc_endpoint.inspection",
    "not understood: nat-gateways: module.database",
  ]);
});

test("two VPCs with a peering, one with another main table, and rules in both default groups", () => {
  expect(inWords(fixture("two-vpcs"))).toEqual([
    "vpc east 10.1.0.0/16 main=east",
    "vpc west 10.2.0.0/16 main=west-default",
    "subnet east 10.1.1.0/28 in east no-zone table=east",
    "subnet west 10.2.1.0/28 in west no-zone table=west-default",
    "table east of east main 10.2.0.0/16>other:vpc-peering-connection-db80a197e6f8ba555",
    "table east-default of east",
    "table west-default of west main 10.1.0.0/16>other:vpc-peering-connection-db80a197e6f8ba555 192.168.0.0/16>other:vpn-gateway-fb1437ee3a94c70ed",
    "group east of east in[udp 53-53 east, all east] out[]",
    "group west-default of west in[tcp 80-80 10.1.0.0/16, all west-default] out[all 0.0.0.0/0]",
    "network interface east-card0 10.1.1.4 in east checked groups=east #0 of east",
    "network interface west-card0 10.2.1.4 in west checked groups=west-default #0 of west",
    "instance east t3.nano network interfaces=east-card0",
    "instance west t3.nano network interfaces=west-card0",
    "not understood: two-vpcs: aws_vpc_peering_connection.both",
    "not understood: two-vpcs: aws_vpn_gateway.office",
  ]);
});

test("network interfaces of their own, and Elastic IPs associated in each way there is", () => {
  expect(inWords(fixture("network-interfaces"))).toEqual([
    "vpc main 10.0.0.0/16 main=main-default",
    "subnet back 10.0.2.0/24 in main no-zone table=back",
    "subnet front 10.0.1.0/24 in main no-zone table=main-default maps-public",
    "table back of main 0.0.0.0/0>network-interface:zero",
    "table edge of main",
    "table main-default of main main",
    "group extra of main in[] out[]",
    "group front of main in[] out[all 203.0.113.2/32]",
    "group main-default of main in[all main-default] out[all 0.0.0.0/0]",
    "network interface fixed-card0 10.0.2.5 in back checked groups=main-default #0 of fixed public=203.0.113.3",
    "network interface host-card0 10.0.1.4 in front checked groups=main-default+extra #0 of host public=203.0.113.2",
    "network interface plain-card0 10.0.1.5 in front checked groups=main-default #0 of plain public=203.0.113.5",
    "network interface one 10.0.2.6 in back unchecked groups=main-default #1 of two-cards",
    "network interface primary 10.0.2.7 in back checked groups=main-default #0 of newer",
    "network interface spare 10.0.2.4 in back checked groups=main-default",
    "network interface zero 10.0.1.6 in front checked groups=front+extra #0 of two-cards public=203.0.113.1",
    "instance fixed t4g.nano network interfaces=fixed-card0",
    "instance host t4g.nano network interfaces=host-card0",
    "instance newer t4g.nano network interfaces=primary",
    "instance plain t4g.nano network interfaces=plain-card0",
    "instance two-cards c7gn.medium network interfaces=zero+one",
    "internet-gateway loose of ",
    "elastic ip by-address 203.0.113.1 of zero",
    "elastic ip by-id 203.0.113.2 of host-card0",
    "elastic ip by-instance 203.0.113.3 of fixed-card0",
    "elastic ip unused 203.0.113.4",
    "not understood: network-interfaces: aws_route_table_association.edge",
  ]);
});

test("a state, child modules too, whose ids and addresses are the real ones", () => {
  expect(inWords(fixture("state.json"))).toEqual([
    "vpc other 172.31.0.0/16 main=other-main",
    "vpc network-this-0 10.9.0.0/16 main=network-subnets-private",
    "subnet network-subnets-private-eu-central-1b 10.9.2.0/24 in network-this-0 eu-central-1b table=network-subnets-private",
    "subnet network-subnets-public-eu-central-1b 10.9.1.0/24 in network-this-0 eu-central-1b table=network-subnets-private maps-public",
    "table other-main of other main",
    "table network-this-0-default of network-this-0",
    "table network-subnets-private of network-this-0 main 0.0.0.0/0>network-interface:inside",
    "group nat of network-this-0 in[] out[all 0.0.0.0/0]",
    "group other-default of other in[all other-default] out[all 0.0.0.0/0]",
    "group network-this-0-default of network-this-0 in[all network-this-0-default] out[all 0.0.0.0/0]",
    "network interface nat-card0 10.9.1.213 in network-subnets-public-eu-central-1b checked groups=nat #0 of nat public=18.184.0.7",
    "network interface attached-by-hand 10.9.2.32 in network-subnets-private-eu-central-1b checked groups=nat",
    "network interface inside 10.9.2.31 in network-subnets-private-eu-central-1b unchecked groups=nat #1 of nat",
    "network interface own 10.9.2.40 in network-subnets-private-eu-central-1b checked groups=nat #0 of own-card",
    "network interface ssm-network-subnets-private-eu-central-1b 10.9.2.201 in network-subnets-private-eu-central-1b checked groups=nat",
    "instance nat t4g.nano network interfaces=nat-card0+inside",
    "instance own-card t4g.micro network interfaces=own",
    "internet-gateway network-this-0 of network-this-0",
    "nat-gateway spare of network-this-0 in network-subnets-public-eu-central-1b 10.9.1.77 public=3.64.0.10",
    "interface endpoint ssm of network-this-0 for com.amazonaws.eu-central-1.ssm private-dns network interfaces=ssm-network-subnets-private-eu-central-1b",
    "elastic ip gateway 3.64.0.9",
    "elastic ip nat 18.184.0.7 of nat-card0",
    "not understood: state: data.aws_vpc.other",
  ]);
});

test("a state's ids are kept, and its region is the one in the ARNs", () => {
  const { region, instances, networkInterfaces, vpcs, endpoints } = fixture("state.json");
  expect(region).toBe("eu-central-1");
  expect(vpcs[1]).toMatchObject({ id: "vpc-0aaaaaaaaaaaaaaaa", mainRouteTableId: "rtb-0bbbbbbbbbbbbbbbb" });
  expect(instances[0]!.networkInterfaceIds).toEqual(["eni-0aaaaaaaaaaaaaaaa", "eni-0bbbbbbbbbbbbbbbb"]);
  expect(endpoints[0]!.networkInterfaceIds).toEqual(["eni-0eeeeeeeeeeeeeeee"]);
  expect(networkInterfaces.map(({ address }) => address)).toEqual([
    "aws_instance.nat",
    "aws_network_interface.attached_by_hand",
    "aws_network_interface.inside",
    "aws_network_interface.own",
    "aws_vpc_endpoint.ssm",
  ]);
});

test("where a state has a route or a rule twice, the one with an address of its own counts", () => {
  const { routeTables, securityGroups } = fixture("state.json");
  expect(routeTables.flatMap(({ routes }) => routes.map(({ address }) => address))).toEqual([
    "module.network.module.subnets.aws_route.private",
  ]);
  expect(securityGroups.find(({ name }) => name === "nat")!.egress.map(({ address }) => address)).toEqual([
    "aws_vpc_security_group_egress_rule.nat",
  ]);
});

test("the provider without an alias says the region", () => {
  expect(fixture("main-table").region).toBe("us-west-2");
  expect(fixture("single-stack").region).toBe("eu-west-1");
  expect(fixture("network-interfaces").region).toBeUndefined();
});
