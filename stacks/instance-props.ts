import { Environment } from "../lib/config/environment";
import { InstanceBaselineProps } from "../lib/constructs/instance-baseline";

/** What an environment says of all its instances. */
export function instanceProps(environment: Environment): InstanceBaselineProps {
  const { requireImdsv2, diskGib, encryptDisks, ami } = environment;
  // A newer image must not replace a running instance at the next plan; one that the environment names is meant to.
  return { requireImdsv2, diskGib, encryptDisks, keepImage: ami.id === undefined };
}
