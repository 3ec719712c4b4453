import { NotUnderstood } from "../topology";
import { Network } from "./network";
import { Doubt, Missing } from "./packet";

/** Something that was not read, as a verdict names it. */
export function notRead({ stack, address, why }: NotUnderstood): Missing {
  return { name: `${stack}/${address}`, why };
}

/** Tells what was not read and may stop a packet, or lead it elsewhere, at elements that it passes. */
export function* doubtsAt(network: Network, ...ids: readonly string[]): Generator<Doubt, undefined> {
  for (const one of network.unread(ids, "close")) {
    yield { missing: notRead(one), may: one.may === "either" ? "either" : "close" };
  }
  return undefined;
}
