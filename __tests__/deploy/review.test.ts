import { readFileSync } from "node:fs";
import { reviewJson } from "../../lib/deploy/review";
import { synthesize, testEnvironment } from "../support/synthesize";

it("sorts the keys of objects and keeps the order of lists", () => {
  const json = '{"b": [{"d": 1, "c": 2}, 1, "x"], "a": {"z": null, "y": true}}';
  expect(reviewJson(json)).toBe(
    `${JSON.stringify({ a: { y: true, z: null }, b: [{ c: 2, d: 1 }, 1, "x"] }, null, 2)}\n`,
  );
});

it("leaves out what cdktf says of itself, at any depth", () => {
  expect(reviewJson('{"//": {"metadata": {"version": "0.21.0"}}, "a": [{"//": 1, "b": 2}]}')).toBe(
    reviewJson('{"a": [{"b": 2}]}'),
  );
});

it("keeps everything that Terraform acts on", () => {
  const json = readFileSync(synthesize(testEnvironment()).file("nat-instance"), "utf8");
  const withoutComments = JSON.parse(json, (key, value: unknown) =>
    key === "//" ? undefined : value,
  ) as object;
  expect(JSON.parse(reviewJson(json))).toEqual(withoutComments);
});
