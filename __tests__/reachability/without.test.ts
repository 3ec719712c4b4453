import { EnvironmentInput } from "../../lib/config/schema";
import { explain, explainAll } from "../../lib/reachability";
import { Topology } from "../../lib/topology";
import { THREE_ZONES, network, spoiled } from "./networks";

const OTHER_ZONE: Partial<EnvironmentInput> = {
  ...THREE_ZONES,
  nat: { placement: "per-zone", failover: "other-zone" },
  monitoring: "heartbeat",
  privateInstances: { count: 3 },
};
const STANDBY: Partial<EnvironmentInput> = {
  ...THREE_ZONES,
  nat: { placement: "single", standby: "gateway", failover: "standby" },
  monitoring: "heartbeat",
  privateInstances: { count: 3 },
};

/** How a private instance goes out: what it passes, what it is seen as, or why it does not. */
function wayOut(topology: Topology, from: string, without: readonly string[]) {
  const { request, seenAs, blocker } = explain(topology, { from, to: "internet", without });
  return blocker ? blocker.why : { passes: request.map(({ name }) => name), seenAs };
}

/** The line that says what becomes of a host. */
function fateOf(topology: Topology, without: readonly string[]): string[] {
  const { without: gone = [] } = explain(topology, { from: "private-0", to: "private-1", without });
  return gone.map(({ name, text }) => `${name} ${text}`);
}

function addressOf({ networkInterfaces }: Topology, host: string): string {
  return networkInterfaces.find(({ name }) => name === `${host}-card0`)!.publicIp!;
}

describe("with a host in each zone, and failover to another's", () => {
  const topology = network(OTHER_ZONE);
  const tables = topology.routeTables;

  test("a host that is gone is no end of its zone's way out: the next one takes it, under its own address", () => {
    expect(fateOf(topology, ["nat-b"])).toEqual([
      "nat-b is gone; on failover, the default routes of private-b lead to nat-c",
    ]);
    const { request, reply, seenAs, verdict } = explain(topology, {
      ...{ from: "private-1", to: "internet", without: ["nat-b"] },
    });
    expect({ verdict, seenAs }).toEqual({ verdict: "reachable", seenAs: addressOf(topology, "nat-c") });
    expect(request[1]!.text).toBe(
      "longest prefix for 192.0.2.1 is 0.0.0.0/0, to network interface nat-c-card1; on failover: nat-b's routes lead to nat-c",
    );
    expect(request.map(({ name }) => name)).toContain("nat-c");
    expect(reply.map(({ name }) => name)).toContain("nat-c");
  });

  test("the other zones go as they go", () => {
    for (const [from, host] of [
      ["private-0", "nat-a"],
      ["private-2", "nat-c"],
    ] as const) {
      const { request, seenAs } = explain(topology, { from, to: "internet", without: ["nat-b"] });
      expect(seenAs).toBe(addressOf(topology, host));
      expect(request.map(({ text }) => text).join()).not.toContain("failover");
    }
  });

  test("where the next is gone too, the one after it takes both", () => {
    expect(fateOf(topology, ["nat-b", "nat-c"])).toEqual([
      "nat-b is gone; on failover, the default routes of private-b lead to nat-a",
      "nat-c is gone; on failover, the default routes of private-c lead to nat-a",
    ]);
    for (const from of ["private-1", "private-2"]) {
      expect(wayOut(topology, from, ["nat-b", "nat-c"])).toMatchObject({
        seenAs: addressOf(topology, "nat-a"),
      });
    }
    expect(wayOut(topology, "private-1", ["nat-c", "nat-b"])).toEqual(
      wayOut(topology, "private-1", ["nat-b", "nat-c"]),
    );
  });

  test("where all are gone, nothing takes their place", () => {
    expect(wayOut(topology, "private-1", ["nat-a", "nat-b", "nat-c"])).toBe(
      "nat-b is gone, and nothing takes its place: nat-c and nat-a are gone too",
    );
  });

  test("who is gone is no end, and what is asked of its address meets nobody", () => {
    expect(() => explain(topology, { from: "nat-b", to: "internet", without: ["nat-b"] })).toThrow(
      '"nat-b" is gone (without); name another end',
    );
    const to = topology.networkInterfaces.find(({ name }) => name === "nat-b-card0")!.privateIp;
    expect(explain(topology, { from: "internet", to, without: ["nat-b"] }).blocker).toMatchObject({
      code: "NETWORK_INTERFACE_NOT_ATTACHED",
      why: expect.stringMatching(/^nat-b is gone; on failover/),
    });
  });

  test("everything to everything is asked without it too", () => {
    const matrix = explainAll(topology, { without: ["nat-b"] });
    expect(matrix.sources).not.toContain("nat-b");
    expect(matrix.without).toMatchObject([{ name: "nat-b" }]);
    const column = matrix.targets.indexOf("internet");
    const row = matrix.sources.indexOf("private-1");
    expect(matrix.answers[row]![column]).toMatchObject({
      verdict: "reachable",
      seenAs: addressOf(topology, "nat-c"),
    });
  });

  test.each([
    ["private-0", 'without: "private-0" is no NAT host here; there are: nat-a, nat-b, nat-c'],
    [
      "nat-d",
      /^without: "nat-d" is no NAT host here; did you mean "nat-\w"\? There are: nat-a, nat-b, nat-c$/,
    ],
    ["", 'without: "" is no NAT host here; there are: nat-a, nat-b, nat-c'],
  ])("%s is refused with the hosts that there are", (name, line) => {
    expect(() => explain(topology, { from: "private-0", to: "internet", without: [name] })).toThrow(line);
    expect(() => explainAll(topology, { without: ["nat-a", name] })).toThrow(line);
  });

  test("a route that is no default one stays where it leads", () => {
    const also = spoiled(
      "routes",
      ({ resource: { aws_route: routes } }) => {
        routes.more = { ...routes.private_b_default, destination_cidr_block: "198.51.100.0/24" };
      },
      OTHER_ZONE,
    );
    const question = { from: "private-1", to: "198.51.100.1", without: ["nat-b"] };
    expect(explain(also, { ...question, without: [] }).verdict).toBe("reachable");
    expect(explain(also, question).blocker!.why).toBe(
      "nat-b is gone; on failover, the default routes of private-b lead to nat-c",
    );
    expect(wayOut(also, "private-1", ["nat-b"])).toMatchObject({ seenAs: addressOf(also, "nat-c") });
  });

  test("what is asked without a host changes nothing of the network", () => {
    expect(topology.routeTables).toBe(tables);
    expect(wayOut(topology, "private-1", [])).toMatchObject({ seenAs: addressOf(topology, "nat-b") });
  });
});

