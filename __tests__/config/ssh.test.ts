import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { resolveEnvironment } from "../../lib/config/resolve";
import { Case, GOOD, PUBLIC_KEY, SOURCE, linesFor, linesWith, refuses } from "./lines";
import { describeWith } from "../support/tools";

const OFFICE = ["203.0.113.7/32"];

describe("SSH is refused from", () => {
  const cases: [cidr: string, message: string][] = [
    ["0.0.0.0/0", "is the whole internet; name the ranges that you connect from"],
    ["0.0.0.0/00", "is the whole internet; name the ranges that you connect from"],
    ["203.0.113.7/0", "is the whole internet; name the ranges that you connect from"],
    ["::/0", "is the whole internet; name the ranges that you connect from"],
    ["0:0::/0", "is the whole internet; name the ranges that you connect from"],
    ["128.0.0.0/1", "is wider than a /8; name the ranges that you connect from"],
    ["158.0.0.0/7", "is wider than a /8; name the ranges that you connect from"],
    ["203.0.113.7", "has no prefix length; add one, such as /16 for a VPC or /32 for a single address"],
    ["203.0.113.7/24", 'has host bits set; write "203.0.113.0/24", the range that holds it'],
    ["2001:db8::/32", 'is not an IPv4 range; write an address and a prefix length, like "10.8.0.0/16"'],
    ["office", 'is not an IPv4 range; write an address and a prefix length, like "10.8.0.0/16"'],
  ];
  refuses(
    cases.map(([cidr, message]): Case => [
      `ssh.allowedCidrs[0]: "${cidr}" ${message}`,
      { ssh: { publicKey: PUBLIC_KEY, allowedCidrs: [cidr] } },
    ]),
  );

  refuses(
    ["10.8.0.0/16", "10.8.1.7/32"].map((cidr): Case => [
      `ssh.allowedCidrs[0]: "${cidr}" is inside the VPC's range "10.8.0.0/16", from which the NAT host takes no SSH; enter it by Systems Manager, or name ranges outside`,
      { ssh: { publicKey: PUBLIC_KEY, allowedCidrs: [cidr] } },
    ]),
  );

  const withRanges = (allowedCidrs: unknown) => ({ ssh: { publicKey: PUBLIC_KEY, allowedCidrs } });
  refuses([
    [
      'ssh.allowedCidrs[1]: "203.0.113.7/32" is listed twice; name each range once',
      withRanges([...OFFICE, ...OFFICE]),
    ],
    ['ssh.allowedCidrs: [] is empty; name at least one range, like "203.0.113.7/32"', withRanges([])],
    ['ssh.allowedCidrs: "203.0.113.7/32" must be a list, such as ["203.0.113.7/32"]', withRanges(OFFICE[0])],
    ['ssh.allowedCidrs[0]: 7 must be a string, such as "203.0.113.7/32"', withRanges([7])],
    ['ssh.allowedCidrs: is missing; write one, such as ["203.0.113.7/32"]', withRanges(undefined)],
  ]);
});

describe("ranges together", () => {
  const withRanges = (allowedCidrs: string[], exceptions = {}) =>
    linesWith({ ssh: { publicKey: PUBLIC_KEY, allowedCidrs }, exceptions });
  const eights = (count: number) => Array.from({ length: count }, (_, index) => `${20 + index}.0.0.0/8`);
  const together = (share: string) =>
    `ssh.allowedCidrs: opens ${share} % of the internet taken together, as much as a /7 or more; name the ranges that you connect from`;

  test("may open a /8 and some more", () => {
    expect(withRanges(["20.0.0.0/8", "203.0.113.7/32"])).toEqual([]);
    // Counted once.
    expect(withRanges(["20.0.0.0/8", "20.128.0.0/9", "20.1.0.0/16"])).toEqual([]);
  });

  test("may not open what no single range may", () => {
    expect(withRanges(eights(2))).toEqual([together("0.78")]);
    expect(withRanges(eights(50))).toEqual([together("20")]);
  });

  test("may be as many as the security group takes rules, or more with a reason", () => {
    const hosts = (count: number) => Array.from({ length: count }, (_, index) => `203.0.113.${index}/32`);
    expect(withRanges(hosts(59))).toEqual([]);
    expect(withRanges(hosts(60))).toEqual([
      'ssh.allowedCidrs: has 60 ranges; a security group takes 60 inbound rules and 1 is taken, so name at most 59, or say in exceptions: { "ssh.allowedCidrs": "…" } that your quota is higher',
    ]);
    expect(withRanges(hosts(60), { "ssh.allowedCidrs": "raised to 100" })).toEqual([]);
  });
});

