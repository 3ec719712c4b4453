import { IpPermission } from "@aws-sdk/client-ec2";
import { loadEnvironment } from "../../lib/config/load";
import { describeWith } from "../support/tools";
import { describeApplied } from "./applied";
import { testAsHcl } from "./as-hcl";
import { testNatHosts } from "./nat-hosts";

describeWith(["terraform", "moto_server"], "the published environment, applied to an emulator", () => {
  const environment = loadEnvironment("published");
  describeApplied(environment, (applied) => {
    testAsHcl(applied);
    testNatHosts(environment, applied);

    test("the load balancer stands in the public subnets and lets in each service's clients", async () => {
      const { account } = applied();
      const interfaces = await account.loadBalancerInterfaces();
      const subnets = await Promise.all(
        environment.zones.map(({ publicCidr }) => account.subnet(publicCidr!)),
      );
      expect(interfaces.map(({ SubnetId }) => SubnetId).sort()).toEqual(
        subnets.map(({ SubnetId }) => SubnetId).sort(),
      );
      const group = await loadBalancerGroup();
      for (const { Groups } of interfaces) expect(Groups).toMatchObject([{ GroupId: group.GroupId }]);
      expect(portsOf(group.IpPermissions)).toEqual([
        ["tcp", 443, ["0.0.0.0/0"], []],
        ["tcp", 9100, ["203.0.113.0/24"], []],
      ]);
    });

    test("the instances let in the load balancer alone, and it reaches them alone", async () => {
      const { account } = applied();
      const own = await account.securityGroup(await vpcId(), "Private");
      const group = await loadBalancerGroup();
      const to = (id: string) => [
        ["tcp", 8443, [], [id]],
        ["tcp", 9100, [], [id]],
      ];
      expect(portsOf(own.IpPermissions)).toEqual(to(group.GroupId!));
      expect(portsOf(group.IpPermissionsEgress)).toEqual(to(own.GroupId!));
    });

    async function loadBalancerGroup() {
      return applied().account.securityGroup(await vpcId(), "Load balancer");
    }

    async function vpcId(): Promise<string> {
      return (await applied().terraform.outputs("network"))["vpc_id"]!.value;
    }
  });
});

/** Protocol, port, ranges and groups of rules, by port. */
function portsOf(rules: readonly IpPermission[] = []) {
  return rules
    .map(({ IpProtocol, FromPort, IpRanges = [], UserIdGroupPairs = [] }) => [
      IpProtocol,
      FromPort,
      IpRanges.map(({ CidrIp }) => CidrIp),
      UserIdGroupPairs.map(({ GroupId }) => GroupId),
    ])
    .sort(([, one], [, other]) => Number(one) - Number(other));
}
