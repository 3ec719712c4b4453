import { Route } from "../topology";
import { Network } from "./network";
import { Hop } from "./packet";

/** A place that a packet passes. */
export function hop({ id, name }: { readonly id: string; readonly name: string }, text: string): Hop {
  return { elementId: id, name, text };
}

/** What a route leads to, in words. */
export function targetName(network: Network, { target }: Route): string {
  switch (target.kind) {
    case "network-interface":
      return `network interface ${network.networkInterface(target.id).name}`;
    case "internet-gateway":
    case "nat-gateway":
    case "egress-only-gateway":
      return network.gateway(target.id).name;
    case "other":
    case "unknown":
      return `${target.what} ${target.id}`;
    case "vpc-endpoint":
      return `VPC endpoint ${target.id}`;
    case "local":
      return "the VPC";
  }
}
