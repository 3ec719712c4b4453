import { Case, GOOD, linesFor, linesWith, refuses } from "./lines";

const FIELDS =
  "project, region, vpcCidr, zones, network, clients, nat, ipv6, nat64, gatewayEndpoints, publish, instanceConnect, ssh, monitoring, alarmTopicArn, alarmEmail, privateInstances, endpoints, ami, diskGib, encryptDisks, requireImdsv2, backend, tags, expect, exceptions, policyExceptions";

describe("what is no environment at all is refused:", () => {
  test.each([
    ["null", null],
    ['"article"', "article"],
    ["[]", []],
    ["3", 3],
    ["a function", function make() {}],
  ])("%s", (shown, input) => {
    expect(linesFor(input)).toEqual([
      `environment: ${shown} must be an object; write: export default defineEnvironment({ … })`,
    ]);
  });

  test("nothing", () => {
    expect(linesFor({})).toEqual([
      'region: is missing; write one, such as "eu-central-1"',
      'vpcCidr: is missing; write one, such as "10.0.0.0/16"',
      'zones: is missing; write one, such as ["eu-central-1a"]',
    ]);
  });
});

describe("an unknown field is refused, with the one that was meant:", () => {
  const nat =
    "The fields here are kind, placement, elasticIpAllocationIds, instanceType, creditMode, market, probe, standby, failover";
  refuses([
    [
      `vpccidr: is no field; did you mean "vpcCidr"? The fields here are ${FIELDS}`,
      { vpccidr: "10.8.0.0/16" },
    ],
    [`cidr: is no field; did you mean "vpcCidr"? The fields here are ${FIELDS}`, { cidr: "10.8.0.0/16" }],
    [
      `nat.instance_type: is no field; did you mean "instanceType"? ${nat}`,
      { nat: { instance_type: "t4g.nano" } },
    ],
    [
      'zones[0].privatCidr: is no field; did you mean "privateCidr"? The fields here are name, publicCidr, privateCidr',
      { zones: [{ name: "eu-central-1b", privatCidr: "10.8.2.0/24" }] },
    ],
    [
      'backend.lockfile: is no field; did you mean "useLockfile"? The fields here are type, bucket, region, keyPrefix, encrypt, useLockfile',
      { backend: { type: "s3", bucket: "states", region: "eu-west-1", lockfile: true } },
    ],
    ["backend.path: is no field; the fields here are type", { backend: { type: "local", path: "/tmp" } }],
    [`colour: is no field; the fields here are ${FIELDS}`, { colour: "red" }],
    [`toString: is no field; the fields here are ${FIELDS}`, { toString: "x" }],
  ]);

  test("also one with a name that JavaScript treats as its own", () => {
    expect(linesFor(JSON.parse(`{ "__proto__": 1, ${JSON.stringify(GOOD).slice(1)}`))).toEqual([
      "__proto__: is no name for a field; remove it",
    ]);
  });
});

describe("a value of the wrong kind is refused:", () => {
  const kinds: Case[] = [
    ['region: 3 must be a string, such as "eu-central-1"', { region: 3 }],
    ['vpcCidr: null must be a string, such as "10.0.0.0/16"', { vpcCidr: null }],
    ['zones: "eu-central-1b" must be a list, such as ["eu-central-1a"]', { zones: "eu-central-1b" }],
    ['zones: {} must be a list, such as ["eu-central-1a"]', { zones: {} }],
    ['zones[0].name: is missing; write one, such as "eu-central-1a"', { zones: [{}] }],
    ["nat: [] must be an object", { nat: [] }],
    ["nat: null must be an object, or be left out", { nat: null }],
    ['nat.placement: "both" must be "single" or "per-zone"', { nat: { placement: "both" } }],
    ["ssh: true must be an object", { ssh: true }],
    ['endpoints: "no" must be true or false', { endpoints: "no" }],
    ["encryptDisks: 0 must be true or false", { encryptDisks: 0 }],
    ['diskGib: "8" must be a whole number', { diskGib: "8" }],
    ["diskGib: 8n must be a whole number", { diskGib: 8n }],
    ["tags: [] must be an object", { tags: [] }],
    ["tags.Owner: 3 must be a string", { tags: { Owner: 3 } }],
    ['backend: "s3" must be an object', { backend: "s3" }],
    ['backend.type: must be "local" or "s3"', { backend: {} }],
    ['backend.type: "gcs" must be "local" or "s3"', { backend: { type: "gcs", bucket: "states" } }],
  ];
  refuses(kinds);

  const zone = 'must be a zone\'s name, such as "eu-central-1a", or an object with it';
  refuses([
    [`zones[1]: null ${zone}`, { zones: ["eu-central-1b", null] }],
    [`zones[0]: a list of 1 ${zone}`, { zones: [["eu-central-1b"]] }],
  ]);

  test("also a hole in the list of zones", () => {
    // eslint-disable-next-line no-sparse-arrays
    expect(linesWith({ zones: [, "eu-central-1b"] })).toEqual([`zones[0]: ${zone}`]);
  });
});
