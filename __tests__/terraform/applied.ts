import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Environment } from "../../lib/config/environment";
import { natHostsOf } from "../../lib/config/nat";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { overlookKnownProblems } from "../../lib/emulator/known-problems";
import { explain } from "../../lib/reachability";
import { Topology, readTopology } from "../../lib/topology";
import { ALL_STACKS } from "../../stacks/names";
import { Account } from "../support/account";
import { Provider } from "../support/provider";
import { StackName, Synthesized, synthesize } from "../support/synthesize";
import { Terraform } from "../support/terraform";

const MINUTES = 60_000;

/** An environment's stacks in an emulated account. */
export interface Applied {
  readonly environment: Environment;
  readonly synthesized: Synthesized;
  /** The stacks' names, each after those that it takes values from. */
  readonly stacks: readonly StackName[];
  readonly terraform: Terraform;
  readonly account: Account;
  /** The process environment that makes a command's AWS this account. */
  readonly env: NodeJS.ProcessEnv;
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
    const env = emulatorEnvironment(emulator.endpoint);
    provider = await Provider.start(synthesized.json("network"), env);
    const terraform = new Terraform(synthesized.folder, emulator, provider);
    const stacks = (ALL_STACKS as StackName[]).filter((name) => synthesized.stacks.includes(name));
    applied = { environment, synthesized, stacks, terraform, account, env };
    await applyAll(applied);
  });
  afterAll(async () => {
    provider?.stop();
    await emulator?.stop();
  });

  test("a second plan has no changes", async () => {
    for (const stack of applied.stacks)
      expect([stack, await applied.terraform.plan(stack)]).toEqual([stack, []]);
  });

  test.each(environment.zones)(
    "the public default route of $name leads to the internet gateway",
    async (zone) => {
      const { account } = applied;
      const route = await account.defaultRoute((await account.subnet(zone.publicCidr!)).SubnetId!);
      expect(route!.GatewayId).toMatch(/^igw-/);
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
    const own = await account.securityGroup(vpcId, "Private");
    if (environment.publish.length === 0) expect(own.IpPermissions).toEqual([]);
    const anywhere = (Ipv6Ranges: object[]) => [
      { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }], Ipv6Ranges },
    ];
    const byIpv6 = environment.ipv6 === "egress-only" ? [{ CidrIpv6: "::/0" }] : [];
    expect(own.IpPermissionsEgress).toMatchObject(anywhere(byIpv6));
    if (natHostsOf(environment.nat)) {
      const nat = await account.securityGroup(vpcId, "NAT");
      expect(nat.IpPermissions).toMatchObject([
        {
          IpProtocol: "-1",
          IpRanges: [],
          Ipv6Ranges: [],
          UserIdGroupPairs: [{ GroupId: own.GroupId }],
        },
      ]);
      expect(nat.IpPermissionsEgress).toMatchObject(anywhere([]));
    }
    const unused = await account.securityGroup(vpcId, "default");
    expect([unused.IpPermissions, unused.IpPermissionsEgress]).toEqual([[], []]);
  });

  test("Systems Manager is reached as the environment says", async () => {
    const { account, terraform } = applied;
    const vpcId: string = (await terraform.outputs("network"))["vpc_id"]!.value;
    const all = await account.endpoints(vpcId);
    const endpoints = all.filter(({ VpcEndpointType }) => VpcEndpointType === "Interface");
    const free = all.filter((endpoint) => !endpoints.includes(endpoint));
    expect(free.map(({ ServiceName }) => ServiceName!.split(".").at(-1)).sort()).toEqual(
      [...environment.gatewayEndpoints].sort(),
    );
    const services = environment.endpoints ? ["ec2messages", "ssm", "ssmmessages"] : [];
    expect(endpoints.map(({ ServiceName }) => ServiceName!.split(".").at(-1)).sort()).toEqual(services);
    const subnets = await Promise.all(
      environment.zones.map(({ privateCidr }) => account.subnet(privateCidr)),
    );
    for (const endpoint of endpoints) {
      expect(endpoint).toMatchObject({ PrivateDnsEnabled: true });
      expect([...endpoint.SubnetIds!].sort()).toEqual(subnets.map(({ SubnetId }) => SubnetId).sort());
    }
    if (endpoints.length === 0) return;
    const group = await account.securityGroup(vpcId, "endpoints");
    expect(group.IpPermissions).toMatchObject([
      { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: environment.vpcCidrs[0] }] },
    ]);
  });

  test("the deployed network is the one that the model reads from the JSON", async () => {
    const { synthesized, terraform } = applied;
    const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    for (const stack of applied.stacks)
      writeFileSync(join(folder, `${stack}.json`), await terraform.state(stack));
    const deployed = readTopology(folder);
    const planned = knownOf(readTopology(synthesized.folder), deployed);
    rmSync(folder, { recursive: true });
    const outputs = await Promise.all(applied.stacks.map((stack) => terraform.outputs(stack)));
    expect(deployed.elasticIps.map(({ publicIp }) => publicIp).sort()).toEqual(
      outputs.flatMap(({ nat_public_ip }) => Object.values<string>(nat_public_ip?.value ?? {})).sort(),
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
    for (const stack of [...applied.stacks].reverse()) await applied.terraform.destroy(stack);
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

/** The policy that Systems Manager needs. */
export const SYSTEMS_MANAGER = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

async function applyAll({ synthesized, stacks, terraform }: Applied): Promise<void> {
  for (const stack of stacks) {
    overlookKnownProblems(join(synthesized.folder, "stacks", stack));
    await terraform.init(stack);
    await terraform.apply(stack);
  }
}
