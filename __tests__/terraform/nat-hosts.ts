import { Environment } from "../../lib/config/environment";
import { natHostsOf, natZoneFor, natZones } from "../../lib/config/nat";
import { Applied, SYSTEMS_MANAGER } from "./applied";

/** Says of NAT hosts in use that the private default routes lead to them, and that they are guarded. */
export function testNatHosts(environment: Environment, applied: () => Applied): void {
  test.each(environment.zones)(
    "the private default route of $name leads to its NAT host's interface #1",
    async (zone) => {
      const { account, terraform } = applied();
      const natZone = natZoneFor(environment, zone);
      const route = await account.defaultRoute((await account.subnet(zone.privateCidr)).SubnetId!);
      const networkInterface = await account.networkInterface(route!.NetworkInterfaceId!);
      expect(networkInterface).toMatchObject({
        SubnetId: (await account.subnet(natZone.privateCidr)).SubnetId,
        SourceDestCheck: false,
        Attachment: {
          DeviceIndex: 1,
          InstanceId: (await terraform.outputs("nat-instance"))["nat_instance_id"]!.value[natZone.name],
        },
      });
      expect(networkInterface.Groups!.map(({ GroupName }) => GroupName)).toEqual(["NAT"]);
    },
  );

  test.each(natZones(environment))(
    "the NAT host of $name is guarded, and known by its Elastic IP",
    async (zone) => {
      const { account, terraform } = applied();
      const outputs = await terraform.outputs("nat-instance");
      const host = await account.instance(outputs["nat_instance_id"]!.value[zone.name]);
      const interface0 = host.NetworkInterfaces!.find(({ Attachment }) => Attachment!.DeviceIndex === 0)!;
      expect(host).toMatchObject({
        InstanceType: natHostsOf(environment.nat)!.instanceType,
        SubnetId: (await account.subnet(zone.publicCidr!)).SubnetId,
        MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
      });
      expect(interface0).toMatchObject({ SourceDestCheck: true, Groups: [{ GroupName: "NAT" }] });
      expect(await account.rootVolume(host)).toMatchObject({
        Encrypted: true,
        VolumeType: "gp3",
        Size: environment.diskGib,
      });
      expect(await account.profilePolicies(host.IamInstanceProfile!.Arn!)).toEqual([SYSTEMS_MANAGER]);
      expect(await account.address(outputs["nat_public_ip"]!.value[zone.name])).toMatchObject({
        NetworkInterfaceId: interface0.NetworkInterfaceId,
      });
    },
  );

  test.each(natZones(environment))(
    "CloudWatch recovers and reboots the NAT host of $name, and tells whom the environment says",
    async (zone) => {
      const { account, terraform } = applied();
      const outputs = await terraform.outputs("nat-instance");
      const { system, instance, credits, ...others } = await account.alarmsOf(
        outputs["nat_instance_id"]!.value[zone.name],
      );
      const beats = environment.monitoring === "heartbeat";
      expect(Object.keys(others)).toEqual(beats ? ["heartbeat"] : []);
      const told = credits!.AlarmActions!;
      const action = (name: string) => `arn:aws:automate:${environment.region}:ec2:${name}`;
      expect([system!.AlarmActions, instance!.AlarmActions]).toEqual([
        [action("recover"), ...told],
        [action("reboot"), ...told],
      ]);
      for (const alarm of [system, instance, credits]) {
        expect(alarm).toMatchObject({ Namespace: "AWS/EC2", ActionsEnabled: true, OKActions: told });
      }
      expect([system, instance].map((alarm) => [alarm!.EvaluationPeriods, alarm!.Period])).toEqual([
        [2, 60],
        [3, 60],
      ]);
      if (beats) {
        expect(others["heartbeat"]).toMatchObject({
          Namespace: `NatHost/${environment.project}-${environment.name}`,
          MetricName: "Probe",
          TreatMissingData: "breaching",
        });
      }
      const subscribers = await Promise.all(told.map((topic) => account.subscribersOf(topic)));
      expect(subscribers.flat().map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual(
        environment.alarmEmail === undefined ? [] : [["email", environment.alarmEmail]],
      );
    },
  );
}