describe("SSH needs one key:", () => {
  const neither = "ssh: needs either publicKey or publicKeyFile, and not both";
  refuses([
    [neither, { ssh: { allowedCidrs: OFFICE } }],
    [neither, { ssh: { publicKey: PUBLIC_KEY, publicKeyFile: "key.pub", allowedCidrs: OFFICE } }],
    ["ssh.publicKey: must be a string", { ssh: { publicKey: 3, allowedCidrs: OFFICE } }],
    [
      'ssh.publicKey: is no complete OpenSSH key; give a line like "ssh-ed25519 AAAA…" or "ssh-rsa AAAA…"',
      { ssh: { publicKey: "ssh-rsa AAAA", allowedCidrs: OFFICE } },
    ],
    // Nothing of a private key is shown.
    [
      "ssh.publicKey: is a private key; give the public one, from the .pub file beside it",
      { ssh: { publicKey: "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIK", allowedCidrs: OFFICE } },
    ],
  ]);
});

describe("a public-key file", () => {
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
  mkdirSync(join(folder, "keys"));
  writeFileSync(join(folder, "keys/good.pub"), `${PUBLIC_KEY} someone at home\n`);
  writeFileSync(join(folder, "keys/broken.pub"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\n");
  writeFileSync(join(folder, "keys/private"), "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n");
  afterAll(() => rmSync(folder, { recursive: true }));

  const source = { ...SOURCE, folder };
  const withFile = (publicKeyFile: string) => ({ ...GOOD, ssh: { publicKeyFile, allowedCidrs: OFFICE } });

  it.each([
    ["from the environment file's folder", "keys/good.pub"],
    ["by an absolute path", join(folder, "keys/good.pub")],
    ["from the home folder", `~/${relative(homedir(), join(folder, "keys/good.pub"))}`],
  ])("is read %s, and its key without the comment is kept", (_, path) => {
    expect(resolveEnvironment(withFile(path), source).ssh).toEqual({
      publicKey: PUBLIC_KEY,
      allowedCidrs: OFFICE,
    });
  });

  describeWith(["mkfifo"], "that is a pipe", () => {
    it("is refused, and not waited for", () => {
      execFileSync("mkfifo", [join(folder, "keys/pipe")]);
      expect(linesFor(withFile("keys/pipe"), source).join()).toBe(
        "ssh.publicKeyFile: is no ordinary file; name a .pub file",
      );
    });
  });

  it("is refused, and not waited for, that is no ordinary file of a key's size", () => {
    writeFileSync(join(folder, "keys/large"), "");
    truncateSync(join(folder, "keys/large"), 2 ** 40);
    const lines = ["/dev/zero", "/dev/null", "keys/large", `keys/${"x".repeat(300)}`, "keys/\0"];
    expect(lines.map((path) => linesFor(withFile(path), source).join())).toEqual([
      ...Array(2).fill("ssh.publicKeyFile: is no ordinary file; name a .pub file"),
      "ssh.publicKeyFile: is too large for a public key; name a .pub file",
      "ssh.publicKeyFile: cannot be read (ENAMETOOLONG); name a .pub file that you may read",
      "ssh.publicKeyFile: cannot be read (ERR_INVALID_ARG_VALUE); name a .pub file that you may read",
    ]);
  });

  it.each([
    [PUBLIC_KEY, "holds a key and not the path of one; give a key as publicKey"],
    [
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=",
      "is a private key; give the public one, from the .pub file beside it, by its path",
    ],
  ])("is refused that is a key itself", (key, message) => {
    expect(linesFor(withFile(key), source)).toEqual([`ssh.publicKeyFile: ${message}`]);
  });

  it.each([
    [
      "keys/none.pub",
      "names a file that is not there (a relative path starts at the environment file's folder); make a key pair with: ssh-keygen -t ed25519",
    ],
    [
      "keys/broken.pub",
      'is no complete OpenSSH key; give a line like "ssh-ed25519 AAAA…" or "ssh-rsa AAAA…"',
    ],
    ["keys", "is a folder; name the .pub file in it"],
    ["", "is a folder; name the .pub file in it"],
    ["keys/private", "is a private key; give the public one, from the .pub file beside it"],
  ])("is refused when it is %j", (path, message) => {
    expect(linesFor(withFile(path), source)).toEqual([`ssh.publicKeyFile: ${message}`]);
  });
});
