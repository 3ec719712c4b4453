import { environmentNames, loadEnvironment } from "../../lib/config/load";
import { unmetExpectations } from "../../lib/reachability";
import { readTopology } from "../../lib/topology";
import { synthesize } from "../support/synthesize";

test.each(environmentNames())("the network of %s is as its environment expects", (name) => {
  const environment = loadEnvironment(name);
  const topology = readTopology(synthesize(environment).folder);
  expect(unmetExpectations(topology, environment.expect)).toEqual([]);
});
