import { lossesOf } from "../../lib/checks/losses";
import { Action, ResourceChange } from "../../lib/terraform-json/plan-json";
import { Topology } from "../../lib/topology";
import { network, spoiled } from "../reachability/networks";

const DISK = { volume_id: "vol-1", volume_size: 8, delete_on_termination: true };

function losses(address: string, actions: readonly Action[], before: object, topology?: Topology) {
  const [type, name] = address.split(".") as [string, string];
  const resource: ResourceChange = {
    address,
    mode: "managed",
    type,
    name,
    change: { actions, before, after: null },
    action_reason: "replace_by_request",
  };
  const stack = name.startsWith("nat") ? "nat-instance" : "private-instances";
  return lossesOf([{ name: stack, plan: { resource_changes: [resource] } }], topology);
}

describe("a disk and all that is on it are lost", () => {
  test.each<[readonly Action[], string]>([
    [["delete"], "destroy"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace"],
  ])("with the instance that it belongs to: %j", (actions, kind) => {
    expect(losses("aws_instance.web", actions, { root_block_device: [DISK] }, network())).toEqual([
      {
        resource: "private-instances/aws_instance.web",
        what: "an instance",
        kind,
        reason: "was asked for",
        consequence: "the disk of web (vol-1, 8 GiB) and all that is on it are destroyed",
      },
    ]);
  });

  test("and the instance is private by where it stands, not by its name", () => {
    const topology = spoiled("private-instances", ({ resource }) => {
      resource.aws_instance.web = resource.aws_instance.private_0;
    });
    const subnet = topology.subnets.find(({ address }) => address === "aws_subnet.private_b")!;
    const values = { subnet_id: subnet.id, root_block_device: [DISK] };
    expect(losses("aws_instance.web", ["delete"], values, topology)).toMatchObject([
      { what: "a private instance" },
    ]);
  });

  test("with each of its disks that goes with it; others stay", () => {
    const kept = { volume_id: "vol-2", volume_size: 100, delete_on_termination: false };
    const values = { root_block_device: [DISK], ebs_block_device: [{ ...DISK, volume_id: "vol-3" }, kept] };
    const [loss] = losses("aws_instance.web", ["delete"], values);
    expect(loss!.consequence).toBe(
      "the disk of web (vol-1, 8 GiB; vol-3, 8 GiB) and all that is on it are destroyed; " +
        "the disk of web (vol-2, 100 GiB) stays, and is nobody's",
    );
  });

  test("when it is a volume of its own", () => {
    expect(losses("aws_ebs_volume.data", ["delete"], { id: "vol-4", size: 20 })).toMatchObject([
      { what: "a disk", consequence: "the disk (vol-4, 20 GiB) and all that is on it are destroyed" },
    ]);
  });
});

test("nothing is lost with a NAT host, by an update, nor with what has no disk", () => {
  expect(losses("aws_instance.nat_b", ["delete"], { root_block_device: [DISK] }, network())).toEqual([]);
  expect(losses("aws_instance.web", ["update"], { root_block_device: [DISK] }, network())).toEqual([]);
  expect(losses("aws_instance.web", ["create"], {}, network())).toEqual([]);
  expect(losses("aws_subnet.web", ["delete"], {}, network())).toEqual([]);
});
