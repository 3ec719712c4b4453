import { STACKS } from "../support/synthesize";
import { ADDITIONS } from "./additions";
import { check } from "./check";
import { articleEnvironments } from "./environments";
import { Fact } from "./facts";
import { Mutation, alterations, extension, removal, reversals } from "./mutations";
import { StacksJson, readOurs } from "./ours";
import { ROWS } from "./table";

describe.each(articleEnvironments())("in the environment $name, the check", ({ json, switches }) => {
  const ours = [...readOurs(json).keys()];

  function complaintsAfter(spoil: Mutation["spoil"]): string[] {
    const spoiled = JSON.parse(JSON.stringify(json)) as StacksJson;
    spoil(spoiled);
    return check(readOurs(spoiled), switches);
  }

  /** The mutations that no complaint which starts with `about` follows. */
  function survivors(mutations: readonly Mutation[], about = ""): string[] {
    expect(mutations).not.toEqual([]);
    return mutations
      .filter(({ spoil }) => !complaintsAfter(spoil).some((complaint) => complaint.startsWith(about)))
      .map(({ name }) => name);
  }

  it("has no complaint before something is spoiled", () => {
    expect(complaintsAfter(() => {})).toEqual([]);
  });

  it.each(ROWS.filter(({ facts }) => facts.some(({ at }) => ours.includes(at))))(
    "notices that something that stands for $address is not there",
    ({ address, facts }) => {
      const there = new Set(facts.map(({ at }) => at).filter((at) => ours.includes(at)));
      expect(survivors([...there].map(removal), address)).toEqual([]);
    },
  );

  it.each(ROWS)("notices when what $address says is said otherwise", ({ address, facts }) => {
    expect(survivors(facts.flatMap(alterations), address)).toEqual([]);
  });

  it.each(ROWS.filter(({ facts }) => facts.some(isDifference)))(
    "notices when a named difference from $address is gone",
    ({ address, facts }) => {
      expect(survivors(facts.filter(isDifference).flatMap(reversals), address)).toEqual([]);
    },
  );

  it("notices when an output hands another resource on to the next stack", () => {
    const outputs = STACKS.flatMap((stack) =>
      Object.keys(json[stack].output ?? {})
        .filter((name) => name.startsWith("cross-stack-output-"))
        .map((name): Mutation => ({
          name: `${stack}: ${name}`,
          spoil: (spoiled) => (spoiled[stack].output[name].value = "${aws_vpc.something_else.id}"),
        })),
    );
    expect(survivors(outputs)).toEqual([]);
  });

  it("notices that an addition is not there", () => {
    expect(ADDITIONS.flatMap(({ address }) => survivors([removal(address)], address))).toEqual([]);
  });

  it("notices a resource and an argument that the table does not know", () => {
    const additions = ADDITIONS.map(({ address }) => address);
    const counterparts = ours.filter((address) => !additions.includes(address));
    const resources = STACKS.flatMap((stack) => [`${stack}/aws_vpc.new`, `${stack}/data.aws_vpc.new`]);
    expect([...counterparts, ...resources].flatMap((at) => survivors([extension(at)], at))).toEqual([]);
  });
});

/** Not what SSH alone brings: that is not there by default, and the same when it is. */
function isDifference({ difference, withSsh }: Fact): boolean {
  return difference !== undefined && !withSsh;
}
