import { hostFiles } from "../../lib/nat-host/files";
import { fillIn } from "../../lib/tools/fill-in";

describe("hostFiles", () => {
  const INTERFACE = /\b(iif|oif|iifname|oifname|eth\d+|en[sp]\d+\w*)\b/;

  test.each(["iifname", "oif ens5", "dev eth0", "enp0s3"])("would know %j for an interface", (text) => {
    expect(text).toMatch(INTERFACE);
  });

  test.each(hostFiles())("names no interface in $path", ({ content }) => {
    expect(content).not.toMatch(INTERFACE);
  });

  test("has files that are already in the normal form that Terraform turns them into", () => {
    for (const { content } of hostFiles()) expect(content).toBe(content.normalize("NFC"));
  });
});

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
