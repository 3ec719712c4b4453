import { ElasticIpFacts, Said, VerifyFacts } from "../../lib/verify/facts";
import { PORTS } from "../../lib/verify/knock";

/** What GetCommandInvocation answers of a script that has ended well (Systems Manager API reference). */
export function printed(...lines: string[]): Said {
  return { kind: "ended", status: "Success", output: `${lines.join("\n")}\n`, error: "" };
}

export function instanceSays(address: string, names = "192.0.2.7"): Said {
  return printed(`names=${names}`, `address=${address}`);
}

export function elasticIp(publicIp: string, letter: string): ElasticIpFacts {
  const tags = { Project: "nat-instance", Environment: "test", Stack: "nat-instance" };
  return { publicIp, allocationId: `eipalloc-${letter}`, tags: { ...tags, Name: `test-nat-${letter}` } };
}

export const silentAt = (ports: readonly number[]) =>
  ports.map((port) => ({ port, answer: "silent" as const }));

/** Two zones with a NAT host and a private instance each, all well. */
export const WELL: VerifyFacts = {
  status: {
    hosts: ["a", "b"].map((letter) => ({
      name: `nat-${letter}`,
      instanceId: `i-nat-${letter}`,
      zone: `eu-central-1${letter}`,
      state: "running",
      checks: { system: "ok", instance: "ok" },
      publicIp: `198.51.100.${letter === "a" ? 1 : 2}`,
      networkInterfaceIds: [`eni-${letter}0`, `eni-${letter}1`],
      alarms: ["system", "instance", "credits"].map((name) => ({ name, state: "OK" })),
    })),
    tables: ["a", "b"].map((letter) => ({
      id: `rtb-${letter}`,
      zone: `eu-central-1${letter}`,
      target: `eni-${letter}1`,
      isBlackhole: false,
    })),
  },
  privateInstances: [0, 1].map((index) => ({
    name: `private-${index}`,
    instanceId: `i-${index}`,
    state: "running",
  })),
  elasticIps: [elasticIp("198.51.100.1", "a"), elasticIp("198.51.100.2", "b")],
  said: new Map([
    ["i-0", instanceSays("198.51.100.1")],
    ["i-1", instanceSays("198.51.100.2")],
    ["i-nat-a", printed("probe=active", "through=3")],
    ["i-nat-b", printed("probe=active", "through=9")],
  ]),
  outside: new Map([
    ["nat-a", silentAt(PORTS)],
    ["nat-b", silentAt(PORTS)],
  ]),
};
