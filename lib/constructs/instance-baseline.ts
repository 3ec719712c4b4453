import { InstanceConfig } from "@cdktf/provider-aws/lib/instance";
import { Environment } from "../config/environment";

/** What every instance has in common, whatever it is for. */
export function instanceBaseline(environment: Environment) {
  return {
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: environment.requireImdsv2 ? "required" : "optional",
      // One hop: the answer reaches the instance itself and nothing that it forwards for.
      httpPutResponseHopLimit: 1,
    },
    rootBlockDevice: {
      volumeType: "gp3",
      volumeSize: environment.diskGib,
      encrypted: environment.encryptDisks,
    },
    maintenanceOptions: { autoRecovery: "default" },
    // A newer image must not replace a running instance at the next plan; `docs/operations.md` says how to roll it. One
    // that the environment names is meant.
    ...(environment.ami.id === undefined && { lifecycle: { ignoreChanges: ["ami"] } }),
  } satisfies Partial<InstanceConfig>;
}
