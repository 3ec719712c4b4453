import { linesWith, refuses } from "./lines";

describe("an instance type is refused that the image does not run on:", () => {
  const x86 = 'is an x86_64 type and the image is arm64; change the type or set ami.architecture to "x86_64"';
  const arm = 'is an arm64 type and the image is x86_64; change the type or set ami.architecture to "arm64"';
  refuses([
    [`nat.instanceType: "t3.nano" ${x86}`, { nat: { instanceType: "t3.nano" } }],
    [`privateInstances.instanceType: "m5.large" ${x86}`, { privateInstances: { instanceType: "m5.large" } }],
    // Their `g` stands before the generation: graphics network interfaces, not Graviton.
    [`nat.instanceType: "g4dn.xlarge" ${x86}`, { nat: { instanceType: "g4dn.xlarge" } }],
    [`nat.instanceType: "g6.xlarge" ${x86}`, { nat: { instanceType: "g6.xlarge" } }],
  ]);

  test("the default types, when the image is for x86_64", () => {
    expect(linesWith({ ami: { architecture: "x86_64" } })).toEqual([
      `nat.instanceType: "t4g.nano" ${arm}`,
      `privateInstances.instanceType: "t4g.nano" ${arm}`,
    ]);
  });

  test.each([
    "t4g.nano",
    "c7gn.large",
    "im4gn.large",
    "is4gen.large",
    "x2gd.large",
    "g5g.xlarge",
    "hpc7g.4xlarge",
  ])("not so: %s", (instanceType) => expect(linesWith({ nat: { instanceType } })).toEqual([]));
});

describe("an instance type or a pattern is refused that does not fit the image:", () => {
  const a1 = "is an A1, which Amazon Linux 2023 does not run on; take a Graviton2 or newer";
  refuses([
    [`nat.instanceType: "a1.large" ${a1}`, { nat: { instanceType: "a1.large" } }],
    [
      'nat.instanceType: "mac2.metal" is a Mac, which runs macOS alone, on a dedicated host; write one like "t4g.nano"',
      { nat: { instanceType: "mac2.metal" } },
    ],
    [
      'ami.pattern: "al2023-*-x86_64" finds x86_64 images alone and ami.architecture is "arm64"; change one of the two',
      { ami: { pattern: "al2023-*-x86_64" } },
    ],
    [
      'ami.pattern: "debian-*-arm64" finds arm64 images alone and ami.architecture is "x86_64"; change one of the two',
      {
        ami: { pattern: "debian-*-arm64", architecture: "x86_64" },
        nat: { instanceType: "t3.nano" },
        privateInstances: { count: 0, instanceType: "t3.nano" },
      },
    ],
  ]);

  test("not so: an A1 with another image", () => {
    expect(linesWith({ nat: { instanceType: "a1.large" }, ami: { pattern: "debian-*" } })).toEqual([]);
  });
});
