import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillIn } from "../../lib/tools/fill-in";
import { Host } from "../fabric/fabric";
import { ROUTER_SETTINGS } from "../namespace";

/** What a host of the lab's own does beside having its addresses. */
export interface Role {
  /** The kernel's settings. */
  readonly settings: readonly string[];
  /** What it does with packets, for `nft`; loaded again it replaces itself. @default - nothing */
  readonly rules?: string;
  /** Whether it answers what it is asked. */
  readonly answers: boolean;
}

/** In seconds: "idle for 350 seconds or more" (VPC user guide, "Troubleshoot NAT gateways"), of whatever protocol. */
const IDLE_TIMEOUT = 350;

export function roleOf(host: Host): Role {
  if (host.kind === "nat-gateway") return natGateway(host);
  return host.translates ? NAT_INSTANCE : { settings: [], answers: true };
}

/** Translates to network interface #0's address, as `explain` takes any instance to do that a route leads to. */
const NAT_INSTANCE: Role = {
  settings: ROUTER_SETTINGS,
  rules: `table ip nat
    delete table ip nat
    table ip nat {
      chain postrouting {
        type nat hook postrouting priority srcnat;
        oifname "${deviceName(0)}" masquerade
      }
    }`,
  answers: true,
};

function natGateway({ networkInterfaces }: Host): Role {
  const timeouts = ["tcp_timeout_established", "udp_timeout", "udp_timeout_stream", "icmp_timeout"];
  return {
    settings: [
      ...ROUTER_SETTINGS,
      ...timeouts.map((name) => `net.netfilter.nf_conntrack_${name}=${IDLE_TIMEOUT}`),
      // A connection begins with its first packet; what comes in the middle of one belongs to none.
      "net.netfilter.nf_conntrack_tcp_loose=0",
      // Whether a packet is in its window is for its receiver to judge.
      "net.netfilter.nf_conntrack_tcp_be_liberal=1",
    ],
    rules: fillIn(readFileSync(join(__dirname, "nat-gateway.nft"), "utf8"), {
      private_ip: networkInterfaces[0]!.privateIp,
    }),
    answers: false,
  };
}

/** The name that EC2's instances of the Nitro kind give their network interfaces. */
export function deviceName(index: number): string {
  return `ens${5 + index}`;
}
