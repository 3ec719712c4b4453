import Table from "cli-table3";
import { Mapping } from "../../lab/nat-host/connection-table";
import { Proof } from "../../lab/walk-through";

/** The NAT host's connection table: each private address and port beside its translation. */
export function connections(mappings: readonly Mapping[]): string {
  const table = new Table({
    head: ["", "private", "translated to", "other end"],
    style: { head: [], border: [] },
  });
  for (const { protocol, inside, outside, remote } of mappings)
    table.push([protocol, inside, outside, remote]);
  return table.toString();
}

/** What was proven, and what was seen of it. */
export function verdicts(proofs: readonly Proof[]): string {
  const table = new Table({ head: ["", "claim", "seen"], style: { head: [], border: [] } });
  for (const { what, seen, holds } of proofs) table.push([holds ? "✔" : "✖", what, seen]);
  return table.toString();
}
