import { changesOf } from "../terraform-json/changes";
import { Values } from "../terraform-json/plan-json";
import { Topology } from "../topology";
import { natHosts, privateSubnets } from "../topology/roles";
import { Warning } from "./egress";
import { isOf } from "./flows";
import { PlannedStack } from "./planned";

/**
 * The instances and disks that a plan destroys, be it to make others in their place, with all that is on them. A NAT
 * host keeps nothing.
 *
 * @param before what there is; undefined where it cannot be read, and then every instance counts
 */
export function lossesOf(stacks: readonly PlannedStack[], before: Topology | undefined): Warning[] {
  return stacks.flatMap(({ name: stack, plan }) => {
    const resources = new Map((plan.resource_changes ?? []).map((resource) => [resource.address, resource]));
    return changesOf(plan).flatMap(({ address, kind, reason }) => {
      const { type, change } = resources.get(address)!;
      const isLost = kind === "replace" || kind === "destroy";
      const isHost = before && natHosts(before).some((host) => isOf(host, { stack, address }));
      const consequence = isLost && !isHost && consequenceOf(type, (change.before ?? {}) as Values, address);
      if (!consequence) return [];
      const what = whatOf(type, (change.before ?? {}) as Values, before);
      return [{ resource: `${stack}/${address}`, what, kind, ...(reason && { reason }), consequence }];
    });
  });
}

function whatOf(type: string, { subnet_id }: Values, before: Topology | undefined): string {
  if (type === "aws_ebs_volume") return "a disk";
  const isPrivate = before && privateSubnets(before).some(({ id }) => id === subnet_id);
  return isPrivate ? "a private instance" : "an instance";
}

function consequenceOf(type: string, values: Values, address: string): string | undefined {
  if (type === "aws_ebs_volume") {
    return `the disk (${disk(values["id"], values["size"])}) and all that is on it are destroyed`;
  }
  if (type !== "aws_instance") return undefined;
  const disks = ["root_block_device", "ebs_block_device"].flatMap(
    (name) => [values[name] ?? []].flat() as Values[],
  );
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
