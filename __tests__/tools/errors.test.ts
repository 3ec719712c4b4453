import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explainError } from "../../lib/tools/errors";
import { readJson } from "../../lib/tools/read-files";

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
