import { Topology, TopologyError } from "../../lib/topology";

/** The line that reading a network ends with. */
export function lineOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof TopologyError) return error.message;
    throw error;
  }
  return "no error";
}

/** What was not understood, a line each. */
export function problemsOf({ notUnderstood }: Topology): string[] {
  return notUnderstood.map(({ stack, address, why }) => `${stack}: ${address}: ${why}`);
}
