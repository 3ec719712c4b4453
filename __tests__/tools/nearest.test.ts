import { nearest } from "../../lib/tools/nearest";

const KNOWN = ["vpcCidr", "zones", "privateInstances", "instanceType", "endpoints"];

it.each([
  ["vpccidr", "vpcCidr"],
  ["VPCCIDR", "vpcCidr"],
  ["vpcCider", "vpcCidr"],
  ["zone", "zones"],
  ["instance_type", "instanceType"],
  ["Endpoint", "endpoints"],
  ["instances", "privateInstances"],
])("%s is taken to mean %s", (given, meant) => expect(nearest(given, KNOWN)).toBe(meant));

it.each(["", "x", "ip", "colour", "subnets"])('nothing is meant by "%s"', (given) =>
  expect(nearest(given, KNOWN)).toBeUndefined(),
);
