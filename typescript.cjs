// Lets node run this project's TypeScript, by tsx. What is missing for that is one line; plain JavaScript that any node
// reads, because there may be nothing else yet.
const { mkdtempSync, rmdirSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** What a command ends with that cannot start: 1 is an answer of explain's, and 2 one of plan's. */
const failed = /explain\.ts$/.test(process.argv[1] || "") ? 2 : 1;

const [major, minor] = process.versions.node.split(".").map(Number);
// package.json's "engines".
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13))) {
  console.error(
    `Node ${process.versions.node} does not run this project; install 20.19 or 22.13, or newer ones of these`,
  );
  process.exit(failed);
}

// tsx keeps its cache there, and would try for ever where the system takes no folder, such as in /proc.
try {
  rmdirSync(mkdtempSync(join(tmpdir(), "nat-instance-")));
} catch ({ code }) {
  console.error(
    `TMPDIR: ${JSON.stringify(tmpdir())} takes no temporary folder (${code}); name a folder that can be written`,
  );
  process.exit(failed);
}

process.on("uncaughtException", (error) => {
  const { code, message = String(error), requireStack: [from = ""] = [] } = error;
  const isMissing = code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND";
  const [, missing] = /^Cannot find (?:module|package) '((?:@[^/']+\/)?[^/']+)/.exec(message) || [];
  if (
    (isMissing && (/^[@\w]/.test(missing || "") || from.includes("node_modules"))) ||
    /\besbuild\b/.test(message)
  ) {
    console.error(`node_modules: lacks ${missing || "esbuild for this machine"}; run npm ci`);
  } else {
    console.error(process.env.DEBUG ? error : `${message.split("\n")[0]} (DEBUG=1 shows where)`);
  }
  process.exit(failed);
});

const { ".js": untouched } = require.extensions;
require("tsx/cjs");

// tsx would read every dependency through to see whether it is an ES module. None that the app loads is one, and
// leaving them alone saves a fifth of the time and 20 MB (docs/performance.md).
// Node itself takes the one that the scripts load, listr2.
require.extensions[".js"] = untouched;
