import { npmCommand } from "../../lib/tools/npm-command";

describe("a command to paste", () => {
  const given = process.env["ENVIRONMENT"];
  afterEach(() => {
    if (given === undefined) delete process.env["ENVIRONMENT"];
    else process.env["ENVIRONMENT"] = given;
  });

  test("is for the environment that this one was started for", () => {
    process.env["ENVIRONMENT"] = "production";
    expect(npmCommand("plan")).toBe("ENVIRONMENT=production npm run plan");
    expect(npmCommand("migrate", ["--check"])).toBe("ENVIRONMENT=production npm run migrate -- --check");
  });

  test.each([undefined, ""])("names none where none is chosen: %p", (environment) => {
    if (environment === undefined) delete process.env["ENVIRONMENT"];
    else process.env["ENVIRONMENT"] = environment;
    expect(npmCommand("apply")).toBe("npm run apply");
  });
});
