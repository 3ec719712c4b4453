import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";

/** A key, or what is wrong with the text that should be one. */
export type ReadKey =
  { readonly key: string; readonly fault?: undefined } | { readonly key?: undefined; readonly fault: string };

/** The key in a public-key file; a relative path starts at `folder`, and `~` is the home folder. */
export function readPublicKey(path: string, folder: string): ReadKey {
  try {
    return parsePublicKey(readFileSync(resolve(folder, path.replace(/^~(?=\/)/, homedir())), "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") return { fault: "is a folder; name the .pub file in it" };
    return { fault: `cannot be read (${code}); make a key pair with: ssh-keygen -t ed25519` };
  }
}

/** A key's type and data, without its comment, which usually names a person and a machine. */
export function parsePublicKey(text: string): ReadKey {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) {
    return { fault: "is a private key; give the public one, from the .pub file beside it" };
  }
  const lines = text.trim().split(/\r?\n/);
  if (lines.length > 1) return { fault: `has ${lines.length} lines; give a single key, on one line` };
  const [type = "", data = ""] = lines[0]!.split(/\s+/);
  if (/^(ecdsa-|sk-|ssh-dss)/.test(type)) {
    return { fault: `is of type ${type}, which EC2 refuses; make one with: ssh-keygen -t ed25519` };
  }
  if (isKeyOf(type, data)) return { key: `${type} ${data}` };
  return { fault: 'is no complete OpenSSH key; give a line like "ssh-ed25519 AAAA…" or "ssh-rsa AAAA…"' };
}

/** Whether base64 data is a whole key of a type: fields that each say their length (RFC 4253, 6.6; RFC 8709, 4). */
function isKeyOf(type: string, data: string): boolean {
  const bytes = Buffer.from(data, "base64");
  const lengths: number[] = [];
  let end = 0;
  while (end + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(end);
    lengths.push(length);
    end += 4 + length;
  }
  if (end !== bytes.length || bytes.toString("base64") !== data) return false;
  if (bytes.toString("latin1", 4, 4 + type.length) !== type) return false;
  return type === "ssh-ed25519" ? String(lengths) === "11,32" : type === "ssh-rsa" && lengths.length === 3;
}
