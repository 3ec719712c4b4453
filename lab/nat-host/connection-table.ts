import { Namespace } from "../namespace";

/** A line of a NAT host's connection table. */
export interface Mapping {
  readonly protocol: string;
  /** The private address and port, `10.8.2.4:40001`; for ping, its number in place of the port. */
  readonly inside: string;
  /** What is put in place of them. */
  readonly outside: string;
  /** The other end. */
  readonly remote: string;
}

/** The translated connections that a host's kernel knows of. */
export async function connectionTable(host: Namespace): Promise<Mapping[]> {
  const { stdout } = await host.run("conntrack", ["-L", "--src-nat"]);
  return stdout.split("\n").flatMap((line) => parse(line) ?? []);
}

/** `tcp 6 117 TIME_WAIT src=10.8.2.4 dst=192.0.2.1 sport=1 dport=80 src=192.0.2.1 dst=10.8.1.4 sport=80 dport=1 …` */
function parse(line: string): Mapping | undefined {
  const values = (name: string) =>
    [...line.matchAll(new RegExp(`\\b${name}=(\\S+)`, "g"))].map(([, value]) => value!);
  const [source, replySource] = values("src");
  const [, translated] = values("dst");
  if (source === undefined || replySource === undefined || translated === undefined) return undefined;
  const [sourcePort, remotePort] = values("sport");
  const [, translatedPort] = values("dport");
  const [number, replyNumber = number] = values("id");
  return {
    protocol: line.split(" ")[0]!,
    inside: `${source}:${sourcePort ?? number}`,
    outside: `${translated}:${translatedPort ?? replyNumber}`,
    remote: remotePort === undefined ? replySource : `${replySource}:${remotePort}`,
  };
}
