import { readFileSync } from "node:fs";
import { withTemporaryFolder } from "../../lib/tools/temporary-folder";

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
