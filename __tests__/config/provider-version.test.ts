import { refuseOldProvider } from "../../lib/config/provider-version";
import { testEnvironment } from "../support/synthesize";

const regional = testEnvironment({ nat: { kind: "regional-gateway" } });

test.each(["5.100.0", "~> 5.0", "~> 6.0", ">= 6.23", "= 6.23.9", ">= 5, < 7", "6", "< 7", "!= 6.25.0"])(
  "a regional NAT gateway is refused with a provider that may be too old: %s",
  (constraint) => {
    expect(() => refuseOldProvider(regional, constraint)).toThrow(
      new Error(
        `AWS_PROVIDER_VERSION: "${constraint}" allows an AWS provider older than 6.24, which has no regional NAT gateway; write "~> 6.24", or set nat.kind to "gateway"`,
      ),
    );
  },
);

test.each(["~> 6.25", "~> 6.24", "6.24.0", "v6.24.0", ">= 6.24, < 7", "~> 7.0", "<= 8.0, >= 6.30"])(
  "and taken with a newer one: %s",
  (constraint) => {
    expect(() => refuseOldProvider(regional, constraint)).not.toThrow();
  },
);

test("other ways out take any provider", () => {
  expect(() => refuseOldProvider(testEnvironment({ nat: { kind: "gateway" } }), "5.100.0")).not.toThrow();
});
