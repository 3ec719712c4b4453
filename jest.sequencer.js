const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Starts the tests that take minutes first, so that the others run meanwhile: one that makes the lab's disk, which the
 * lab's others would wait for together, the longest of all, the lab's over many networks, then those with terraform: in
 * turn those that mostly sleep, while they apply and destroy, and those that mostly compute, while they plan.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const makesDisk = ({ path }) => path.endsWith("lab/first-boot.test.ts");
    const isLongest = ({ path }) => path.endsWith("deploy/terraform-order.test.ts");
    const isOverManyNetworks = ({ path }) => /lab\/(agreement|walk-through)\.test/.test(path);
    const sleeps = ({ path }) => /__tests__\/terraform\/|demo|self-healing|failover(\/|\.test)|__tests__\/roll\//.test(path);
    const computes = ({ path }) => /terraform-[\w-]+\.test/.test(path);
    const [sleeping, computing] = [tests.filter(sleeps), tests.filter(computes)];
    const inTurn = Array.from({ length: Math.max(sleeping.length, computing.length) }, (_, index) =>
      [sleeping[index], computing[index]].filter(Boolean),
    ).flat();
    const long = [makesDisk, isLongest, isOverManyNetworks].flatMap((is) => tests.filter(is));
    const first = [...new Set([...long, ...inTurn])];
    return [...first, ...super.sort(tests.filter((test) => !first.includes(test)))];
  }
};
