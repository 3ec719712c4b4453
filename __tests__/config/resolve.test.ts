import { EnvironmentError } from "../../lib/config/problems";
import { resolveEnvironment } from "../../lib/config/resolve";
import { GOOD, PUBLIC_KEY, SOURCE, linesFor, linesWith } from "./lines";

describe("an environment with many problems", () => {
  const input = {
    region: "eu-central-1",
    vpcCidr: "10.8.0.0/16",
    zones: [
      { name: "eu-central-1a", publicCidr: "10.8.1.7/24", privateCidr: "10.8.2.0/24" },
      { name: "b", publicCidr: "10.8.2.0/25", privateCidr: "10.9.0.0/24" },
      "eu-west-1a",
      "eu-central-1a",
    ],
    nat: { instanceType: "t3.nano", placment: "single" },
    privateInstances: { count: -1 },
    ssh: { publicKeyFile: "none.pub", allowedCidrs: ["0.0.0.0/0", 7] },
    ami: { owner: "me" },
    requireImdsv2: false,
    backend: { type: "s3", encrypt: false },
    tags: { name: "x" },
    colour: "red",
  };

  it("is told of all of them at once", () => {
    expect(
      linesFor(input)
        .map((line) => line.split(": ")[0])
        .sort(),
    ).toEqual([
      "ami.owner",
      "backend.bucket",
      "backend.encrypt",
      "backend.region",
      "colour",
      "nat.instanceType",
      "nat.placment",
      "privateInstances.count",
      "requireImdsv2",
      "ssh.allowedCidrs[0]",
      "ssh.allowedCidrs[1]",
      "ssh.publicKeyFile",
      "tags.name",
      "zones[0].publicCidr",
      "zones[1].name",
      "zones[1].privateCidr",
      "zones[1].publicCidr",
      "zones[2].name",
      "zones[3].name",
    ]);
  });

  it("is refused with an error that carries each", () => {
    expect(() => resolveEnvironment(input, SOURCE)).toThrow(EnvironmentError);
    const error = catchFrom(() => resolveEnvironment(input, SOURCE)) as EnvironmentError;
    expect(error.problems).toHaveLength(19);
    expect(error.message.split("\n")).toHaveLength(19);
    expect(error.source).toBe("environments/test.ts");
  });
});

describe("nothing is said of what follows from a problem:", () => {
  test.each([
    ["of the zones' region, when the region is refused", { region: "here" }],
    ["of the derived subnets, when the VPC's range is refused", { vpcCidr: "10.8.0.0/29" }],
    [
      "of a range that stood in for a refused one",
      { zones: [{ name: "eu-central-1b", publicCidr: "x", privateCidr: "10.8.1.0/24" }] },
    ],
    [
      "of the default type, when the type is refused",
      {
        nat: { instanceType: "fast" },
        privateInstances: { instanceType: "t3.nano" },
        ami: { architecture: "x86_64" },
      },
    ],
    [
      "of the types, when the architecture is refused",
      { ami: { architecture: "arm" }, nat: { instanceType: "t3.nano" } },
    ],
    [
      "of an exception, when its safeguard is refused",
      { encryptDisks: "no", exceptions: { encryptDisks: "why" } },
    ],
    [
      "of a safeguard, when its exception is refused",
      { encryptDisks: false, exceptions: { encryptDisks: 3 } },
    ],
    ["of a safeguard, when the exceptions are refused", { encryptDisks: false, exceptions: "all" }],
    [
      "of the state's safeguards, when the backend is refused",
      { backend: { type: "gcs", encrypt: false }, exceptions: { "backend.encrypt": "why" } },
    ],
    ["of the room in a zone, when its name is refused", { zones: ["b"], privateInstances: { count: 999 } }],
    ["of the key, when it is refused", { ssh: { publicKey: 3, allowedCidrs: ["203.0.113.7/32"] } }],
    ["of the key file, when it is refused", { ssh: { publicKeyFile: 3, allowedCidrs: ["203.0.113.7/32"] } }],
    [
      "of the count, when the placement is refused",
      { nat: { placement: "x" }, privateInstances: { count: 999 } },
    ],
  ])("%s", (_, changes) => expect(linesWith(changes)).toHaveLength(1));
});

describe("an environment's own name is refused that", () => {
  test.each(["", "Article", "1st", "my_shop", "a-name-of-21-letters-x"])('is "%s"', (name) => {
    expect(linesFor(GOOD, { ...SOURCE, name })).toEqual([
      `name: "${name}" must be up to 20 lower-case letters, digits and hyphens, a letter first; rename the file`,
    ]);
  });
});

it("a checked environment holds what was given and the defaults of the rest", () => {
  const ssh = { publicKey: `${PUBLIC_KEY} someone at home`, allowedCidrs: ["203.0.113.0/24"] };
  expect(resolveEnvironment({ ...GOOD, ssh, diskGib: 20, tags: { Owner: "a" } }, SOURCE)).toEqual({
    name: "test",
    project: "nat-instance",
    region: "eu-central-1",
    vpcCidrs: ["10.8.0.0/16"],
    zones: [
      {
        name: "eu-central-1b",
        letter: "b",
        publicCidr: "10.8.1.0/24",
        privateCidr: "10.8.2.0/24",
        hasPublicSubnet: true,
      },
    ],
    network: undefined,
    clients: { securityGroupIds: [], cidrs: [] },
    nat: {
      kind: "instance",
      placement: "single",
      instanceType: "t4g.nano",
      creditMode: "unlimited",
      market: "on-demand",
      probe: { destinations: ["1.1.1.1", "8.8.8.8"] },
      failover: "off",
    },
    ipv6: "off",
    nat64: false,
    gatewayEndpoints: ["s3", "dynamodb"],
    publish: [],
    monitoring: "alarms",
    instanceConnect: false,
    ssh: { publicKey: PUBLIC_KEY, allowedCidrs: ["203.0.113.0/24"] },
    privateInstances: { count: 2, instanceType: "t4g.nano" },
    endpoints: true,
    ami: { architecture: "arm64", owner: "amazon", pattern: "al2023-ami-2023.*-kernel-6.18-arm64" },
    diskGib: 20,
    encryptDisks: true,
    requireImdsv2: true,
    backend: { type: "local" },
    tags: { Owner: "a" },
    expect: [],
    policyExceptions: [],
    exceptions: {},
    warnings: [],
  });
});

it("the environment that was given is left as it was", () => {
  const input = { ...structuredClone(GOOD), nat: { placement: "both" }, colour: "red" };
  const before = structuredClone(input);
  linesFor(input);
  expect(input).toEqual(before);
});

function catchFrom(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
