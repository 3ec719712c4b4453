import { draw } from "../../lib/diagram/draw";
import { boxesOf } from "../../lib/diagram/picture";
import { box, node } from "./drawn";
import { ofEnvironment, oneZone, otherPeoples, regional, resource } from "./topologies";

describe("IPv6 ranges", () => {
  test("that AWS is yet to choose are drawn by their length alone", () => {
    const { boxes } = draw(ofEnvironment("dual-stack"));
    expect(boxes[0]!.ipv6).toBe("IPv6 /56");
    const subnets = boxesOf(boxes[0]!).filter(({ kind }) => kind.endsWith("subnet"));
    expect(subnets.map(({ ipv6 }) => ipv6)).toEqual(["IPv6 /64", "IPv6 /64", "IPv6 /64", "IPv6 /64"]);
  });

  test("of a state are drawn as they are, and none where there is none", () => {
    const subnet = resource("aws_subnet.private_b", "subnet-private-b", {
      vpc_id: "vpc-1",
      availability_zone: "eu-central-1b",
      cidr_block: "10.8.2.0/24",
      ipv6_cidr_block: "2a05:d014:1:2::/64",
    });
    expect(box(oneZone(2, [subnet]), "subnet-private-b").ipv6).toBe("2a05:d014:1:2::/64");
    expect(box(oneZone(), "subnet-private-b").ipv6).toBeUndefined();
  });
});

describe("a NAT gateway of the whole VPC", () => {
  test("is drawn in the VPC, with all its addresses, and leads to the internet gateway", () => {
    const { boxes, links } = draw(regional());
    const [gateway] = boxes[0]!.nodes.filter(({ kind }) => kind === "nat-gateway");
    expect(gateway).toMatchObject({
      key: "nat-1",
      details: ["regional", "NAT gateway", "Elastic IP", "Elastic IP"],
    });
    expect(links.filter(({ from }) => from === "nat-1")).toEqual([
      { kind: "way-out", from: "nat-1", to: "igw-1" },
    ]);
  });
});

describe("gateway endpoints", () => {
  test("of the same route tables are drawn as one", () => {
    expect(node(regional(), "vpce-s3")).toMatchObject({
      name: "dynamodb, s3",
      elements: ["vpce-dynamodb", "vpce-s3"],
    });
    expect(node(regional(), "rtb-public").details).toEqual(["0.0.0.0/0", "dynamodb, s3"]);
  });

  test("of other route tables are drawn apart", () => {
    const dynamodb = resource("aws_vpc_endpoint.dynamodb", "vpce-dynamodb", {
      vpc_id: "vpc-1",
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-central-1.dynamodb",
      route_table_ids: ["rtb-public"],
    });
    expect(node(otherPeoples([dynamodb]), "vpce-s3").name).toBe("s3");
    expect(node(otherPeoples([dynamodb]), "rtb-public").details).toEqual(["0.0.0.0/0", "dynamodb"]);
  });
});
