import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { EnvironmentInput } from "../../lib/config/schema";
import { STACKS, StackName, synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, SSH, THREE_ZONES } from "./examples";

/** Every resource and data source, as `type.name`, by its stack. */
function addresses(environment: Environment): Record<string, string[]> {
  const { json, stacks } = synthesize(environment);
  const inStack = ({ resource = {}, data = {} }: Record<string, Record<string, object>>) =>
    Object.entries({ ...resource, ...prefixed(data) }).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
  return Object.fromEntries(stacks.map((stack) => [stack, inStack(json(stack)).sort()]));
}

function prefixed(data: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(data).map(([type, named]) => [`data.${type}`, named]));
}

// Terraform destroys what stood at an address that is gone, and makes what stands at a new one. Who moves a resource
// on purpose says so twice: in the stack, with moveTo, and in `addresses/`.
describe("the resources and data sources", () => {
  it.each(environmentNames())("of %s have these addresses", (name) => {
    const lines = Object.entries(addresses(loadEnvironment(name))).flatMap(([stack, all]) => [
      stack,
      ...all.map((address) => `  ${address}`),
    ]);
    const list = readFileSync(join(__dirname, "addresses", `${name}.txt`), "utf8");
    expect(lines).toEqual(list.trimEnd().split("\n"));
  });
});

describe("no address goes when the environment grows by", () => {
  const zones = ["eu-central-1c", "eu-central-1a", "eu-central-1b"];
  type Change = [string, Partial<EnvironmentInput>, Partial<EnvironmentInput>];

  it.each<Change>([
    ["a second zone", { zones: zones.slice(0, 1) }, { zones: zones.slice(0, 2) }],
    ["a third zone", { zones: zones.slice(0, 2) }, { zones }],
    ["a zone with a host of its own", { ...PER_ZONE, zones: zones.slice(0, 2) }, { ...PER_ZONE, zones }],
    ["a host in each zone", THREE_ZONES, PER_ZONE],
    ["private instances", {}, { privateInstances: { count: 12 } }],
    ["the endpoints", { endpoints: false }, {}],
    ["SSH", {}, { ssh: SSH }],
  ])("%s", (_, before, after) => {
    const [small, large] = [addresses(testEnvironment(before)), addresses(testEnvironment(after))];
    for (const stack of STACKS) expect(large[stack]).toEqual(expect.arrayContaining(small[stack]!));
    expect(Object.values(large).flat().length).toBeGreaterThan(Object.values(small).flat().length);
  });
});

describe("what is there already is left as it is", () => {
  const json = (changes: Partial<EnvironmentInput>, stack: StackName) =>
    synthesize(testEnvironment(changes)).json(stack).resource;

  it("in the network, by a zone that is added at the end", () => {
    const zones = ["eu-central-1c", "eu-central-1a"];
    // A gateway endpoint takes the new zone's route table too.
    const network = (zones: string[]) => json({ zones, gatewayEndpoints: [] }, "network");
    expect(network(zones)).toMatchObject(network(zones.slice(0, 1)));
  });

  it("in the NAT instance stack, by another zone with a NAT host of its own", () => {
    const zones = ["eu-central-1c", "eu-central-1a"];
    const before = json({ ...PER_ZONE, zones: zones.slice(0, 1) }, "nat-instance");
    expect(json({ ...PER_ZONE, zones }, "nat-instance")).toMatchObject(before);
  });

  it("in the private instances stack, by more instances", () => {
    const count = (count: number) => ({ ...THREE_ZONES, privateInstances: { count } });
    expect(json(count(7), "private-instances")).toMatchObject(json(count(2), "private-instances"));
  });
});
