import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";

/** The key in a public-key file, or what keeps it from being read. `~` is the home folder. */
export function readPublicKeyFile(path: string, folder: string): { text: string } | { fault: string } {
  const file = resolve(folder, path.replace(/^~(?=\/)/, homedir()));
  try {
    return { text: readFileSync(file, "utf8") };
  } catch {
    return { fault: "cannot be read; make a key pair with: ssh-keygen -t ed25519" };
  }
}

/**
 * The key's type and its data, without the comment: a comment usually names a person and a machine.
 * Undefined when the text is no public key that EC2 accepts, which are RSA and ED25519.
 */
export function parsePublicKey(text: string): string | undefined {
  const [type, data] = text.trim().split(/\s+/);
  if ((type !== "ssh-ed25519" && type !== "ssh-rsa") || !data) return undefined;
  const decoded = Buffer.from(data, "base64");
  const declared = decoded.subarray(4, 4 + type.length).toString("latin1");
  const complete = decoded.toString("base64") === data && decoded.length > 4 + type.length + 4;
  return complete && declared === type ? `${type} ${data}` : undefined;
}
