const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Starts the tests that wait for terraform for minutes first, so that the others run meanwhile: in turn those that mostly
 * sleep, while they apply and destroy, and those that mostly compute, while they plan.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sleeps = ({ path }) => /__tests__\/terraform\/|demo/.test(path);
    const computes = ({ path }) => /terraform-[\w-]+\.test/.test(path);
    const [sleeping, computing] = [tests.filter(sleeps), tests.filter(computes)];
    const first = Array.from({ length: Math.max(sleeping.length, computing.length) }, (_, index) =>
      [sleeping[index], computing[index]].filter(Boolean),
    ).flat();
    return [...first, ...super.sort(tests.filter((test) => !first.includes(test)))];
  }
};
