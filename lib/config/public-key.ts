import { closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";

/** A key, or what is wrong with the text that should be one; nothing of the text is in the message. */
export type ReadKey =
  | { readonly key: string; readonly problem?: undefined }
  | { readonly key?: undefined; readonly problem: string };

/** In bytes; a public key of 4096 bits has about 750. */
const LARGEST_FILE = 64 * 1024;

const PRIVATE = "is a private key; give the public one, from the .pub file beside it";
const MAKE_ONE = "make a key pair with: ssh-keygen -t ed25519";

/** The key in a public-key file; a relative path starts at `folder`, and `~` is the home folder. */
export function readPublicKey(path: string, folder: string): ReadKey {
  if (isPrivate(path)) return { problem: `${PRIVATE}, by its path` };
  if (/[\r\n]|^ssh-|^ecdsa-|^sk-/.test(path.trim())) {
    return { problem: "holds a key and not the path of one; give a key as publicKey" };
  }
  const text = textOf(resolve(folder, path.replace(/^~(?=\/)/, homedir())));
  return "problem" in text ? text : parsePublicKey(text.text);
}

/** The text of an ordinary file of a key's size: a pipe or a device may never end. */
function textOf(file: string): { readonly text: string } | { readonly problem: string } {
  let descriptor: number | undefined;
  try {
    const found = statSync(file);
    if (found.isDirectory()) return { problem: "is a folder; name the .pub file in it" };
    if (!found.isFile()) return { problem: "is no ordinary file; name a .pub file" };
    // What stands there now may be another file: it is not waited for either.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const bytes = Buffer.alloc(LARGEST_FILE + 1);
    const length = readSync(descriptor, bytes);
    if (length > LARGEST_FILE) return { problem: "is too large for a public key; name a .pub file" };
    return { text: bytes.toString("utf8", 0, length) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const start = "a relative path starts at the environment file's folder";
    if (code === "ENOENT") return { problem: `names a file that is not there (${start}); ${MAKE_ONE}` };
    return { problem: `cannot be read (${code}); name a .pub file that you may read` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A key's type and data, without its comment, which usually names a person and a machine. */
export function parsePublicKey(given: string): ReadKey {
  // Some editors start a file with a byte order mark.
  const text = given.replace(/^\uFEFF/, "").trim();
  if (isPrivate(text)) return { problem: PRIVATE };
  if (/^-{4,5} ?BEGIN (SSH2 |RSA )?PUBLIC KEY/.test(text)) {
    return { problem: "is a public key, but not in OpenSSH's form; convert it with: ssh-keygen -i" };
  }
  if (/^([~.]{0,2}\/[^\n]*|[^\s]*\.(pub|pem|ppk|key))$/.test(text) && !/^ssh-/.test(text)) {
    return { problem: "is the path of a file and not a key; give a path as publicKeyFile" };
  }
  const lines = text.split(/\r?\n/);
  if (lines.length > 1)
    return { problem: `has ${lines.length} lines; give a single public key, on one line` };
  const [type = "", data = ""] = lines[0]!.split(/\s+/);
  const refused = REFUSED_TYPES.find((each) => type === each);
  if (refused)
    return { problem: `is of type ${refused}, which EC2 refuses; make one with: ssh-keygen -t ed25519` };
  const fields = fieldsOf(data);
  if (type === "ssh-ed25519" && fields?.[0] === type && fields[1]?.length === 32 && fields.length === 2) {
    return { key: `${type} ${data}` };
  }
  if (type === "ssh-rsa" && fields?.[0] === type && fields.length === 3) {
    const problem = rsaProblem(bitsOf(fields[2]!));
    return problem === undefined ? { key: `${type} ${data}` } : { problem };
  }
  return { problem: 'is no complete OpenSSH key; give a line like "ssh-ed25519 AAAA…" or "ssh-rsa AAAA…"' };
}

/** EC2 user guide, "Amazon EC2 key pairs": ED25519 and RSA alone. */
const REFUSED_TYPES = [
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-dss",
];

/** PEM with or without its first line, OpenSSH's and PuTTY's own forms, and JSON Web Keys with the private part `d`. */
function isPrivate(text: string): boolean {
  const isNamed = /PRIVATE KEY|PuTTY-User-Key-File|b3BlbnNzaC1rZXk|"d"\s*:/.test(text);
  // Base64 of an ASN.1 sequence: what PEM holds, and no OpenSSH public key starts with.
  return isNamed || /^M[CGHI][A-Za-z0-9+/=\s]{38,}$/.test(text.trim());
}

/** EC2 imports 1024, 2048 and 4096 bits ("ImportKeyPair"); AL2023's crypto policy has sshd refuse fewer than 2048. */
function rsaProblem(bits: number): string | undefined {
  if (bits === 2048 || bits === 4096) return undefined;
  const why = bits === 1024 ? "Amazon Linux 2023's sshd refuses" : "EC2 refuses";
  return `is an RSA key of ${bits} bits, which ${why}; make one with: ssh-keygen -t ed25519, or -t rsa -b 4096`;
}

/** The length of an unsigned number without its leading zeros. */
function bitsOf(number: string): number {
  const bytes = Buffer.from(number, "latin1");
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first]!) + 24;
}

/** The fields of a key's base64 data, which each say their length (RFC 4253, 6.6; RFC 8709, 4); undefined when cut. */
function fieldsOf(data: string): string[] | undefined {
  const bytes = Buffer.from(data, "base64");
  const fields: string[] = [];
  let end = 0;
  while (end + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(end);
    fields.push(bytes.toString("latin1", end + 4, end + 4 + length));
    end += 4 + length;
  }
  return end === bytes.length && bytes.toString("base64") === data ? fields : undefined;
}
