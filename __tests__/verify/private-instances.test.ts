import { Said } from "../../lib/verify/facts";
import { isWell } from "../../lib/verify/text";
import { WELL, elasticIp, instanceSays } from "./answers";
import { judged, lines, notWell, saying } from "./judged";

describe("a private instance", () => {
  test.each<[string, Said, string[]]>([
    [
      "leaves by another host",
      instanceSays("198.51.100.1"),
      [
        "address private-1: failed: the internet sees 198.51.100.1, the Elastic IP test-nat-a, and not 198.51.100.2, nat-b's",
      ],
    ],
    [
      "leaves by what is not ours",
      instanceSays("203.0.113.99"),
      [
        "address private-1: failed: the internet sees 203.0.113.99, which is no Elastic IP of this account, and not 198.51.100.2, nat-b's",
      ],
    ],
    [
      "has no way out",
      instanceSays(""),
      [
        "address private-1: failed: does not reach https://checkip.amazonaws.com by IPv4: npm run status, npm run explain",
      ],
    ],
    [
      "is answered by a captive portal",
      instanceSays("<html>log in</html>"),
      [expect.stringContaining("does not reach https://checkip.amazonaws.com") as unknown as string],
    ],
    [
      "finds no names",
      instanceSays("", ""),
      [
        "names private-1: failed: the VPC's name server does not find checkip.amazonaws.com",
        expect.stringMatching(/^address private-1: failed: does not reach/) as unknown as string,
      ],
    ],
    [
      "is not managed yet",
      { kind: "unmanaged" },
      [
        "address private-1: failed: Systems Manager does not know it, or not its agent: a new instance takes a minute or " +
          "two; after that see its way to Systems Manager, and its instance profile",
      ],
    ],
    [
      "does not answer in time",
      { kind: "late", status: "Delayed", seconds: 35 },
      [
        "address private-1: failed: no answer within 35 s (Systems Manager: Delayed); run it again, or see whether its agent runs",
      ],
    ],
    [
      "cannot be given the script",
      { kind: "ended", status: "DeliveryTimedOut", output: "", error: "" },
      ["address private-1: failed: the script said nothing (Systems Manager: DeliveryTimedOut)"],
    ],
    [
      "is stopped in the middle of it",
      { ...instanceSays("198.51.100.2"), kind: "ended", status: "ExecutionTimedOut" } as Said,
      ['address private-1: failed: the script said "names=192.0.2.7" (Systems Manager: ExecutionTimedOut)'],
    ],
    [
      "fails the script",
      { kind: "ended", status: "Failed", output: "", error: "sh: curl: command not found\nfailed to run" },
      ['address private-1: failed: the script said "sh: curl: command not found" (Systems Manager: Failed)'],
    ],
    [
      "ends the script and says nothing, as the emulator's does",
      { kind: "ended", status: "Success", output: "", error: "" },
      ["address private-1: failed: the script said nothing (Systems Manager: Success)"],
    ],
  ])("%s", (_, said, expected) => expect(notWell(judged(saying("i-1", said)))).toEqual(expected));

  test("is gone, or stands still", () => {
    const [first, second] = WELL.privateInstances;
    expect(notWell(judged({ privateInstances: [first!] }))).toEqual([
      "address private-1: failed: is not there; deploy the private-instances stack",
    ]);
    const said = new Map([...WELL.said].filter(([id]) => id !== "i-1"));
    expect(notWell(judged({ said, privateInstances: [first!, { ...second!, state: "stopped" }] }))).toEqual([
      "address private-1: failed: is stopped, and cannot be asked",
    ]);
  });

  test("whose Elastic IP is gone", () => {
    expect(notWell(judged({ elasticIps: [elasticIp("198.51.100.1", "a")] }))).toEqual([
      "address private-1: failed: the internet sees 198.51.100.2, which is no Elastic IP of this account, and nat-b's Elastic IP is not there; deploy nat-instance",
    ]);
  });

  test("of another environment with the same names is no reason", () => {
    const [a, b] = WELL.elasticIps;
    const other = { ...b!, tags: { ...b!.tags, Environment: "test2" } };
    expect(notWell(judged({ elasticIps: [a!, other] }))).toHaveLength(1);
  });
});

test("without private instances nobody is asked", () => {
  const rows = judged({ privateInstances: [] }, { privateInstances: { count: 0 } });
  expect(notWell(rows)).toEqual(["address : not checked: the environment has no private instances to ask"]);
  expect(isWell(rows)).toBe(true);
});

test("of many private instances the first are asked", () => {
  const rows = judged({}, { privateInstances: { count: 23 } });
  expect(lines(rows)).toContain(
    "address : not checked: 3 more private instances were not asked: these are spread over the zones too",
  );
  expect(rows.filter(({ check }) => check === "address")).toHaveLength(21);
});
