import { VerifyFacts } from "../../lib/verify/facts";
import { isWell, verifyText } from "../../lib/verify/text";
import { WELL, elasticIp, instanceSays } from "./answers";
import { judged, lines, notWell } from "./judged";

describe("ways out of other kinds", () => {
  const nobody = [
    "probe : not checked: the environment has no NAT hosts",
    "outside : not checked: the environment has no NAT hosts",
  ];
  const gateways = (letters: string[]): Partial<VerifyFacts> => ({
    status: { hosts: [], tables: WELL.status.tables.map((table) => ({ ...table, target: "nat-1" })) },
    elasticIps: letters.map((letter, index) => {
      const { tags, ...rest } = elasticIp(`198.51.100.${index + 1}`, letter);
      return { ...rest, tags: { ...tags, Stack: "nat-gateway" } };
    }),
    outside: new Map(),
  });

  test("NAT gateways have Elastic IPs of their own", () => {
    const nat = { kind: "gateway", placement: "per-zone" } as const;
    const rows = judged(gateways(["a", "b"]), { nat });
    expect(notWell(rows)).toEqual(nobody);
    expect(lines(rows)).toContain("address private-1: ok: the internet sees 198.51.100.2, nat-b's");
    expect(isWell(rows)).toBe(true);
    expect(verifyText(rows)).toMatch(/\nAll is well, and 2 not checked$/);
  });

  test("nor do hosts of the same name that stand by count for them", () => {
    const nat = { kind: "gateway", placement: "per-zone", standby: "instance" } as const;
    const { elasticIps, status } = gateways(["a", "b"]);
    const standingBy = WELL.elasticIps.map((ip, index) => ({ ...ip, publicIp: `198.51.100.10${index}` }));
    const facts = {
      elasticIps: [...standingBy, ...elasticIps!],
      status: { ...status!, hosts: WELL.status.hosts },
    };
    const rows = judged(facts, { nat });
    expect(notWell(rows)).toEqual([]);
    expect(lines(rows)).toContain(
      "address private-1: ok: the internet sees 198.51.100.2, nat-gateway-nat-b's",
    );
  });

  test("the address of a regional NAT gateway is AWS's to choose", () => {
    const rows = judged(gateways([]), { nat: { kind: "regional-gateway" } });
    expect(notWell(rows)).toEqual([
      nobody[0],
      ...["private-0", "private-1"].map((name) =>
        expect.stringMatching(
          `^address ${name}: not checked: the internet sees 198.51.100.[12], which is no Elastic IP of this account; which it is to be is not known: `,
        ),
      ),
      nobody[1],
    ]);
  });

  test("without one, nothing may be reached", () => {
    const none = {
      status: { hosts: [], tables: WELL.status.tables.map((table) => ({ ...table, target: undefined })) },
      said: new Map([
        ["i-0", instanceSays("")],
        ["i-1", instanceSays("203.0.113.5")],
      ]),
    };
    const rows = judged(none, { nat: { kind: "none" } });
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(/^address private-0: ok: does not reach the internet by IPv4, as it is to be \(/),
    );
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(
        /^address private-1: failed: the internet sees 203\.0\.113\.5, which .*, and nothing is to leave by IPv4 \(/,
      ),
    );
  });

  test("an Elastic IP that existed before is known by its id", () => {
    const given = "eipalloc-0123456789abcdef0";
    const nat = { elasticIpAllocationIds: [given] };
    const elasticIps = [{ publicIp: "198.51.100.1", allocationId: given, tags: { Name: "ours-since-2019" } }];
    const rows = judged({ elasticIps }, { nat });
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(/^address private-0: ok: the internet sees 198\.51\.100\.1, /),
    );
    expect(lines(rows)).toContainEqual(
      expect.stringMatching(/^address private-1: failed: .* and not 198\.51\.100\.1, /),
    );
  });
});
