// Lets node run this project's TypeScript, by tsx. What is missing for that is one line; plain JavaScript that any node
// reads, because there may be nothing else yet.
const [major, minor] = process.versions.node.split(".").map(Number);
// package.json's "engines".
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  console.error(
    `Node ${process.versions.node} does not run this project; install 20.19, 22.12 or a later one`,
  );
  process.exit(1);
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
  process.exit(1);
});

const { ".js": untouched } = require.extensions;
require("tsx/cjs");

// tsx would read every dependency through to see whether it is an ES module. None that the app loads is one, and
// leaving them alone saves a fifth of the time and 20 MB (docs/performance.md).
// Node itself takes the one that the scripts load, listr2.
require.extensions[".js"] = untouched;
