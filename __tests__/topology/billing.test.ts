import { readTopology } from "../../lib/topology";
import { synthesize, testEnvironment } from "../support/synthesize";

test("an instance's disk and credit mode are what its price needs", () => {
  const environment = testEnvironment({ diskGib: 20, nat: { creditMode: "standard" } });
  const { instances } = readTopology(synthesize(environment).folder);
  expect(instances.map(({ name, disk, creditMode }) => ({ name, disk, creditMode }))).toEqual([
    { name: "nat-b", disk: { type: "gp3", gib: 20 }, creditMode: "standard" },
    { name: "private-0", disk: { type: "gp3", gib: 20 }, creditMode: undefined },
    { name: "private-1", disk: { type: "gp3", gib: 20 }, creditMode: undefined },
  ]);
});
