import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { chosenName, environmentFile } from "../../lib/config/load";
import { runFile } from "../../lib/config/load-file";
import { makeExistingNetwork } from "./emulated-network";

/** An environment of a network that exists, with the ids that the emulator gave to its parts, in a file of its own. */
export class ExistingDemo {
  readonly file: string;
  private ids: ReadonlyMap<string, string> = new Map();

  constructor(
    folder: string,
    private readonly environment: Environment,
  ) {
    mkdirSync(join(folder, "environments"));
    // State is kept by the environment's name, which is the file's.
    this.file = join(folder, "environments", `${environment.name}.ts`);
  }

  async make(endpoint: string): Promise<void> {
    this.ids = await makeExistingNetwork(endpoint, this.environment);
    this.write({});
  }

  /** @param changes to the field `network` */
  write(changes: { readonly takeOver?: boolean; readonly leave?: boolean }): void {
    const given = runFile(environmentFile(chosenName()), chosenName()) as { network: object };
    const text = JSON.stringify({ ...given, network: { ...given.network, ...changes } });
    const withIds = [...this.ids].reduce((all, [id, made]) => all.replaceAll(`"${id}"`, `"${made}"`), text);
    writeFileSync(this.file, `export default ${withIds};\n`);
  }
}
