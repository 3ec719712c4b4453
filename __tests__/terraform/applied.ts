import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { natHostsOf, natZoneFor, natZones } from "../../lib/config/nat";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { EMULATOR_OVERRIDE, overlookKnownProblems } from "../../lib/emulator/known-problems";
import { explain } from "../../lib/reachability";
import { Topology, readTopology } from "../../lib/topology";
import { Account } from "../support/account";
import { Provider } from "../support/provider";
import { runScript } from "../support/script";
import { STACKS, Synthesized, synthesize } from "../support/synthesize";
import { Terraform } from "../support/terraform";

const MINUTES = 60_000;

/** An environment's stacks in an emulated account. */
export interface Applied {
  readonly environment: Environment;
  readonly synthesized: Synthesized;
  readonly terraform: Terraform;
  readonly account: Account;
}

/**
 * Describes what must hold of any environment once the real terraform has applied it, then what `furtherTests` says of
 * this one, and at last that destroying it leaves nothing.
 */
export function describeApplied(
  environment: Environment,
  furtherTests: (applied: () => Applied) => void,
): void {
  jest.setTimeout(15 * MINUTES);
  let emulator: Emulator;
  let provider: Provider;
  let applied: Applied;
  let before: string[];

  beforeAll(async () => {
    emulator = await Emulator.start();
    const { backend, region } = environment;
    if (backend.type === "s3") await emulator.createBucket(backend.bucket, backend.region);
    const account = new Account(emulator, region);
    before = await account.inventory();
    const synthesized = synthesize(environment, process.env["AWS_PROVIDER_VERSION"] || undefined);
    provider = await Provider.start(synthesized.json("network"), emulatorEnvironment(emulator.endpoint));
    const terraform = new Terraform(synthesized.folder, emulator, provider);
    applied = { environment, synthesized, terraform, account };
    await applyAll(applied);
  });
  afterAll(async () => {
    provider?.stop();
    await emulator?.stop();
  });

  test("a second plan has no changes", async () => {
    for (const stack of STACKS) expect([stack, await applied.terraform.plan(stack)]).toEqual([stack, []]);
  });

  test("what cdktf deployed plans no changes from the HCL, which is how one leaves it", async () => {
    const { synthesized } = applied;
    // Beside the JSON, where the path of a local state means the same.
    const folder = join(synthesized.folder, "../cdktf.out.hcl");
    const env = { ENVIRONMENT: environment.name };
    await runScript("synth-hcl", ["--output", folder], { env, reject: true });
    const terraform = new Terraform(folder, emulator, provider);
    for (const stack of STACKS) {
      const override = join("stacks", stack, EMULATOR_OVERRIDE);
      if (existsSync(join(synthesized.folder, override)))
        cpSync(join(synthesized.folder, override), join(folder, override));
      await terraform.init(stack);
      expect([stack, await terraform.plan(stack)]).toEqual([stack, []]);
    }
  });

  test.each(environment.zones)(
    "the private default route of $name leads to its NAT host's interface #1",
    async (zone) => {
      const { account, terraform } = applied;
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

  test.each(environment.zones)(
    "the public default route of $name leads to the internet gateway",
    async (zone) => {
      const { account } = applied;
      const route = await account.defaultRoute((await account.subnet(zone.publicCidr)).SubnetId!);
      expect(route!.GatewayId).toMatch(/^igw-/);
    },
  );

  test.each(natZones(environment))(
    "the NAT host of $name is guarded, and known by its Elastic IP",
    async (zone) => {
      const { account, terraform } = applied;
      const outputs = await terraform.outputs("nat-instance");
      const host = await account.instance(outputs["nat_instance_id"]!.value[zone.name]);
      const interface0 = host.NetworkInterfaces!.find(({ Attachment }) => Attachment!.DeviceIndex === 0)!;
      expect(host).toMatchObject({
        InstanceType: natHostsOf(environment.nat)!.instanceType,
        SubnetId: (await account.subnet(zone.publicCidr)).SubnetId,
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

  test("the private instances are spread over the private subnets, guarded, and without a public address", async () => {
    const { account, terraform } = applied;
    const ids: string[] = (await terraform.outputs("private-instances"))["private_instance_ids"]!.value;
    expect(ids).toHaveLength(environment.privateInstances.count);
    for (const [index, id] of ids.entries()) {
      const zone = environment.zones[index % environment.zones.length]!;
      const instance = await account.instance(id);
      expect(instance).toMatchObject({
        InstanceType: environment.privateInstances.instanceType,
        SubnetId: (await account.subnet(zone.privateCidr)).SubnetId,
        MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
        SecurityGroups: [{ GroupName: "Private" }],
      });
      expect(instance.PublicIpAddress).toBeUndefined();
      expect(await account.rootVolume(instance)).toMatchObject({ Encrypted: true, VolumeType: "gp3" });
      expect(await account.profilePolicies(instance.IamInstanceProfile!.Arn!)).toEqual([SYSTEMS_MANAGER]);
    }
  });

  test("the security groups let in what is meant and nothing else", async () => {
    const { account, terraform } = applied;
    const vpcId: string = (await terraform.outputs("network"))["vpc_id"]!.value;
    const nat = await account.securityGroup(vpcId, "NAT");
    const own = await account.securityGroup(vpcId, "Private");
    expect(own.IpPermissions).toEqual([]);
    expect(nat.IpPermissions).toHaveLength(1);
    expect(nat.IpPermissions![0]).toMatchObject({
      IpProtocol: "-1",
      IpRanges: [],
      Ipv6Ranges: [],
      UserIdGroupPairs: [{ GroupId: own.GroupId }],
    });
    const anywhere = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    expect(nat.IpPermissionsEgress).toMatchObject(anywhere);
    expect(own.IpPermissionsEgress).toMatchObject(anywhere);
    const unused = await account.securityGroup(vpcId, "default");
    expect([unused.IpPermissions, unused.IpPermissionsEgress]).toEqual([[], []]);
  });

  test("Systems Manager is reached as the environment says", async () => {
    const { account, terraform } = applied;
    const vpcId: string = (await terraform.outputs("network"))["vpc_id"]!.value;
    const endpoints = await account.endpoints(vpcId);
    const services = environment.endpoints ? ["ec2messages", "ssm", "ssmmessages"] : [];
    expect(endpoints.map(({ ServiceName }) => ServiceName!.split(".").at(-1)).sort()).toEqual(services);
    const subnets = await Promise.all(
      environment.zones.map(({ privateCidr }) => account.subnet(privateCidr)),
    );
    for (const endpoint of endpoints) {
      expect(endpoint).toMatchObject({ VpcEndpointType: "Interface", PrivateDnsEnabled: true });
      expect([...endpoint.SubnetIds!].sort()).toEqual(subnets.map(({ SubnetId }) => SubnetId).sort());
    }
    if (endpoints.length === 0) return;
    const group = await account.securityGroup(vpcId, "endpoints");
    expect(group.IpPermissions).toMatchObject([
      { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: environment.vpcCidr }] },
    ]);
  });

  test("the deployed network is the one that the model reads from the JSON", async () => {
    const { synthesized, terraform } = applied;
    const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    for (const stack of STACKS) writeFileSync(join(folder, `${stack}.json`), await terraform.state(stack));
    const deployed = readTopology(folder);
    const planned = knownOf(readTopology(synthesized.folder), deployed);
    rmSync(folder, { recursive: true });
    const outputs = await terraform.outputs("nat-instance");
    expect(deployed.elasticIps.map(({ publicIp }) => publicIp).sort()).toEqual(
      Object.values<string>(outputs["nat_public_ip"]!.value).sort(),
    );
    const ends = [...planned.instances.map(({ name }) => name), "internet"];
    for (const [from, to] of ends.flatMap((end) => ends.map((other) => [end, other] as const))) {
      const verdict = (topology: Topology) => {
        const { verdict, blocker, request } = explain(topology, { from, to });
        return { from, to, verdict, code: blocker?.code, way: request.map(({ name }) => name) };
      };
      if (from !== to) expect(verdict(deployed)).toEqual(verdict(planned));
    }
  });

  furtherTests(() => applied);

  test("destroying the stacks leaves nothing behind", async () => {
    for (const stack of [...STACKS].reverse()) await applied.terraform.destroy(stack);
    expect(await applied.account.inventory()).toEqual(before);
    // In this order nothing stands in the way of anything.
    expect(emulator.refusals).toEqual([]);
  });
}

/**
 * Forgets the user data of instances where `deployed` does: version 5 of the provider keeps a hash alone in its state.
 */
function knownOf(planned: Topology, deployed: Topology): Topology {
  const forgotten = deployed.instances
    .filter(({ userData }) => userData === undefined)
    .map(({ name }) => name);
  const instances = planned.instances.map(({ userData, ...instance }) =>
    forgotten.includes(instance.name) ? instance : { ...instance, userData },
  );
  return { ...planned, instances };
}

const SYSTEMS_MANAGER = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

async function applyAll({ synthesized, terraform }: Applied): Promise<void> {
  for (const stack of STACKS) {
    overlookKnownProblems(join(synthesized.folder, "stacks", stack));
    await terraform.init(stack);
    await terraform.apply(stack);
  }
}
