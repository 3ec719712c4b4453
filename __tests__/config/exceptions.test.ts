import { linesWith } from "./lines";

const S3 = { type: "s3", bucket: "states", region: "eu-west-1" };
const SAFEGUARDS: [path: string, off: Record<string, unknown>][] = [
  ["encryptDisks", { encryptDisks: false }],
  ["requireImdsv2", { requireImdsv2: false }],
  ["backend.encrypt", { backend: { ...S3, encrypt: false } }],
  ["backend.useLockfile", { backend: { ...S3, useLockfile: false } }],
];

describe.each(SAFEGUARDS)("the safeguard %s", (path, off) => {
  it("is not switched off without a word", () => {
    expect(linesWith(off)).toEqual([
      `${path}: false switches a safeguard off; say why in exceptions: { "${path}": "…" }, or leave it on`,
    ]);
  });

  it("is switched off with a reason", () => {
    expect(linesWith({ ...off, exceptions: { [path]: "the shared key is not ours" } })).toEqual([]);
  });

  it.each(["", "  "])('is not switched off with the reason "%s"', (reason) => {
    expect(linesWith({ ...off, exceptions: { [path]: reason } })).toEqual([
      expect.stringMatching(/^exceptions.*: "\s*" has no reason; write why$/),
    ]);
  });

  it("is not excepted by what is no reason, and that is said once", () => {
    expect(linesWith({ exceptions: { [path]: 5 } })).toEqual([
      expect.stringMatching(/^exceptions.*: 5 must be a string$/),
    ]);
  });

  it("is not excepted while it is on", () => {
    expect(linesWith({ exceptions: { [path]: "why" } })).toEqual([
      expect.stringMatching(/^exceptions.*: "why" excepts what needs no reason; remove it$/),
    ]);
  });
});

it("an exception must name what needs one", () => {
  const names =
    "names nothing that needs a reason; encryptDisks, requireImdsv2, backend.encrypt, backend.useLockfile, region, zones, nat.instanceType, privateInstances.instanceType, backend.region, ssh.allowedCidrs, publish, publish.<name> may";
  expect(linesWith({ exceptions: { encryptDisk: "why", toString: "why" } })).toEqual([
    `exceptions.encryptDisk: "why" ${names}`,
    `exceptions.toString: "why" ${names}`,
  ]);
});
