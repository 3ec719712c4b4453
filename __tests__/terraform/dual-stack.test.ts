import { loadEnvironment } from "../../lib/config/load";
import { describeWith } from "../support/tools";
import { describeApplied } from "./applied";
import { testIpv6 } from "./ipv6";
import { testNatHosts } from "./nat-hosts";

describeWith(["terraform", "moto_server"], "the dual-stack environment, applied to an emulator", () => {
  const environment = loadEnvironment("dual-stack");
  describeApplied(environment, (applied) => {
    testNatHosts(environment, applied);
    testIpv6(environment, applied);
  });
});
