import { readFileSync, writeFileSync } from "node:fs";
import { loadEnvironment } from "../../lib/config/load";
import { describeWith } from "../support/tools";
import { describeApplied } from "./applied";
import { testAsHcl } from "./as-hcl";
import { testNatHosts } from "./nat-hosts";
import { testStatus } from "./status";
import { testVerify } from "./verify";

describeWith(["terraform", "moto_server"], "the article environment, applied to an emulator", () => {
  const environment = loadEnvironment("article");
  describeApplied(environment, (applied) => {
    testAsHcl(applied);
    testNatHosts(environment, applied);
    testStatus("article", applied);
    testVerify("article", applied);

    test("an image that is newer than the hosts' plans nothing, until it is asked for", async () => {
      const { terraform, account } = applied();
      const host = await account.instance((await natOutputs())["nat_instance_id"]!.value["eu-central-1b"]);
      await account.deregisterImage(host.ImageId!);
      expect(await terraform.plan("nat-instance")).toEqual([]);
      expect(await terraform.plan("private-instances")).toEqual([]);
      const rolled = await terraform.plan("nat-instance", "-replace=aws_instance.nat_b");
      const image = rolled.find(({ address }) => address === "aws_instance.nat_b")!.after!["ami"];
      expect(image).toMatch(/^ami-/);
      expect(image).not.toBe(host.ImageId);
    });

    test("changed user data replaces the host alone; interface #1 and the Elastic IP survive", async () => {
      const { terraform, account, synthesized } = applied();
      const before = await natOutputs();
      const route = await account.defaultRoute((await account.subnet("10.8.2.0/24")).SubnetId!);
      changeUserData(synthesized.file("nat-instance"));

      const changes = await terraform.plan("nat-instance");
      // The attachment joins the host to interface #1, so it goes and comes with the host.
      expect(Object.fromEntries(changes.map(({ address, actions }) => [address, actions]))).toEqual({
        "aws_instance.nat_b": ["delete", "create"],
        "aws_network_interface_attachment.nat_b": ["delete", "create"],
        "aws_eip.nat_b": ["update"],
        "aws_cloudwatch_metric_alarm.nat_b_credits": ["update"],
        "aws_cloudwatch_metric_alarm.nat_b_instance": ["update"],
        "aws_cloudwatch_metric_alarm.nat_b_system": ["update"],
      });

      await terraform.apply("nat-instance");
      const after = await natOutputs();
      expect(after["nat_instance_id"]).not.toEqual(before["nat_instance_id"]);
      expect(after["nat_public_ip"]).toEqual(before["nat_public_ip"]);
      expect(after["nat_private_ip"]).toEqual(before["nat_private_ip"]);
      const networkInterface = await account.networkInterface(route!.NetworkInterfaceId!);
      expect(networkInterface.Attachment).toMatchObject({
        DeviceIndex: 1,
        InstanceId: after["nat_instance_id"]!.value["eu-central-1b"],
      });
      expect(await terraform.plan("routes")).toEqual([]);
    });

    function natOutputs() {
      return applied().terraform.outputs("nat-instance");
    }
  });
});

function changeUserData(file: string): void {
  const text = readFileSync(file, "utf8");
  const changed = text.replace('"user_data": "#cloud-config\\n', "$&# changed\\n");
  if (changed === text) throw new Error("The user data is not where it was");
  writeFileSync(file, changed);
}
