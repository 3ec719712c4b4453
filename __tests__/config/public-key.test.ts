import { generateKeyPairSync } from "node:crypto";
import { parsePublicKey } from "../../lib/config/public-key";
import { PUBLIC_KEY } from "./lines";

const INCOMPLETE = 'is no complete OpenSSH key; give a line like "ssh-ed25519 AAAA…" or "ssh-rsa AAAA…"';
const [TYPE, DATA] = PUBLIC_KEY.split(" ") as [string, string];

describe("a public key is taken", () => {
  it.each([
    ["as it is", PUBLIC_KEY],
    ["with a newline", `${PUBLIC_KEY}\n`],
    ["with the line ending of Windows", `${PUBLIC_KEY}\r\n`],
    ["with blanks around and between", `\n  ${TYPE} \t ${DATA}  `],
    ["without its comment, which names a person", `${PUBLIC_KEY} someone at home\n`],
  ])("%s", (_, text) => expect(parsePublicKey(text)).toEqual({ key: PUBLIC_KEY }));

  it.each([2048, 4096])("of the type RSA, of %i bits", (bits) => {
    const key = rsaKey(bits);
    expect(parsePublicKey(`${key} comment`)).toEqual({ key });
  });
});

describe("a text is no public key for EC2", () => {
  it.each(["ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com", "ssh-dss"])(
    "when it is of type %s",
    (type) => {
      expect(parsePublicKey(`${type} ${DATA}`)).toEqual({
        problem: `is of type ${type}, which EC2 refuses; make one with: ssh-keygen -t ed25519`,
      });
    },
  );

  it.each(["RSA ", "EC ", "OPENSSH ", ""])("when it is a private key: %s", (kind) => {
    const text = `-----BEGIN ${kind}PRIVATE KEY-----\nMHcCAQEEIK\n-----END ${kind}PRIVATE KEY-----\n`;
    expect(parsePublicKey(text)).toEqual({
      problem: "is a private key; give the public one, from the .pub file beside it",
    });
  });

  it.each([
    [1024, "Amazon Linux 2023's sshd refuses"],
    [1023, "EC2 refuses"],
    [3072, "EC2 refuses"],
  ])("when it is an RSA key of %i bits", (bits, why) => {
    expect(parsePublicKey(rsaKey(bits))).toEqual({
      problem: `is an RSA key of ${bits} bits, which ${why}; make one with: ssh-keygen -t ed25519, or -t rsa -b 4096`,
    });
  });

  it.each([
    ["PuTTY's", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none"],
    ["OpenSSH's, without its first line", "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ"],
    ["PEM's, without its first line", `MHcCAQEEIK${"x7Qm2Zp0Vb".repeat(6)}`],
    ["a JSON Web Key", JSON.stringify({ kty: "OKP", crv: "Ed25519", d: "secret" })],
  ])("when it is a private key: %s", (_, text) => {
    expect(parsePublicKey(text)).toEqual({
      problem: "is a private key; give the public one, from the .pub file beside it",
    });
  });

  it.each(["~/.ssh/id_ed25519.pub", "/home/me/.ssh/id", "./keys/me", "../me", "me.pub", "keys/me.pub"])(
    "when it is a path: %s",
    (path) => {
      expect(parsePublicKey(path)).toEqual({
        problem: "is the path of a file and not a key; give a path as publicKeyFile",
      });
    },
  );

  it("when it is a public key of another form", () => {
    expect(parsePublicKey("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA")).toEqual({
      problem: "is a public key, but not in OpenSSH's form; convert it with: ssh-keygen -i",
    });
  });

  it("when there are several", () => {
    expect(parsePublicKey(`${PUBLIC_KEY}\n${rsaKey()}\n`)).toEqual({
      problem: "has 2 lines; give a single public key, on one line",
    });
  });

  it.each([
    ["it is empty", ""],
    ["it has no data", "ssh-ed25519"],
    ["it has no type", DATA],
    ["its type is not that of its data", `${TYPE} ${wire("ssh-ed448-1", Buffer.alloc(32))}`],
    ["its key is too short", `${TYPE} ${wire(TYPE, Buffer.alloc(31))}`],
    ["its data ends in a stray sign", `${PUBLIC_KEY}*`],
    ["its data is cut", `${TYPE} ${DATA.slice(0, -4)}`],
    ["its data is too long", `${TYPE} ${DATA}AAAA`],
    ["its data has a field too many", `${TYPE} ${DATA}AAAAAAAA`],
    ["its data is no base64", `${TYPE} ${DATA.replace("A", "*")}`],
    ["it is an RSA key without its modulus", `ssh-rsa ${wire("ssh-rsa", Buffer.from([1, 0, 1]))}`],
    ["its data is long and means nothing", `ssh-rsa ${"A".repeat(100_000)}`],
  ])("when %s", (_, text) => expect(parsePublicKey(text)).toEqual({ problem: INCOMPLETE }));
});

function rsaKey(modulusLength = 2048): string {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const { e, n } = publicKey.export({ format: "jwk" });
  const modulus = Buffer.concat([Buffer.of(0), Buffer.from(n!, "base64url")]);
  return `ssh-rsa ${wire("ssh-rsa", Buffer.from(e!, "base64url"), modulus)}`;
}

/** Fields as SSH puts them into a row: each with its length before it. */
function wire(...fields: (string | Buffer)[]): string {
  const parts = fields.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, Buffer.from(field)];
  });
  return Buffer.concat(parts).toString("base64");
}
