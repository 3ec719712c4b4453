import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { explainError } from "../../lib/tools/explain-error";
import { readJson } from "../../lib/tools/read-json";
import { shown } from "../../lib/tools/shown";
import { withTemporaryFolder } from "../../lib/tools/temporary-folder";

describe("a value in a message", () => {
  test.each([
    ["cdktf.out", '"cdktf.out"'],
    ["", '""'],
    ["a\nb\t\u001b[31m", '"a\\nb\\t\\u001b[31m"'],
    ["left\u202eright\u200b", '"left\\u202eright\\u200b"'],
    ["\u0085\u2028", '"\\u0085\\u2028"'],
    ["Größe 日本", '"Größe 日本"'],
    ["ghp_abc", "(7 characters that may be a secret)"],
    ["https://me:hunter2@example.com", "(30 characters that may be a secret)"],
    ["x".repeat(100_000), `"${"x".repeat(57)}..."`],
  ])("%j is %s", (value, message) => {
    expect(shown(value)).toBe(message);
  });

  test("is one short line of printable characters, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (value) => {
        expect(shown(value)).toMatch(/^["(][^\p{C}\p{Zl}\p{Zp}]*[")]$/u);
        expect(shown(value).length).toBeLessThan(500);
      }),
    );
  });
});

describe("an error that nothing else has explained", () => {
  const folder = mkdtempSync(join(tmpdir(), "error-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const thrown = (use: () => unknown) => {
    try {
      return use();
    } catch (error) {
      return error;
    }
  };

  test.each<[string, unknown, string | RegExp]>([
    ["of the system", thrown(() => readFileSync("/nonexistent")), '"/nonexistent": it is not there (ENOENT)'],
    ["of the system", thrown(() => readFileSync(folder)), /^Failed: it is a folder; name a file \(EISDIR\)$/],
    ["of a program", Object.assign(new Error("long\nlonger"), { shortMessage: "nft failed" }), "nft failed"],
    ["said already", new Error("a: is wrong\nb: too"), "a: is wrong\nb: too"],
    [
      "of this program",
      thrown(() => (undefined as any).x),
      /^TypeError: [^\n]*; this is a mistake of the program, and DEBUG=1 shows where$/,
    ],
    ["that is none", "gone\n", 'Failed: "gone\\n"'],
  ])("%s is shown", (_, error, message) => {
    if (typeof message === "string") expect(explainError(error)).toBe(message);
    else expect(explainError(error)).toMatch(message);
  });

  test("of the system without a path names the place", () => {
    expect(
      explainError(
        thrown(() => readFileSync(folder)),
        "/there",
      ),
    ).toMatch(/^"\/there": it is a folder/);
  });

  test.each(["", "{", '{"a": 1,}', "{\n\n\u001b oops", "<html>\n</html>"])(
    "of JSON %j is one line that names the file",
    (text) => {
      const file = join(folder, "a.json");
      writeFileSync(file, text);
      const { message } = thrown(() => readJson(file)) as Error;
      expect(message).toMatch(/a\.json.*: is no JSON \(.+\); make it again$/);
      expect(message).toMatch(/^[^\p{Cc}]*$/u);
    },
  );
});

describe("a temporary folder", () => {
  const existing = (folder: string) => thrownBy(() => readFileSync(folder)) === "EISDIR";
  const thrownBy = (use: () => unknown) => {
    try {
      use();
      return undefined;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  };

  test("is gone when its use ends, at once or later, well or not", async () => {
    const seen: string[] = [];
    const use = (folder: string) => {
      expect(existing(folder)).toBe(true);
      seen.push(folder);
    };
    withTemporaryFolder(use);
    await withTemporaryFolder(async (folder) => use(folder));
    expect(() =>
      withTemporaryFolder((folder) => {
        use(folder);
        throw new Error("no");
      }),
    ).toThrow("no");
    await expect(
      withTemporaryFolder(async (folder) => {
        use(folder);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(seen).toHaveLength(4);
    expect(seen.filter(existing)).toEqual([]);
  });
});
