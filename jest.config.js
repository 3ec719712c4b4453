// Node 20 is supported here until the SDK, used by tests alone, drops it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// terraform and its provider are Go programs that live for seconds: collecting their garbage is a third of their work. Those
// that live longer collect it when they have as much as this.
process.env.GOGC = "off";
process.env.GOMEMLIMIT = "1500MiB";

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
  setupFilesAfterEnv: ["<rootDir>/__tests__/support/matchers.ts"],
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  testSequencer: "<rootDir>/jest.sequencer.js",
  // Two more than the two cores that they are sized for: while an environment is applied or destroyed, its test mostly waits.
  maxWorkers: 4,
  // Enough for what starts a command or two, on a machine that is busy with the others.
  testTimeout: 60_000,
};
