import { loadEnvironment } from "../../lib/config/load";
import { describeWith } from "../support/tools";
import { describeApplied } from "./applied";

describeWith(["terraform", "moto_server"], "the production environment, applied to an emulator", () => {
  describeApplied(loadEnvironment("production"), () => {});
});
