import { stringify } from "yaml";
import { Cidr, addressAt, without } from "../net/ranges";
import { fillIn } from "../tools/read-files";
import { hostFiles } from "./files";
import { escapeTemplate } from "./template";

/** What the NAT host has to know of its network. */
export interface NatHostNetwork {
  /** Of the private network interface; a reference that Terraform fills in is fine. */
  readonly privateInterfaceMac: string;
  /** All of the VPC's IPv4 ranges: whoever is in one is served, and what is for one is never translated. */
  readonly vpcCidrs: readonly Cidr[];
  /** The private subnet that this interface stands in. */
  readonly privateCidr: Cidr;
  /** The addresses that the host asks whether the internet is there. */
  readonly probeDestinations: readonly string[];

  /**
   * How the host tells CloudWatch every minute how it is.
   *
   * @default - it does not
   */
  readonly heartbeat?: Heartbeat;
}

export interface Heartbeat {
  readonly region: string;
  /** The metrics' namespace. */
  readonly namespace: string;
  /** The name of the role that may write there. */
  readonly role: string;
}

/** EC2 takes 16 KB of user data, before it is encoded (EC2 user guide, on instance user data). */
export const USER_DATA_LIMIT = 16 * 1024;

/**
 * The NAT host's cloud-config: its files, a swap file, and the few commands that bring the files to life without a
 * reboot. In the form of a Terraform template: Terraform's own rules turn it into what cloud-init receives.
 *
 * @throws Error when it is larger than EC2 takes
 */
export function natHostUserData(network: NatHostNetwork): string {
  const values = placeholders(network);
  const userData = `#cloud-config\n${stringify(
    {
      // In bytes. dnf next to the Systems Manager agent has been killed for lack of memory with 512 MB, and 1 GB of
      // swap has cured it (as cfn-cheapest-nat found).
      swap: { filename: "/swapfile", size: 1024 ** 3 },
      write_files: hostFiles({ heartbeat: network.heartbeat !== undefined }).map(({ path, content }) => ({
        path,
        content: fillIn(escapeTemplate(content), values),
      })),
      runcmd: [
        ["systemctl", "restart", "systemd-modules-load.service", "systemd-sysctl.service"],
        ["networkctl", "reload"],
        [
          "systemctl",
          "enable",
          "--now",
          "--no-block",
          "nat-firewall.service",
          "nat-firewall-install.service",
          "nat-probe.service",
          ...(network.heartbeat ? ["nat-heartbeat.timer"] : []),
        ],
      ],
    },
    { lineWidth: 0 },
  )}`;
  const size = Buffer.byteLength(userData);
  if (size > USER_DATA_LIMIT) {
    throw new Error(`The NAT host's user data has ${size} bytes and EC2 takes ${USER_DATA_LIMIT}`);
  }
  return userData;
}

function placeholders({
  privateInterfaceMac,
  vpcCidrs,
  privateCidr,
  probeDestinations,
  heartbeat,
}: NatHostNetwork): Record<string, string> {
  const elsewhere = vpcCidrs.flatMap((cidr) => without(cidr, privateCidr));
  return {
    private_interface_mac: privateInterfaceMac,
    private_cidr: privateCidr,
    // Reserved by AWS for future use (VPC user guide, "Subnet sizing").
    probe_source: addressAt(privateCidr, 3n),
    probe_destinations: probeDestinations.join(" "),
    ...(heartbeat && {
      region: heartbeat.region,
      heartbeat_namespace: heartbeat.namespace,
      role: heartbeat.role,
    }),
    vpc_cidrs: vpcCidrs.join(", "),
    vpc_routes: vpcCidrs.map((cidr) => `[Route]\nDestination=${cidr}\nGateway=_dhcp4`).join("\n"),
    vpc_addresses: elsewhere.map((cidr) => `[Address]\nAddress=${cidr}\nAddPrefixRoute=no`).join("\n"),
  };
}
