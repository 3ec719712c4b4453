import { unmetExpectations } from "../../lib/reachability";
import { network } from "./networks";

const TO_INTERNET = { from: "private-0", to: "internet", reachable: true };
const FROM_INTERNET = { from: "internet", to: "private-0", reachable: false };

test("what is as expected is not mentioned", () => {
  expect(unmetExpectations(network(), [TO_INTERNET, FROM_INTERNET])).toEqual([]);
});

test("what should be reachable and is not is one line with the reason and the fix", () => {
  const offline = network({}, ["network", "nat-instance", "private-instances"]);
  expect(unmetExpectations(offline, [FROM_INTERNET, TO_INTERNET])).toEqual([
    "expect[1]: private-0 → internet by tcp must be reachable and is not: private-b: route table private-b of subnet private-b has no route for 192.0.2.1 (any host on the internet); add a default route (0.0.0.0/0) to a NAT host's network interface, a NAT gateway or an internet gateway",
  ]);
});

test("what should not be reachable and is says how to see the way", () => {
  expect(
    unmetExpectations(network(), [{ ...TO_INTERNET, protocol: "udp", port: 53, reachable: false }]),
  ).toEqual([
    "expect[0]: private-0 → internet by udp port 53 is reachable and must not be; see: npm run explain -- private-0 internet",
  ]);
});

test("an end that is not there is one line too, and hides no other", () => {
  const lines = unmetExpectations(network(), [
    { from: "private-9", to: "internet", reachable: true },
    { ...TO_INTERNET, reachable: false },
  ]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^expect\[0\]: "private-9" is no end here; did you mean "private-0"\? There are: nat-b, /,
    ),
    expect.stringMatching(/^expect\[1\]: private-0 → internet /),
  ]);
});

describe("without a NAT host", () => {
  const topology = network({
    zones: ["eu-central-1a", "eu-central-1b"],
    nat: { placement: "per-zone", failover: "other-zone" },
    monitoring: "heartbeat",
  });
  const expected = { ...TO_INTERNET, without: ["nat-a"] };

  test("what the failover keeps up is as expected", () => {
    expect(unmetExpectations(topology, [expected])).toEqual([]);
  });

  test("what nothing keeps up names who is gone", () => {
    expect(unmetExpectations(topology, [{ ...expected, without: ["nat-a", "nat-b"] }])).toEqual([
      "expect[0]: private-0 → internet by tcp without nat-a and nat-b must be reachable and is not: nat-a-card1: " +
        "nat-a is gone, and nothing takes its place: nat-b is gone too; bring a NAT host back, or let another take " +
        'over: nat.failover, "other-zone" or "standby"',
    ]);
  });

  test("what it must not keep up says how to see the way", () => {
    expect(unmetExpectations(topology, [{ ...expected, reachable: false }])).toEqual([
      "expect[0]: private-0 → internet by tcp without nat-a is reachable and must not be; see: npm run explain -- private-0 internet --without nat-a",
    ]);
  });

  test("a host that there is not is one line", () => {
    expect(unmetExpectations(topology, [{ ...expected, without: ["nat-x"] }])).toEqual([
      expect.stringMatching(
        /^expect\[0\]: without: "nat-x" is no NAT host here; did you mean "nat-[ab]"\? There are: nat-a, nat-b$/,
      ),
    ]);
  });
});
