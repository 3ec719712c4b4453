import { Namespace } from "../../lab/namespace";
import { until } from "../../lab/until";

/** What one TCP stream from a client to a server came to. */
export interface Stream {
  readonly seconds: number;
  /** What arrived, in 10⁹ bits of payload. */
  readonly gigabits: number;
  /**
   * Seconds of CPU that both ends have used. A packet is on its sender's account on its whole way, so what the host
   * between them does with it is part of this.
   */
  readonly cpuSeconds: number;
}

/** What `iperf3 --json` says of the client's end. */
interface Report {
  readonly end: {
    readonly sum_received: { readonly seconds: number; readonly bytes: number };
    readonly cpu_utilization_percent: { readonly host_total: number; readonly remote_total: number };
  };
}

/** Starts what takes streams, and waits until it does. */
export async function takeStreams(server: Namespace): Promise<void> {
  let said = "";
  const iperf3 = server.start("iperf3", ["--server", "--forceflush"], { reject: false });
  iperf3.stdout!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await until("iperf3's server", 20, () => said.includes("Server listening"));
}

/** Sends one, as fast as it goes. */
export async function sendStream(client: Namespace, server: string, seconds: number): Promise<Stream> {
  const { stdout } = await client.run("iperf3", ["--client", server, "--time", String(seconds), "--json"]);
  const { sum_received: received, cpu_utilization_percent: cpu } = (JSON.parse(stdout) as Report).end;
  return {
    seconds: received.seconds,
    gigabits: (received.bytes * 8) / 1e9,
    cpuSeconds: ((cpu.host_total + cpu.remote_total) / 100) * received.seconds,
  };
}
