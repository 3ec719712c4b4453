import { Topology } from "../topology";
import { natHosts, privateSubnets } from "../topology/roles";
import { Warning } from "./egress";
import { isOf } from "./flows";
import { Changed, PlannedStack, blocks, changedBy, nameOf } from "./planned";

/**
 * The instances and disks that a plan destroys, be it to make others in their place, with all that is on them. A NAT
 * host keeps nothing.
 *
 * @param before what there is; undefined where it cannot be read, and then every instance counts
 */
export function lossesOf(stacks: readonly PlannedStack[], before: Topology | undefined): Warning[] {
  return stacks.flatMap(changedBy).flatMap((change) => {
    const { kind, reason } = change;
    const isLost = kind === "replace" || kind === "destroy";
    const isHost = before && natHosts(before).some((host) => isOf(host, change));
    const consequence = isLost && !isHost && consequenceOf(change);
    if (!consequence) return [];
    const what = whatOf(change, before);
    return [{ resource: nameOf(change), what, kind, ...(reason && { reason }), consequence }];
  });
}

function whatOf({ type, values }: Changed, before: Topology | undefined): string {
  if (type === "aws_ebs_volume") return "a disk";
  const isPrivate = before && privateSubnets(before).some(({ id }) => id === values["subnet_id"]);
  return isPrivate ? "a private instance" : "an instance";
}

function consequenceOf({ type, values, address }: Changed): string | undefined {
  if (type === "aws_ebs_volume") {
    return `the disk (${disk(values["id"], values["size"])}) and all that is on it are destroyed`;
  }
  if (type !== "aws_instance") return undefined;
  const disks = ["root_block_device", "ebs_block_device"].flatMap((name) => blocks(values, name));
  const name = address.split(".").at(-1)!;
  const sentence = (keeps: boolean, end: string) => {
    const which = disks.filter(({ delete_on_termination }) => (delete_on_termination === false) === keeps);
    const named = which.map(({ volume_id, volume_size }) => disk(volume_id, volume_size)).join("; ");
    return which.length === 0 ? [] : [`the disk of ${name} (${named}) ${end}`];
  };
  const all = [
    ...sentence(false, "and all that is on it are destroyed"),
    ...sentence(true, "stays, and is nobody's"),
  ];
  return all.length > 0 ? all.join("; ") : `what runs on ${name} ends`;
}

function disk(id: unknown, gib: unknown): string {
  return [String(id ?? "its id is not known"), ...(gib ? [`${String(gib)} GiB`] : [])].join(", ");
}
