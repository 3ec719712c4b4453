import { describe } from "../../lib/adopt/describe";
import { environmentFile } from "../../lib/adopt/environment-file";
import { EnvironmentInput } from "../../lib/config/schema";
import { factsOf } from "../support/adopted";
import { NetworkBuilder } from "../support/network-builder";

/** A network of which its VPC is known. */
export interface Adoptable {
  readonly builder: Pick<NetworkBuilder, "vpcId" | "region">;
}

/** The environment that `npm run adopt` writes for a network on the emulator. */
export async function adopted({ builder }: Adoptable): Promise<EnvironmentInput> {
  const text = environmentFile(describe(await factsOf(builder)), [], {
    date: "2026-01-01",
    library: "../lib/config/environment",
  });
  const body = text.replace(/^import .*$/m, "").replace("export default defineEnvironment(", "return (");
  return new Function(body)() as EnvironmentInput;
}
