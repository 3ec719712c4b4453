import { join } from "node:path";
import { BenchNetwork, SERVER } from "./bench-network";
import { Contestant } from "./contestants";
import { Measurement } from "./figures";
import { sendDatagrams, sendStream } from "./transfer";

/** How long the parts of a measurement take. */
export interface Extent {
  /** Seconds of each transfer and of opening connections, whole. */
  readonly seconds: number;
  readonly roundTrips: number;
}

export const FULL_EXTENT: Extent = { seconds: 1, roundTrips: 5000 };

/**
 * Loads a contestant's rules, sees to it that they do what they claim, and measures them.
 *
 * @throws Error when they do not
 */
export async function measure(
  network: BenchNetwork,
  contestant: Contestant,
  { seconds, roundTrips }: Extent,
): Promise<Measurement> {
  await network.load(contestant);
  await network.prove(contestant);
  const stream = await sendStream(network.client, SERVER, seconds);
  const datagrams = await sendDatagrams(network.client, SERVER, seconds);
  const connections = await python(network, "connect.py", seconds);
  const roundTrip = await python(network, "echo.py", roundTrips);
  return {
    stream: stream.gigabits / stream.seconds,
    datagrams: datagrams.packets / datagrams.seconds / 1000,
    connections,
    roundTrip,
    streamCpu: (stream.cpuSeconds / stream.gigabits) * 1000,
    datagramCpu: (datagrams.cpuSeconds / datagrams.gigabits) * 1000,
  };
}

/** Runs one of the programs here on the client, with an empty connection table on the host, for the number it prints. */
async function python({ client, host }: BenchNetwork, program: string, extent: number): Promise<number> {
  await host.run("conntrack", ["--flush"]);
  const args = [join(__dirname, "programs", program), SERVER, String(extent)];
  return Number((await client.run("python3", args)).stdout);
}
