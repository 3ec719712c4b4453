const { default: Sequencer } = require("@jest/test-sequencer");

/** Starts the tests that wait for terraform for minutes first, so that the others run meanwhile. */
module.exports = class extends Sequencer {
  sort(tests) {
    const waits = ({ path }) => /terraform|demo/.test(path);
    return [...tests.filter(waits), ...super.sort(tests.filter((test) => !waits(test)))];
  }
};
