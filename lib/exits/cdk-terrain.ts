/** CDK Terrain's packages, in versions that go together, and the Node that its command line needs. */
const PACKAGES: Readonly<Record<string, string>> = {
  cdktn: "0.24.0",
  "cdktn-cli": "0.24.0",
  "@cdktn/hcl2json": "0.24.0",
  "@cdktn/provider-aws": "25.7.0",
};
const NODE = "^22.19";

/** Names of packages and of the program alone: `cdktf.json`, `cdktf.out` and `CDKTF_OUTDIR` are CDK Terrain's too. */
const NAME = /(?<=["@])cdktf(?=["/]|-cli")/g;

/** Which of the project's files the rename is about: documents go on speaking of CDKTF, and updates stop at its versions. */
export function isRenamed(path: string): boolean {
  return /\.(c?js|ts|json)$/.test(path) && path !== "package-lock.json" && !path.startsWith(".github/");
}

/**
 * A file of this project as one of CDK Terrain: a project that is renamed so is one that has left CDKTF.
 *
 * @param path in the project, such as `stacks/index.ts`
 */
export function toCdkTerrain(path: string, text: string): string {
  // The one thing in which its JSON differs.
  if (path.startsWith("review/")) return text.replaceAll('"source": "aws"', '"source": "hashicorp/aws"');
  const renamed = text.replaceAll(NAME, "cdktn");
  if (path !== "package.json") return renamed;
  const project = JSON.parse(renamed) as Record<string, Record<string, string>>;
  project["engines"]!["node"] = NODE;
  for (const dependencies of [project["dependencies"]!, project["devDependencies"]!]) {
    for (const name of Object.keys(dependencies)) dependencies[name] = PACKAGES[name] ?? dependencies[name]!;
  }
  return `${JSON.stringify(project, null, 2)}\n`;
}
