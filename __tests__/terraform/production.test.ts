import { loadEnvironment } from "../../lib/config/load";
import { describeWith } from "../support/tools";
import { describeApplied } from "./applied";
import { testAsHcl } from "./as-hcl";
import { testNatHosts } from "./nat-hosts";

describeWith(["terraform", "moto_server"], "the production environment, applied to an emulator", () => {
  const environment = loadEnvironment("production");
  describeApplied(environment, (applied) => {
    testAsHcl(applied);
    testNatHosts(environment, applied);
  });
});
