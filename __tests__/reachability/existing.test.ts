import { UnknownEndError, endNames, explain, explainAll, unmetExpectations } from "../../lib/reachability";
import { existingNetwork, idOf } from "../support/existing";
import { network } from "./networks";

const beside = existingNetwork();
const takenOver = existingNetwork({ takeOver: true });

describe("somebody in a private subnet that exists already", () => {
  const subnet = idOf("subnet", 11);
  const places = ["private-a", subnet, "data.aws_subnet.private_a", "network/data.aws_subnet.private_a"];

  test.each([...places, "10.60.16.10", "10.60.32.77"])(
    "is let out and passed on, whoever it is: %s",
    (from) => {
      const { verdict, request, seenAs } = explain(takenOver, { from, to: "internet" });
      expect([verdict, seenAs]).toEqual(["reachable", takenOver.elasticIps[0]!.publicIp]);
      expect(request[0]!.name).toBe(
        from === "10.60.32.77"
          ? "a client in private-b"
          : `${from.startsWith("10.") ? "a" : "any"} client in private-a`,
      );
    },
  );

  test("goes where a way out leads that is not ours, and what that passes is not known", () => {
    const nat = explain(beside, { from: "private-a", to: "internet" });
    expect(nat.verdict).toBe("not decided");
    expect(nat.missing).toEqual([
      {
        name: `routes/aws_route.${idOf("rtb", 1)}_default`,
        why: `leads 0.0.0.0/0 to NAT gateway ${idOf("nat", 1)}, which is not this project's; what it passes is not known here`,
      },
    ]);
    const { missing } = explain(beside, { from: "private-b", to: "internet" });
    expect(missing[0]!.why).toContain(`to transit gateway ${idOf("tgw", 1)}, which is not`);
  });

  test("answers nobody on the internet, and for others its groups were not read", () => {
    expect(explain(takenOver, { from: "internet", to: "private-a" })).toMatchObject({
      verdict: "not reachable",
      blocker: { code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS" },
      strangerToPrivate: true,
    });
    const { verdict, missing } = explain(takenOver, { from: "nat-a", to: "private-b" });
    expect([verdict, missing]).toEqual([
      "not decided",
      [{ name: "network/data.aws_subnet.private_b", why: "holds hosts whose security groups were not read" }],
    ]);
  });

  test("is asked for by an expectation too", () => {
    const must = { from: "10.60.16.10", to: "internet", reachable: true };
    expect(unmetExpectations(takenOver, [must])).toEqual([]);
    expect(unmetExpectations(beside, [must])).toEqual([
      expect.stringMatching(/must be reachable and is not decided: /),
    ]);
  });
});

test.each([
  [
    "10.60.99.9",
    /is in vpc's range and in no subnet that was read; there are: private-a \(10\.60\.16\.0\/20\), private-a-1/,
  ],
  // The placeholder for a range is nobody's.
  ["10.60.255.250", /in no subnet that was read/],
  ["10.60.16.1", /AWS keeps it for itself/],
  ["privat-a", /did you mean "private-a"/],
])("an address in no subnet, or one that AWS keeps, is no end: %s", (from, message) => {
  expect(() => explain(takenOver, { from, to: "internet" })).toThrow(UnknownEndError);
  expect(() => explain(takenOver, { from, to: "internet" })).toThrow(message);
});

test("a host's own address is that host's", () => {
  const own = takenOver.networkInterfaces.find(({ name }) => name === "nat-a-card1")!.privateIp;
  expect(explain(takenOver, { from: own, to: "internet" }).request[0]!.name).toBe("nat-a-card1");
});

test("everything to everything asks for each private subnet that nobody was read of", () => {
  const { sources, targets, answers } = explainAll(takenOver, {});
  expect(sources).toEqual(["nat-a", "internet", "private-a", "private-a-1", "private-b"]);
  expect(targets).toEqual(["nat-a", "internet", "aws:dynamodb", "aws:s3"]);
  expect(answers[2]!.map((answer) => answer?.verdict)).toEqual([
    "not reachable",
    "reachable",
    "reachable",
    "reachable",
  ]);
  expect(answers.slice(2).map((row) => row[1]!.verdict)).toEqual(Array(3).fill("reachable"));
  expect(endNames(takenOver)).toEqual(
    expect.arrayContaining(["private-a", "private-a-1", "private-b", "public-a"]),
  );
});

test("a network of ours may have several ranges, and its subnets are in any of them", () => {
  const topology = network({
    vpcCidr: ["10.8.0.0/16", "100.64.0.0/20"],
    zones: [{ name: "eu-central-1b", privateCidr: "100.64.0.0/24" }],
  });
  expect(topology.vpcs.map(({ cidrs }) => cidrs)).toEqual([["10.8.0.0/16", "100.64.0.0/20"]]);
  const { verdict, request } = explain(topology, { from: "private-0", to: "internet" });
  expect([verdict, request[0]!.text]).toEqual(["reachable", expect.stringContaining("leaves 100.64.0.4")]);
  const inside = explain(topology, { from: "private-0", to: "endpoints-ssm" });
  expect(inside.request.map(({ text }) => text)).toContainEqual(expect.stringContaining("is inside the VPC"));
});
