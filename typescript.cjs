// Lets node run this project's TypeScript, by tsx.
const { ".js": untouched } = require.extensions;
require("tsx/cjs");

// tsx would read every dependency through to see whether it is an ES module. None that the app loads is one, and
// leaving them alone saves a fifth of the time and 20 MB (docs/performance.md).
// Node itself takes the one that the scripts load, listr2.
require.extensions[".js"] = untouched;
