import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fillIn } from "../../lib/tools/read-files";
import { Forward, Host } from "../fabric/fabric";
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
  if (host.kind === "load-balancer") return loadBalancer(host);
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
    rules: fill("nat-gateway.nft", { private_ip: networkInterfaces[0]!.privateIp }),
    answers: false,
  };
}

function loadBalancer({ networkInterfaces: [own], forwards = [] }: Host): Role {
  const served = forwards.filter(({ targets }) => targets.length > 0);
  const hidden = forwards.filter(({ preservesClientIp }) => !preservesClientIp);
  return {
    settings: ROUTER_SETTINGS,
    rules: fill("load-balancer.nft", {
      forwards: served.map((forward) => `ip daddr ${own!.privateIp} ${passOn(forward)}`).join("\n\t\t"),
      hidden: hidden
        .map(({ protocol, port }) => `meta l4proto ${protocol} ct original proto-dst ${port} masquerade`)
        .join("\n\t\t"),
    }),
    answers: false,
  };
}

/** To one target after the other. */
function passOn({ protocol, port, targets }: Forward): string {
  const inTurn = targets.map((target, index) => `${index} : ${target.address} . ${target.port}`).join(", ");
  return `${protocol} dport ${port} dnat ip addr . port to numgen inc mod ${targets.length} map { ${inTurn} }`;
}

function fill(file: string, values: Readonly<Record<string, string>>): string {
  return fillIn(readFileSync(join(__dirname, file), "utf8"), values);
}

/** The name that EC2's instances of the Nitro kind give their network interfaces. */
export function deviceName(index: number): string {
  return `ens${5 + index}`;
}
