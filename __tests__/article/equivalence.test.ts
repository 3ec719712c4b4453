import { isDeepStrictEqual } from "node:util";
import { ADDITIONS } from "./additions";
import { check, ourTerms } from "./check";
import { DIFFERENCES } from "./differences";
import { articleEnvironments } from "./environments";
import { readOurs } from "./ours";
import { DATA_AND_PROVIDER, RESOURCES, ROWS } from "./table";

describe("the article's table", () => {
  it("holds its 24 resources, its data source and its provider, each once", () => {
    expect(RESOURCES).toHaveLength(24);
    expect(DATA_AND_PROVIDER.map(({ address }) => address)).toEqual([
      "data.aws_ami.amazon-linux-2023",
      "provider.aws",
    ]);
    expect(new Set(ROWS.map(({ address }) => address)).size).toBe(26);
  });

  it("names a difference only where what is here differs from what the article says", () => {
    const alike = ROWS.flatMap(({ facts }) => facts)
      .filter(({ difference, withSsh }) => difference && !withSsh)
      .filter(({ article, here, at }) =>
        isDeepStrictEqual(
          Object.values(article).map((value) => ourTerms(value, at)),
          Object.values(here),
        ),
      );
    expect(alike).toEqual([]);
  });

  it("uses every difference that it explains", () => {
    const used = [...ROWS.flatMap(({ facts }) => facts), ...ADDITIONS].map(({ difference }) => difference);
    expect(Object.keys(DIFFERENCES).filter((id) => !used.includes(id as keyof typeof DIFFERENCES))).toEqual(
      [],
    );
  });
});

describe.each(articleEnvironments())("the stacks of the environment $name", ({ json, switches }) => {
  it("say what the article says, differ where named, and say nothing else", () => {
    expect(check(readOurs(json), switches)).toEqual([]);
  });
});