describe("with one host for every zone", () => {
  test("and no failover, nothing takes its place in any", () => {
    const topology = network({ ...THREE_ZONES, privateInstances: { count: 3 } });
    const why = "nat-a is gone, and nothing takes its place: no failover is set for it";
    expect(fateOf(topology, ["nat-a"])).toEqual([why]);
    for (const from of ["private-0", "private-1", "private-2"]) {
      expect(wayOut(topology, from, ["nat-a"])).toBe(why);
    }
    expect(explain(topology, { from: "private-0", to: "internet", without: ["nat-a"] }).blocker!.fix).toMatch(
      /nat\.failover/,
    );
  });

  test("and a NAT gateway that stands by, all zones' routes lead to that", () => {
    const topology = network(STANDBY);
    expect(fateOf(topology, ["nat-a"])).toEqual([
      "nat-a is gone; on failover, the default routes of private-a, private-b, private-c lead to NAT gateway nat-a",
    ]);
    for (const from of ["private-0", "private-1", "private-2"]) {
      const { verdict, request, seenAs } = explain(topology, { from, to: "internet", without: ["nat-a"] });
      const gateway = topology.gateways.find(({ kind }) => kind === "nat-gateway")!;
      expect({ verdict, seenAs }).toEqual({ verdict: "reachable", seenAs: gateway.publicIp });
      expect(request.map(({ elementId }) => elementId)).toContain(gateway.id);
      expect(request[1]!.text).toMatch(/; on failover: nat-a's routes lead to NAT gateway nat-a$/);
    }
    expect(wayOut(topology, "private-2", [])).toMatchObject({ seenAs: addressOf(topology, "nat-a") });
  });

  test("that stands by itself, no route leads to it", () => {
    const topology = network({ nat: { kind: "gateway", standby: "instance" } });
    expect(fateOf(topology, ["nat-b"])).toEqual(["nat-b is gone; no route leads to it"]);
    expect(wayOut(topology, "private-0", ["nat-b"])).toMatchObject({ seenAs: expect.any(String) });
  });
});

describe("a failover that is not ours to the last word", () => {
  const told = (change: (text: string) => string) =>
    spoiled(
      "failover",
      (json) => {
        const targets: { input: string }[] = Object.values(json.resource.aws_cloudwatch_event_target);
        const lost = targets.find(({ input }) => input.includes('"event" = "lost", "host" = "nat-a"'))!;
        lost.input = change(lost.input);
      },
      OTHER_ZONE,
    );

  test("leads the tables that it names, and no others", () => {
    const topology = told((text) => text.replace(/"tables" = \[\{.*?\}, /, '"tables" = ['));
    expect(fateOf(topology, ["nat-a"])).toEqual([
      "nat-a is gone, and nothing takes its place: its failover leads other route tables",
    ]);
    expect(wayOut(topology, "private-0", ["nat-a"])).toMatch(/leads other route tables$/);
  });

  test("that leads to what was not read leaves open whether it is a way out", () => {
    const topology = told((text) =>
      text.replace(
        /"others" = \[.*\]/s,
        '"others" = [{"name" = "theirs", "networkInterfaceId" = "eni-0123456789abcdef0"}]',
      ),
    );
    expect(fateOf(topology, ["nat-a"])).toEqual([
      "nat-a is gone; on failover, the default routes of private-a lead to network interface eni-0123456789abcdef0",
    ]);
    const { verdict } = explain(topology, { from: "private-0", to: "internet", without: ["nat-a"] });
    expect(verdict).toBe("not decided");
  });

  test("that was not read leaves open what takes the place of a host for which none was", () => {
    const topology = told((text) => text.replace("${jsonencode(", "${upper("));
    const question = { from: "private-0", to: "internet", without: ["nat-a"] };
    expect(explain(topology, question)).toMatchObject({
      verdict: "not decided",
      missing: [
        {
          name: expect.stringMatching(/^failover\/aws_cloudwatch_event_target\.nat_a_lost/),
          why: "may be a failover of nat-a, and was not read",
        },
      ],
    });
    expect(explain(topology, { ...question, from: "private-1", without: ["nat-b"] }).verdict).toBe(
      "reachable",
    );
    expect(explain(topology, { ...question, without: [] }).verdict).toBe("reachable");
  });
});
