import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSecurityGroupCommand } from "@aws-sdk/client-ec2";
import { EnvironmentInput } from "../../lib/config/schema";
import { Terraform } from "../../lib/deploy/terraform";
import { Emulator } from "../../lib/emulator/emulator";
import { emulatorEnvironment } from "../../lib/emulator/environment";
import { Account } from "../support/account";
import { useEmulator } from "../support/adopted";
import { ExistingNetwork } from "../support/existing-networks";
import { Provider } from "../support/provider";
import { watchDefaultRoutes } from "../support/route-watch";
import { Snapshot, snapshot } from "../support/snapshot";
import { synthesize, testEnvironment } from "../support/synthesize";
import { Adoptable, adopted } from "./adopted";
import { InNetwork } from "./in-network";

/** Somebody's account on an emulator, in which networks are and others come, with a provider that runs throughout. */
export class OthersAccount {
  private readonly folders: string[] = [];
  readonly terraform: Terraform;
  private readonly account: Account;

  private constructor(
    readonly emulator: Emulator,
    private readonly provider: Provider,
  ) {
    this.terraform = new Terraform({ env: { ...emulatorEnvironment(emulator.endpoint), ...provider.env } });
    this.account = new Account(emulator, REGION);
  }

  static async start(): Promise<OthersAccount> {
    const emulator = await Emulator.start();
    useEmulator(emulator);
    const stack = synthesize(testEnvironment(), process.env["AWS_PROVIDER_VERSION"] || undefined).json(
      "network",
    );
    return new OthersAccount(emulator, await Provider.start(stack, emulatorEnvironment(emulator.endpoint)));
  }

  async stop(): Promise<void> {
    this.provider.stop();
    await this.emulator.stop();
    this.folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "nat-instance-test-"));
    this.folders.push(folder);
    return folder;
  }

  /** The stacks of what `npm run adopt` writes for a network, with changes to it. */
  async adopt(network: Adoptable, changes: Partial<EnvironmentInput> = {}): Promise<InNetwork> {
    return new InNetwork(this.folder(), this.terraform, { ...(await adopted(network)), ...changes });
  }

  /** The stacks of an environment with a network of its own. */
  own(input: EnvironmentInput): InNetwork {
    return new InNetwork(this.folder(), this.terraform, input);
  }

  /** A security group of theirs in a network. */
  async securityGroup({ builder, vpcId: VpcId }: ExistingNetwork, name: string): Promise<string> {
    const command = new CreateSecurityGroupCommand({ VpcId, GroupName: name, Description: name });
    return (await builder.ec2.send(command)).GroupId!;
  }

  snapshot(): Promise<Snapshot> {
    return snapshot(this.emulator, REGION);
  }

  /**
   * Expects of the default route of every private subnet that it leads to something all the while.
   *
   * @returns what each led to, in turn, by the subnet's name
   */
  async watched(
    { subnets }: Pick<ExistingNetwork, "subnets">,
    action: () => Promise<unknown>,
  ): Promise<Record<string, string[]>> {
    const names = Object.keys(subnets).filter((name) => !name.startsWith("public"));
    const ids = names.map((name) => subnets[name]!);
    const all = await watchDefaultRoutes(this.account, ids, action);
    expect(all.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(all[0]!.looks).toBeGreaterThan(5);
    return Object.fromEntries(all.map(({ targets }, index) => [names[index]!, [...targets]]));
  }
}

const REGION = "eu-central-1";
