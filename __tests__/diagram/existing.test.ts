import { draw } from "../../lib/diagram/draw";
import { boxesOf, nodesOf } from "../../lib/diagram/picture";
import { existingNetwork, idOf } from "../support/existing";

const drawn = (takeOver: boolean) => draw(existingNetwork({ takeOver }, { gatewayEndpoints: [] }));

test("what exists already says so, and a range that was not read is not drawn", () => {
  const boxes = boxesOf(drawn(false)).map(({ kind, name, detail }) => [kind, name, detail]);
  expect(boxes).toEqual([
    ["vpc", "vpc", "10.60.0.0/16, 100.64.0.0/20, exists already"],
    ["zone", "eu-central-1a", undefined],
    ["private-subnet", "private-a", "10.60.16.0/20"],
    ["private-subnet", "private-a-1", "100.64.0.0/24"],
    ["public-subnet", "public-a", undefined],
    ["zone", "eu-central-1b", undefined],
    ["private-subnet", "private-b", "10.60.32.0/20"],
  ]);
});

test("the ways out that are not ours are outside, until nothing leads there", () => {
  const others = (takeOver: boolean) =>
    nodesOf(drawn(takeOver))
      .filter(({ kind }) => kind === "other")
      .map(({ name, details }) => [name, ...details]);
  expect(others(false)).toEqual([
    [idOf("nat", 1), "NAT gateway", "exists already"],
    [idOf("tgw", 1), "transit gateway", "exists already"],
  ]);
  expect(others(true)).toEqual([]);
});

test("routes lead to the NAT host once they are taken over", () => {
  const host = nodesOf(drawn(true)).find(({ details }) => details.includes("interface #1"))!;
  const routes = drawn(true).links.filter(({ kind }) => kind === "route");
  expect(routes.filter(({ to }) => to === host.key).map(({ from }) => from)).toEqual([
    idOf("rtb", 1),
    idOf("rtb", 2),
  ]);
});
