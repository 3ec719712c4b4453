import { firstReply } from "../../lab/first-reply";
import { Lab, LabOptions } from "../../lab/lab";
import { Topology } from "../../lib/topology";
import { SERVER } from "./bench-network";

/** What is switched on, until a ping from a private instance to the internet is answered. */
export const BOOTS = {
  first: "our host, first boot",
  again: "our host, after its power was cut",
  nftablesAlone: "our host without networkd's layer, first boot",
} as const;

export type BootId = keyof typeof BOOTS;

export const BOOT_IDS = Object.keys(BOOTS) as BootId[];

/** What asks networkd to translate. */
const NETWORKD_LAYER = "IPMasquerade=ipv4";

/** Seconds until a host is given up. */
const LIMIT = 300;

/** Boots NAT hosts of a topology from disks that were never booted, for the seconds until the first reply. */
export async function measureBoots(topology: Topology, disk: string): Promise<Record<BootId, number>> {
  const [first, again] = await inLab(topology, { disk }, async (lab, natHost) => {
    const seconds = await powerOn(lab, natHost);
    await lab.powerOff(natHost);
    return [seconds, await powerOn(lab, natHost)] as const;
  });
  const nftablesAlone = await inLab(withoutNetworkdLayer(topology), { disk }, powerOn);
  return { first, again, nftablesAlone };
}

/** The same with a NAT host that leaves translation to its second layer. */
function withoutNetworkdLayer(topology: Topology): Topology {
  const instances = topology.instances.map((instance) => {
    const { userData } = instance;
    if (userData === undefined) return instance;
    if (!userData.includes(NETWORKD_LAYER)) throw new Error(`No ${NETWORKD_LAYER} in the user data`);
    return { ...instance, userData: userData.replace(NETWORKD_LAYER, "") };
  });
  return { ...topology, instances };
}

async function inLab<T>(
  topology: Topology,
  options: LabOptions,
  use: (lab: Lab, natHost: string) => Promise<T>,
): Promise<T> {
  const lab = await Lab.start(topology, { ...options, powerOn: false });
  try {
    return await use(lab, lab.machineNames()[0]!);
  } finally {
    await lab.stop();
  }
}

async function powerOn(lab: Lab, natHost: string): Promise<number> {
  const reply = firstReply(lab.namespace("private-0"), SERVER, LIMIT);
  try {
    const [seconds] = await Promise.all([reply, lab.powerOn(natHost)]);
    return seconds;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}\n${await lab.machine(natHost).journal()}`, { cause: error });
  }
}
