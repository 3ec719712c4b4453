import { describeWith } from "../support/tools";
import { testEnvironment } from "../support/synthesize";
import { describeApplied } from "./applied";
import { testIpv6 } from "./ipv6";

describeWith(["terraform", "moto_server"], "IPv6 alone as the way out, applied to an emulator", () => {
  const environment = testEnvironment({
    nat: { kind: "none" },
    ipv6: "egress-only",
    endpoints: false,
    privateInstances: { count: 1 },
  });
  describeApplied(environment, (applied) => {
    testIpv6(environment, applied);

    test("no private subnet has a default route by IPv4", async () => {
      const { account } = applied();
      const { SubnetId } = await account.subnet(environment.zones[0].privateCidr);
      expect(await account.defaultRoute(SubnetId!)).toBeUndefined();
    });
  });
});
