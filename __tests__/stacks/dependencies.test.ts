import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentInput } from "../../lib/config/schema";
import { STACKS, StackName, Synthesized, synthesize, testEnvironment } from "../support/synthesize";
import { PER_ZONE, THREE_ZONES } from "./examples";

const ENVIRONMENTS: [string, Partial<EnvironmentInput>][] = [
  ["one zone", {}],
  ["three zones and one host", THREE_ZONES],
  ["three zones and a host in each", PER_ZONE],
];

/** What a stack takes from others, as `producer expression`, each once. */
function taken({ json }: Synthesized, consumer: StackName): string[] {
  const references = JSON.stringify(json(consumer)).matchAll(
    /\$\{data\.terraform_remote_state\.cross-stack-reference-input-([a-z-]+)\.outputs\.([\w-]+)\}/g,
  );
  const expressions = [...references].map(([, producer, output]) => {
    return `${producer} ${json(producer as StackName).output[output!].value}`;
  });
  return [...new Set(expressions)].sort();
}

describe.each(ENVIRONMENTS)("the stacks of %s", (_, changes) => {
  const synthesized = synthesize(testEnvironment(changes));
  const manifest = JSON.parse(readFileSync(join(synthesized.folder, "manifest.json"), "utf8"));

  it.each([
    ["network", []],
    ["nat-instance", ["network"]],
    ["private-instances", ["network"]],
    ["routes", ["nat-instance", "network", "private-instances"]],
  ])("deploy %s after %j and no other", (stack, dependencies) => {
    expect([...manifest.stacks[stack].dependencies].sort()).toEqual(dependencies);
  });

  it("are these four", () => {
    expect(Object.keys(manifest.stacks).sort()).toEqual([...STACKS].sort());
  });

  it("depend on each other by the values they take and by nothing else", () => {
    for (const stack of STACKS) {
      const producers = new Set(taken(synthesized, stack).map((value) => value.split(" ")[0]));
      expect([...producers]).toEqual([...manifest.stacks[stack].dependencies].sort());
    }
  });
});

describe("what one zone's stacks take from each other", () => {
  const synthesized = synthesize(testEnvironment());

  it.each<[StackName, string[]]>([
    ["network", []],
    [
      "nat-instance",
      [
        "network ${aws_subnet.private_b.id}",
        "network ${aws_subnet.public_b.id}",
        "network ${aws_vpc.vpc.id}",
      ],
    ],
    ["private-instances", ["network ${aws_subnet.private_b.id}", "network ${aws_vpc.vpc.id}"]],
    [
      "routes",
      [
        "nat-instance ${aws_network_interface.nat_b_card1.id}",
        "nat-instance ${aws_security_group.nat.id}",
        "network ${aws_route_table.private_b.id}",
        "private-instances ${aws_security_group.private.id}",
      ],
    ],
  ])("%s takes %j", (stack, values) => {
    expect(taken(synthesized, stack)).toEqual(values);
  });
});
