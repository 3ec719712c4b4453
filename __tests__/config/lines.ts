import { EnvironmentError } from "../../lib/config/problems";
import { resolveEnvironment } from "../../lib/config/resolve";
import { EnvironmentInput } from "../../lib/config/schema";

/** An environment without a problem, that says no more than it must. */
export const GOOD: EnvironmentInput = {
  region: "eu-central-1",
  vpcCidr: "10.8.0.0/16",
  zones: ["eu-central-1b"],
};

export const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3vY8p6Zk0q3v3z0m8x6i3sYb1p8d9mJ2n0r3WmXo5f";

export const SOURCE = { name: "test", file: "environments/test.ts", folder: __dirname };

/** The lines that a user reads about an environment, without the file that each starts with. */
export function linesFor(input: unknown, source = SOURCE): string[] {
  try {
    resolveEnvironment(input, source);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message.split("\n").map((line) => line.replace(`${source.file}: `, ""));
  }
}

/** The lines about the good environment with changes to it, each of any kind. */
export function linesWith(changes: Readonly<Record<string, unknown>>): string[] {
  return linesFor({ ...GOOD, ...changes });
}

/** A line, and the changes to the good environment that must lead to it alone. */
export type Case = readonly [line: string, changes: Readonly<Record<string, unknown>>];

/** Tests that each of the changes leads to its line, and to no other. */
export function refuses(cases: readonly Case[]): void {
  test.each(cases)("%s", (line, changes) => expect(linesWith(changes)).toEqual([line]));
}
