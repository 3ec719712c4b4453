import { readVpc } from "../../lib/adopt/read";
import { VpcFacts } from "../../lib/adopt/facts";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { NetworkBuilder } from "./network-builder";
import { runScript } from "./script";

/** From now on this process's AWS is the emulator, as `npm run adopt` takes it from its environment. */
export function useEmulator({ endpoint }: Emulator): void {
  Object.assign(process.env, emulatorEnvironment(endpoint));
}

/** What the reader reads of a network on the emulator that `useEmulator` was given. */
export function factsOf({ vpcId, region }: Pick<NetworkBuilder, "vpcId" | "region">): Promise<VpcFacts> {
  return readVpc({ vpcId, region, hostType: "t4g.nano" }, () => {});
}

/** `npm run adopt`, against the emulator. */
export function adopt({ endpoint }: Emulator, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return runScript("adopt", args, { env: { ...emulatorEnvironment(endpoint), ...env }, extendEnv: false });
}
