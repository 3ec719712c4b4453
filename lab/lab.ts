import { join } from "node:path";
import { Topology } from "../lib/topology";
import { Anchor, RunOptions } from "./anchor";
import { Cabling } from "./cabling";
import { removeCgroups } from "./cgroups";
import { FabricInterface, Fabric, Host } from "./fabric/fabric";
import { planFabric } from "./fabric/plan";
import { PlainHost } from "./hosts/plain-host";
import { Answer, Probe } from "./hosts/probe";
import { Internet } from "./internet";
import { Dnf, Machine } from "./nat-host/machine";
import { Namespace } from "./namespace";
import { Router } from "./router";

export interface LabOptions {
  /** The folder of the disk that machines boot from. */
  readonly disk: string;
  /** Whether it stays when this process ends. @default false */
  readonly standing?: boolean;
  /**
   * What machines call their network interfaces, by the network interface's number. @default - ens5, ens6 and so on, as
   * on EC2
   */
  readonly deviceName?: (index: number) => string;
  /** How the machines' package manager behaves at first. @default "works" */
  readonly dnf?: Dnf;
  /** Prepares a machine's disk before it is switched on for the first time. @default - nothing */
  readonly prepare?: (machine: Machine) => Promise<void>;
  /** Whether new machines are switched on. @default true */
  readonly powerOn?: boolean;
  /** Takes everything down at once when it is aborted. @default - nothing does */
  readonly signal?: AbortSignal;
}

/** A miniature AWS on this machine, made from a topology. */
export class Lab {
  private readonly internet: Internet;
  private readonly cabling: Cabling;
  private readonly plainHosts = new Map<string, PlainHost>();
  private readonly machines = new Map<string, Machine>();
  private fabric: Fabric = { topology: undefined as never, vpcs: [], hosts: [] };

  private constructor(
    readonly anchor: Anchor,
    private readonly options: LabOptions,
  ) {
    this.internet = new Internet(anchor);
    this.cabling = new Cabling(anchor, this.internet, options.deviceName);
  }

