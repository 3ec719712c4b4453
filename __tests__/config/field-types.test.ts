import { Case, GOOD, linesWith, refuses } from "./lines";

describe("a range of the network is refused that is", () => {
  const malformed = [
    "10.8.0.0/33",
    "10.8.0.0/",
    "10.8/16",
    "10.8.0.0/16/16",
    "10.8.0.0/-1",
    "10.8.0.0/016",
    "010.8.0.0/16",
    "0x0a.8.0.0/16",
    "10.8.0.256/16",
    "10.8.0.0/255.255.0.0",
    " 10.8.0.0/16",
    "10.8.0.0/16\n",
    "2001:db8::/56",
    "::ffff:10.8.0.0/112",
    "office",
    "",
  ];
  refuses(
    malformed.map((vpcCidr) => [
      `vpcCidr: ${JSON.stringify(vpcCidr)} is not an IPv4 range; write an address and a prefix length, like "10.8.0.0/16"`,
      { vpcCidr },
    ]),
  );

  refuses([
    [
      'vpcCidr: "10.8.0.0" has no prefix length; add one, such as /16 for a VPC or /32 for a single address',
      { vpcCidr: "10.8.0.0" },
    ],
    [
      'vpcCidr: "10.8.0.1/16" has host bits set; write "10.8.0.0/16", the range that holds it',
      { vpcCidr: "10.8.0.1/16" },
    ],
    ['vpcCidr: "0.0.0.0/0" is /0; AWS allows /16 to /28', { vpcCidr: "0.0.0.0/0" }],
    ['vpcCidr: "10.8.0.0/15" is /15; AWS allows /16 to /28', { vpcCidr: "10.8.0.0/15" }],
    ['vpcCidr: "10.8.0.0/29" is /29; AWS allows /16 to /28', { vpcCidr: "10.8.0.0/29" }],
    [
      'zones[0].publicCidr: "10.8.1.0/29" is /29; AWS allows /16 to /28',
      { zones: [{ name: "eu-central-1b", publicCidr: "10.8.1.0/29" }] },
    ],
    [
      'zones[0].privateCidr: "10.8.2.9/24" has host bits set; write "10.8.2.0/24", the range that holds it',
      { zones: [{ name: "eu-central-1b", privateCidr: "10.8.2.9/24" }] },
    ],
  ]);

  test.each(["10.8.0.0/16", "10.8.0.240/28"])("not so: %s", (vpcCidr) => {
    const zones = [{ name: "eu-central-1b", publicCidr: "10.8.0.240/28", privateCidr: "10.8.0.240/28" }];
    expect(linesWith({ vpcCidr, zones }).filter((line) => line.startsWith("vpcCidr"))).toEqual([]);
  });
});

describe("a region is refused that is", () => {
  refuses([
    ['region: "eu-centrl-1" is not a region; write one like "eu-central-1"', { region: "eu-centrl-1" }],
    ['region: "EU-CENTRAL-1" is not a region; write one like "eu-central-1"', { region: "EU-CENTRAL-1" }],
    ['region: "eu-central-1b" is not a region; write one like "eu-central-1"', { region: "eu-central-1b" }],
    ...["cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"].map(
      (region) =>
        [
          `region: "${region}" is of another AWS partition, which these stacks do not fit; use one like "eu-central-1"`,
          { region },
        ] as const,
    ),
  ]);

  test.each(["us-east-1", "ap-southeast-7", "ca-west-1", "il-central-1", "mx-central-1", "ap-northeast-3"])(
    "not so: %s",
    (region) => expect(linesWith({ region, zones: [`${region}a`] })).toEqual([]),
  );
});

describe("a zone is refused that is", () => {
  refuses([
    ...["b", "eu-central-1", "eu-central-1bb"].map((name): Case => [
      `zones[0].name: "${name}" is not an availability zone; write one like "eu-central-1b"`,
      { zones: [name] },
    ]),
    ...["us-west-2-lax-1a", "us-east-1-wl1-bos-wlz-1"].map((name): Case => [
      `zones[0].name: "${name}" is a Local or Wavelength Zone, which these stacks do not fit; name an availability zone like "eu-central-1b"`,
      { zones: [name] },
    ]),
    [
      'zones[0].name: "euc1-az1" is a zone\'s id, which differs from its name; name an availability zone like "eu-central-1b"',
      { zones: ["euc1-az1"] },
    ],
  ]);
});

describe("an instance type is refused that is", () => {
  refuses(
    ["t4g", "T4G.nano", "t4g.tiny", "t4g.nano ", ".nano"].map((instanceType) => [
      `nat.instanceType: "${instanceType}" is not an instance type; write one like "t4g.nano"`,
      { nat: { instanceType } },
    ]),
  );

  test.each(["t4g.nano", "c7gn.16xlarge", "m8g.metal-24xl", "x2gd.metal", "r7g.xlarge"])(
    "not so: %s",
    (instanceType) => expect(linesWith({ ...GOOD, nat: { instanceType } })).toEqual([]),
  );
});
