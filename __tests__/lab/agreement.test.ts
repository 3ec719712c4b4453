import { join } from "node:path";
import { Lab } from "../../lab/lab";
import { Explanation } from "../../lib/reachability";
import { Topology, readTopology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { inWords as topologyInWords } from "../topology/in-words";
import { changed } from "./changes";
import { Verdict, agree, inWords, judge } from "./flows";
import { article, network, startLab, stopLab } from "./labs";
import { EVERY_KIND } from "./every-kind";
import { SHAPES } from "./shapes";

const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
const SSH = {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3vY8p6Zk0q3v3z0m8x6i3sYb1p8d9mJ2n0r3WmXo5f",
  allowedCidrs: ["192.0.2.0/26"],
};

/** Environments whose NAT hosts boot once, each with the number of networks that are made of it by changes. */
const ENVIRONMENTS: readonly [string, Topology, number][] = [
  ["the default environment", article(), 8],
  [
    "two zones, a NAT host in each, SSH, no endpoints",
    network({
      zones: ZONES.slice(0, 2),
      nat: { placement: "per-zone" },
      ssh: SSH,
      endpoints: false,
      privateInstances: { count: 3 },
    }),
    10,
  ],
  [
    "three zones behind one NAT host, no endpoints",
    network({ zones: ZONES, endpoints: false, privateInstances: { count: 3 } }),
    6,
  ],
  [
    "two zones behind one NAT host, SSH, endpoints, one private instance",
    network({ zones: ZONES.slice(1), ssh: SSH, privateInstances: { count: 1 } }),
    6,
  ],
];

/** The networks that this and the following numbers give have each kind of answer among them. */
const SEED = 2;

/** What is among the answers: all that `explain` knows but what is said without a walk. */
const KINDS = [
  "ASYMMETRIC_REPLY",
  "BAD_STATE_ROUTE",
  "EGRESS_ONLY_GATEWAY",
  "ELBV2_LISTENERS_MISMATCH",
  "ENI_SG_RULES_MISMATCH",
  "ENI_SOURCE_DEST_CHECK_RESTRICTION",
  "HOST_FIREWALL",
  "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
  "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
  "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS",
  "NETWORK_INTERFACE_NOT_ATTACHED",
  "NO_ROUTE_TO_DESTINATION",
  "ROUTE_LOOP",
  "SUBNET_ACL_RESTRICTION",
  "not decided",
  "reachable",
];

const fixture = (name: string) => readTopology(join(__dirname, "../topology/fixtures", name));

describeLab("explain and the lab agree", () => {
  const verdicts: Verdict[] = [];
  let topologies = 0;

  /** Compares all pairs, and says of a disagreement the network and both answers. */
  async function compare(lab: Lab, topology: Topology): Promise<void> {
    const judged = await judge(lab, topology);
    topologies++;
    verdicts.push(...judged);
    const wrong = judged.filter((verdict) => !agree(verdict));
    if (wrong.length === 0) return;
    throw new Error([...wrong.map(inWords), "", ...topologyInWords(topology)].join("\n"));
  }

  describe.each(ENVIRONMENTS.map((all, index) => [...all, SEED + index] as const))(
    "on %s",
    (_, base, count, seed) => {
      let lab: Lab;
      beforeAll(async () => {
        lab = await startLab(base);
        await Promise.all(lab.machineNames().map((name) => prepare(lab, name)));
      });
      afterAll(() => stopLab(lab));

      test("as it is", () => compare(lab, base));

      test.each(changed(base, count, seed).map(({ what, topology }) => [what, topology] as const))(
        "with %s",
        async (_what, topology) => {
          await lab.apply(topology);
          await settle(lab, topology);
          await compare(lab, topology);
        },
      );
    },
  );

  test.each([
    ...Object.entries(SHAPES),
    ...EVERY_KIND,
    ...["network-interfaces", "main-table", "two-vpcs"].map((name) => [name, fixture(name)] as const),
  ])("on %s", async (_, topology) => {
    const lab = await startLab(topology);
    await compare(lab, topology);
    await stopLab(lab);
  });

  test("on more than 60 networks, with each kind of answer among them", () => {
    console.log(summary(topologies, verdicts));
    expect(topologies).toBeGreaterThan(60);
    expect([...new Set(verdicts.map(({ explained }) => kindOf(explained)))].sort()).toEqual(KINDS);
  });
});

/** Waits until both layers of a NAT host are at work, and lets its ports answer. */
async function prepare(lab: Lab, name: string): Promise<void> {
  await lab.machine(name).waitForUnit("nat-firewall.service", 120);
  await lab.namespace(name).serve(join(__dirname, "../../lab/hosts/server.cjs"), name);
}

/**
 * Waits until the machines use the network interfaces that they have now, and lets everyone forget the connections of
 * before.
 */
async function settle(lab: Lab, { instances, networkInterfaces }: Topology): Promise<void> {
  for (const name of lab.machineNames()) {
    const { id } = instances.find((instance) => instance.name === name)!;
    const own = networkInterfaces.filter(({ instanceId }) => instanceId === id);
    await lab.machine(name).until(`the addresses of ${name}`, 60, async () => {
      const { stdout } = await lab.run(name, "ip", ["-4", "-oneline", "address"]);
      return own.every(({ privateIp }) => stdout.includes(` ${privateIp}/`));
    });
  }
  const tables = [lab.router().namespace.name, ...instances.map(({ name }) => name)];
  await Promise.all(tables.map((name) => lab.run(name, "conntrack", ["-F"], { reject: false })));
}

function kindOf({ verdict, blocker }: Explanation): string {
  return blocker?.code ?? verdict;
}

function summary(topologies: number, verdicts: readonly Verdict[]): string {
  const kinds = verdicts.map(({ explained }) => kindOf(explained));
  const counted = [...new Set(kinds)]
    .map((kind) => [kind, kinds.filter((other) => other === kind).length] as const)
    .sort(([, a], [, b]) => b - a);
  return [
    `${topologies} networks, ${verdicts.length} flows:`,
    ...counted.map(([kind, count]) => `${String(count).padStart(6)}  ${kind}`),
  ].join("\n");
}
