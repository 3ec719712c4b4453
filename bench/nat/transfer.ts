import { Namespace } from "../../lab/namespace";

/** What a transfer from a client to a server came to. */
export interface Transfer {
  readonly seconds: number;
  /** What arrived, in 10⁹ bits of payload; of datagrams, what was sent. */
  readonly gigabits: number;
  /** Datagrams; of a stream 0. */
  readonly packets: number;
  /**
   * Seconds of CPU: of a stream what both ends have used; of datagrams what the sender has, so that it does not matter
   * how many the server had time for. A packet is on its sender's account on its whole way to the other end, so what
   * the host between them does with it is part of this.
   */
  readonly cpuSeconds: number;
}

/** The payload of a datagram that fills a packet of 1500 bytes. */
const DATAGRAM_BYTES = 1472;

interface Sum {
  readonly seconds: number;
  readonly bytes: number;
  readonly packets?: number;
}

interface Iperf3End {
  readonly sum?: Sum;
  readonly sum_received: Sum;
  readonly cpu_utilization_percent: { readonly host_total: number; readonly remote_total: number };
}

/** Sends one TCP stream, as fast as it goes. */
export async function sendStream(client: Namespace, server: string, seconds: number): Promise<Transfer> {
  const end = await iperf3(client, server, seconds, []);
  const { host_total: ours, remote_total: theirs } = end.cpu_utilization_percent;
  return transfer(end.sum_received, ours + theirs);
}

/** Sends datagrams that fill a packet each, as fast as it goes. */
export async function sendDatagrams(client: Namespace, server: string, seconds: number): Promise<Transfer> {
  const options = ["--udp", "--bitrate", "0", "--length", String(DATAGRAM_BYTES)];
  const end = await iperf3(client, server, seconds, options);
  return transfer(end.sum!, end.cpu_utilization_percent.host_total);
}

async function iperf3(
  client: Namespace,
  server: string,
  seconds: number,
  options: readonly string[],
): Promise<Iperf3End> {
  const args = ["--client", server, "--time", String(seconds), "--json", ...options];
  const { stdout } = await client.run("iperf3", args);
  return (JSON.parse(stdout) as { end: Iperf3End }).end;
}

function transfer({ seconds, bytes, packets = 0 }: Sum, cpuPercent: number): Transfer {
  return { seconds, gigabits: (bytes * 8) / 1e9, packets, cpuSeconds: (cpuPercent / 100) * seconds };
}
