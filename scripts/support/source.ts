import { resolve } from "node:path";
import { FoundStates, ownerOf, resourcesIn } from "../../lib/deploy/state/content";
import { StateFolder, isSameFolder, placeOf } from "../../lib/deploy/state/folder";
import { StateBucket, readStates } from "../../lib/deploy/state/read";
import { SearchResult } from "../../lib/deploy/state/search";
import { environmentNames } from "../../lib/config/load";
import { shown } from "../../lib/tools/messages";
import { fail } from "./ending";
import { Chosen } from "./environment";
import { commandLine, listed } from "./states";

interface Choice {
  readonly place: Chosen;
  /** What `--from` names. */
  readonly from?: string;
  readonly found: SearchResult;
  readonly interrupted: AbortSignal;
}

/**
 * The folder to move states from: the one that is named, or the only one that is known to be the environment's. Ends the
 * process when that is not clear, or what is named holds no states or another environment's.
 *
 * @returns undefined when nothing is anywhere else
 * @throws TerraformError in one line when what is named cannot be read
 */
export async function chooseSource(choice: Choice): Promise<FoundStates | undefined> {
  const { place, from, found } = choice;
  if (from !== undefined) return named(from, choice);
  const certain = found.elsewhere.filter(({ isCertain }) => isCertain);
  if (certain.length === 1) return certain[0];
  if (found.elsewhere.length === 0) return undefined;
  const candidates = certain.length > 0 ? certain : found.elsewhere;
  const example = commandLine("migrate", place, ["--from", placeOf(candidates[0]!.folder)]);
  return fail(`${place.environment.name}: there is ${listed(candidates)}; say which to move: ${example}`);
}

async function named(from: string, { place, found, interrupted }: Choice): Promise<FoundStates | undefined> {
  const folder = await folderNamed(from, place, found, interrupted);
  if (isSameFolder(folder, found.folder)) return undefined;
  const states = await readStates(folder, { interrupted });
  if (resourcesIn(states) === 0) {
    fail(
      `--from: ${shown(from)} holds no state with resources; name a folder like state/article or s3://bucket/prefix`,
    );
  }
  const owner = ownerOf(states)?.environment;
  if (owner !== undefined && owner !== place.environment.name && environmentNames().includes(owner)) {
    fail(
      `--from: ${shown(from)} holds the states of ${owner}, which is an environment of its own; name another place`,
    );
  }
  return { folder, states };
}

async function folderNamed(
  from: string,
  { environment }: Chosen,
  { folder, elsewhere }: SearchResult,
  interrupted: AbortSignal,
): Promise<StateFolder> {
  if (!from.startsWith("s3:")) return { type: "local", path: resolve(from) };
  const known = elsewhere.find((states) => placeOf(states.folder) === from);
  if (known) return known.folder;
  const [, bucket, prefix] = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/(.*?))?\/*$/.exec(from) ?? [];
  if (!bucket) return fail(`--from: ${shown(from)} is no place in S3; write one like s3://bucket/prefix`);
  const region = folder.type === "s3" && folder.bucket === bucket ? folder.region : environment.region;
  return {
    type: "s3",
    bucket,
    prefix: prefix ?? "",
    region: await new StateBucket({ bucket, region }, { interrupted }).region(),
    encrypt: true,
    useLockfile: true,
  };
}
