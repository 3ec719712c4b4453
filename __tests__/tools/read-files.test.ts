import { fillIn } from "../../lib/tools/read-files";

describe("fillIn", () => {
  test("fills every placeholder in, each time it comes", () => {
    expect(fillIn("@a@ and @b_2@, @a@", { a: "1", b_2: "two" })).toBe("1 and two, 1");
  });

  test("takes a value as it is", () => {
    expect(fillIn("x = @a@", { a: "$& $1 @b@" })).toBe("x = $& $1 @b@");
  });

  test("leaves other at signs alone", () => {
    expect(fillIn("policy-routes@.service, a@b @ @", {})).toBe("policy-routes@.service, a@b @ @");
  });

  test("refuses a placeholder without a value", () => {
    expect(() => fillIn("@a@ @b@", { a: "1" })).toThrow("No value for the placeholder @b@");
  });
});