  /** Builds the lab. When that fails, nothing of it is left. */
  static async start(topology: Topology, options: LabOptions): Promise<Lab> {
    removeCgroups();
    const lab = new Lab(await Anchor.start({ standing: options.standing }), options);
    options.signal?.addEventListener("abort", () => void lab.stop(), { once: true });
    try {
      await lab.internet.create();
      await lab.apply(topology);
      return lab;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  /** Takes everything down. */
  async stop(): Promise<void> {
    await this.anchor.stop();
    removeCgroups();
  }

  /**
   * Changes the lab into what `topology` says: hosts and network interfaces that it no longer has go, new ones come,
   * routes and groups change. What stays the same is not touched.
   */
  async apply(topology: Topology): Promise<void> {
    const before = this.fabric;
    this.fabric = planFabric(topology);
    // One that is to translate from now on, or no longer, is made anew.
    const known = ({ id, translates }: Host) => `${id} ${translates}`;
    const stays = new Set(this.fabric.hosts.map(known));
    for (const host of before.hosts.filter((host) => !stays.has(known(host)))) await this.removeHost(host);
    await this.cabling.detach((networkInterface) => !this.isPlanned(networkInterface));
    await this.cabling.createRouters(this.fabric);
    for (const host of this.fabric.hosts) await this.addHost(host);
    await this.cabling.program(this.fabric);
    for (const host of this.fabric.hosts) if (host.forwards) await this.checkHealth(host);
  }

  /**
   * Has a load balancer ask its targets whether they are healthy, once, and pass on to those that are; when none is, to
   * all (Network Load Balancers, "Health checks for Network Load Balancer target groups").
   */
  private async checkHealth(host: Host): Promise<void> {
    const forwards = await Promise.all(
      host.forwards!.map(async (forward) => {
        const { targets } = forward;
        const probes = targets.map(({ address, healthCheckPort }): Probe => {
          return { protocol: "tcp", address, port: healthCheckPort };
        });
        const answers = await this.ask(host.name, probes, 1);
        const healthy = targets.filter((_, index) => answers[index]!.answered);
        return { ...forward, targets: healthy.length === 0 ? targets : healthy };
      }),
    );
    await this.plainHosts.get(host.id)!.setRules({ ...host, forwards });
  }

  /** The machine of that instance's name. */
  machine(name: string): Machine {
    const host = this.fabric.hosts.find((candidate) => candidate.name === name);
    const machine = host && this.machines.get(host.id);
    if (!machine)
      throw new Error(`${name} is no machine of this lab; there are ${this.machineNames().join(", ")}`);
    return machine;
  }

  machineNames(): string[] {
    return this.fabric.hosts.filter(({ kind }) => kind === "machine").map(({ name }) => name);
  }

  /** The machines' names, each with its instance's id. */
  machineIds(): [string, string][] {
    return this.fabric.hosts.filter(({ kind }) => kind === "machine").map(({ name, id }) => [name, id]);
  }

  /** The hosts that may translate for private instances: machines, NAT instances that boot nothing, NAT gateways. */
  natNames(): string[] {
    return this.fabric.hosts
      .filter(({ kind, translates }) => kind === "machine" || (translates && kind !== "load-balancer"))
      .map(({ name }) => name);
  }

  hostNames(): string[] {
    return this.fabric.hosts.map(({ name }) => name);
  }

  networkInterfaces(): FabricInterface[] {
    return this.fabric.hosts.flatMap(({ networkInterfaces }) => networkInterfaces);
  }

  /** The network interface #0 of a host. */
  firstInterface(host: string): FabricInterface {
    return this.networkInterfaces().find((own) => own.host === host && own.index === 0)!;
  }

  networkInterface(name: string): FabricInterface {
    const found = this.networkInterfaces().find((networkInterface) => networkInterface.name === name);
    if (!found) throw new Error(`${name} is no network interface of this lab`);
    return found;
  }

  /** The router of the VPC of that name, the only one unless it is given. */
  router(vpcName?: string): Router {
    const vpc = this.fabric.vpcs.find(({ vpc: { name } }) => vpcName === undefined || name === vpcName)!;
    return this.cabling.router(vpc.vpc.id);
  }

  /** The network namespace of a host, a machine, a router or one of the internet's hosts. */
  namespace(name: string): Namespace {
    return new Namespace(this.anchor, name);
  }

  /** Runs a program in a host's network namespace. */
  run(host: string, program: string, args: readonly string[], options: RunOptions = {}) {
    return this.namespace(host).run(program, args, options);
  }

  /** Asks from one host several others at once; those that say nothing within `seconds` have not answered. */
  async ask(from: string, probes: readonly Probe[], seconds = 2): Promise<Answer[]> {
    const args = [join(__dirname, "hosts/probe.cjs"), JSON.stringify(probes), String(seconds * 1000)];
    const { stdout } = await this.run(from, process.execPath, args);
    return JSON.parse(stdout) as Answer[];
  }

  /** Switches a machine on: its network interfaces are plugged in, and it boots. */
  async powerOn(name: string): Promise<void> {
    const machine = this.machine(name);
    const host = this.fabric.hosts.find((candidate) => candidate.name === name)!;
    // A namespace of its own at each boot: nothing that the kernel remembers outlives the power.
    await new Namespace(this.anchor, name).createForMachine();
    for (const networkInterface of host.networkInterfaces) await this.cabling.attach(networkInterface, host);
    await this.cabling.program(this.fabric);
    await machine.powerOn();
  }

  /** Pulls a machine's plug. */
  async powerOff(name: string): Promise<void> {
    await this.machine(name).powerOff();
    await this.unplug(name);
  }

  /** Restarts a machine in order, as `reboot` does. */
  async reboot(name: string): Promise<void> {
    await this.machine(name).shutDown();
    await this.unplug(name);
    await this.powerOn(name);
  }

  private async unplug(name: string): Promise<void> {
    await this.cabling.detach(({ host }) => host === name);
    await new Namespace(this.anchor, name).remove();
  }

  private isPlanned(networkInterface: FabricInterface): boolean {
    const planned = this.networkInterfaces().find(({ id }) => id === networkInterface.id);
    return (
      planned?.host === networkInterface.host &&
      planned.index === networkInterface.index &&
      planned.privateIp === networkInterface.privateIp
    );
  }

  private async addHost(host: Host): Promise<void> {
    if (host.kind === "machine") await this.addMachine(host);
    else await this.addPlainHost(host);
  }

  private async addPlainHost(host: Host): Promise<void> {
    const known = this.plainHosts.get(host.id);
    const plainHost = known ?? new PlainHost(this.anchor, host.name);
    if (!known) {
      await plainHost.create(host);
      this.plainHosts.set(host.id, plainHost);
    }
    await plainHost.setRules(host);
    for (const networkInterface of host.networkInterfaces) {
      if (!this.cabling.isAttached(networkInterface)) {
        await this.cabling.attach(networkInterface, host);
        await plainHost.addInterface(networkInterface);
      }
      await plainHost.setIpv6(networkInterface);
    }
    if (!known) await plainHost.serve(host);
  }

  private async addMachine(host: Host): Promise<void> {
    const known = this.machines.get(host.id);
    if (known?.isOn) {
      for (const networkInterface of host.networkInterfaces)
        if (!this.cabling.isAttached(networkInterface)) await this.cabling.attach(networkInterface, host);
      return;
    }
    if (known) return;
    const { disk, dnf = "works", prepare, powerOn = true } = this.options;
    const machine = new Machine(this.anchor, host.name, disk, host.id, async () => {
      await this.unplug(host.name);
      await this.powerOn(host.name);
    });
    this.machines.set(host.id, machine);
    await machine.setDnf(dnf);
    await prepare?.(machine);
    if (powerOn) await this.powerOn(host.name);
  }

  private async removeHost({ id, name, kind }: Host): Promise<void> {
    if (kind === "machine") {
      await this.machines.get(id)?.powerOff();
      this.machines.delete(id);
    }
    await this.unplug(name);
    this.plainHosts.delete(id);
  }
}
