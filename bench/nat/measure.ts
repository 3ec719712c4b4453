import { join } from "node:path";
import { BenchNetwork, SERVER } from "./bench-network";
import { Contestant } from "./contestants";
import { Measurement } from "./figures";
import { sendStream } from "./stream";

/** How much is measured. */
export interface Extent {
  /** Whole seconds of the stream. */
  readonly seconds: number;
  /** Packets, connections and round trips, each. */
  readonly count: number;
}

export const FULL_EXTENT: Extent = { seconds: 1, count: 5000 };

/** The payload of a datagram that fills a packet of 1500 bytes. */
const DATAGRAM_BYTES = 1472;
const DATAGRAMS_PER_GIGABIT = 1e9 / (DATAGRAM_BYTES * 8);

/**
 * Loads a contestant's rules, sees to it that they do what they claim, and measures them.
 *
 * @throws Error when they do not
 */
export async function measure(
  network: BenchNetwork,
  contestant: Contestant,
  { seconds, count }: Extent,
): Promise<Measurement> {
  await network.load(contestant);
  await network.prove(contestant);
  const stream = await sendStream(network.client, SERVER, seconds);
  const bothEnds = [network.client.name, network.server.name, SERVER];
  const packet = await program(network, "packets.py", [...bothEnds, DATAGRAM_BYTES, count]);
  const connection = await program(network, "connections.py", [...bothEnds, count]);
  const roundTrip = await program(network, "echo.py", [SERVER, count]);
  return {
    stream: stream.gigabits / stream.seconds,
    streamCpu: (stream.cpuSeconds / stream.gigabits) * 1000,
    packetCpu: (packet * DATAGRAMS_PER_GIGABIT) / 1000,
    connections: 1e6 / connection,
    roundTrip,
  };
}

/** Runs one of the programs here on the client, with an empty connection table on the host, for the microseconds that it prints. */
async function program(
  { client, host }: BenchNetwork,
  name: string,
  args: readonly (string | number)[],
): Promise<number> {
  await host.run("conntrack", ["--flush"]);
  const { stdout } = await client.run("python3", [
    "-B",
    join(__dirname, "programs", name),
    ...args.map(String),
  ]);
  return Number(stdout);
}
