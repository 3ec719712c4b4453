import { Capture } from "../../lab/capture";
import { Probe } from "../../lab/hosts/probe";
import { Lab } from "../../lab/lab";
import { Listener, Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { MADE_UP, replaced } from "./change";
import { INTERNET, ONE_OF_EACH, STRANGER, startLab } from "./labs";
import { ANYTHING, APPS, MAIN, at, byGateway, natGateway, vpc } from "./small-vpc";
import { Published, publishing } from "./published";

const fromAnyone = (protocol: string, port: number) => ({
  ...{ protocol, from_port: port, to_port: port, cidr_blocks: ["0.0.0.0/0"] },
});
const fromLoadBalancer = (protocol: string, port: number) => ({
  ...{ protocol, from_port: port, to_port: port, security_groups: ["${aws_security_group.lb.id}"] },
});

/** Private instances that let the load balancer's group alone in, and their way out by a NAT gateway. */
const HTTPS: Published = {
  ...{ protocol: "tcp", port: 443, targetPort: 8080, to: ["app_two", "app_three"], group: "lb" },
};
const UDP: Published = { protocol: "udp", port: 5353, targetPort: 7, to: ["resolver"], group: "lb" };

const topology = vpc(byGateway, {
  ...natGateway,
  ...publishing(HTTPS, UDP),
  aws_security_group: {
    closed: { vpc_id: MAIN, egress: [ANYTHING] },
    inside: { vpc_id: MAIN, egress: [ANYTHING], ingress: [fromLoadBalancer("tcp", 8080)] },
    datagrams: { vpc_id: MAIN, egress: [ANYTHING], ingress: [fromLoadBalancer("udp", 7)] },
    open: { vpc_id: MAIN, egress: [ANYTHING], ingress: [ANYTHING] },
    lb: {
      vpc_id: MAIN,
      egress: [ANYTHING],
      ingress: [fromAnyone("tcp", 443), fromAnyone("tcp", 22), fromAnyone("udp", 5353)],
    },
  },
  aws_instance: {
    ...APPS,
    app_three: at("one", "inside"),
    resolver: at("one", "datagrams"),
  },
});
describeLab("a network load balancer", () => {
  const balancer = topology.networkInterfaces.find(({ name }) => name === "published-public")!;
  const PUBLISHED_IP = balancer.publicIp!;
  const { name: gateway, publicIp } = topology.gateways.find(({ kind }) => kind === "nat-gateway")!;
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology);
  });

  const https: Probe = { protocol: "tcp", address: PUBLISHED_IP, port: 443 };
  const udp: Probe = { protocol: "udp", address: PUBLISHED_IP, port: 5353 };
  const ask = (from: string, ...probes: readonly Probe[]) => lab.ask(from, probes, 2);
  /** The same network with another listener at port 443. */
  const withListener = (changes: Partial<Listener>): Topology => {
    const [loadBalancer] = topology.loadBalancers;
    const listeners = loadBalancer!.listeners.map((one) => (one.port === 443 ? { ...one, ...changes } : one));
    return { ...topology, loadBalancers: [{ ...loadBalancer!, listeners }] };
  };
  const targetOf = (name: string) => {
    const { networkInterfaceIds } = topology.instances.find((instance) => instance.name === name)!;
    return { ...MADE_UP, networkInterfaceId: networkInterfaceIds[0]!, port: 8080, healthCheckPort: 8080 };
  };

  test("passes what comes from the internet on to its targets in turn, under the client's own address", async () => {
    const answers = await ask("stranger", https, https, https, https, udp);
    expect(answers.map(({ host }) => host).sort()).toEqual([
      ...["app-three", "app-three", "app-two", "app-two"],
      "resolver",
    ]);
    for (const { seenAs } of answers) expect(seenAs!.split(":")[0]).toBe(STRANGER);
  });

  test("carries what is large, both ways, through the narrower path of the internet", async () => {
    const url = `http://${PUBLISHED_IP}:443`;
    const down = await lab.run("stranger", "curl", [
      "-sS",
      "-w",
      "%{size_download}",
      "-o",
      "/dev/null",
      `${url}/5000000`,
    ]);
    expect(down.stdout).toBe("5000000");
    const data = "x".repeat(3_000_000);
    expect(
      (await lab.run("stranger", "curl", ["-sS", "--data-binary", "@-", url], { input: data })).stdout,
    ).toBe("3000000");
  });

  test("replies go by it, and not by the NAT gateway that the targets' table leads to", async () => {
    const hears = await Capture.start(lab.namespace(gateway), `host ${STRANGER}`);
    await ask("stranger", https, udp);
    expect(await hears.stop()).toEqual([]);
  });

  test("the targets' own way out stays the NAT gateway", async () => {
    const answers = await ask("app-two", ...ONE_OF_EACH);
    expect(answers.map(({ answered }) => answered)).toEqual([true, true, true, true]);
    expect(answers[0]!.seenAs!.split(":")[0]).toBe(publicIp);
  });

  test("nobody reaches an instance otherwise: not by other ports, nor by its address, nor from inside", async () => {
    const { privateIp } = lab.networkInterface("app-two-card0");
    const inside = balancer.privateIp;
    const hears = await Capture.start(lab.namespace("app-two"), `host ${STRANGER}`);
    const probes = [22, 53, 80, 8080].flatMap((port): Probe[] => [
      ...[PUBLISHED_IP, privateIp, inside].map((address) => ({ protocol: "tcp" as const, address, port })),
      { protocol: "udp", address: PUBLISHED_IP, port },
    ]);
    const answers = await ask(
      "stranger",
      ...probes,
      { ...https, protocol: "udp" },
      { protocol: "icmp", address: PUBLISHED_IP },
    );
    expect(answers.filter(({ answered }) => answered)).toEqual([]);
    expect(await hears.stop()).toEqual([]);
    expect(await ask("web", { protocol: "tcp", address: privateIp, port: 8080 })).toEqual([
      { answered: false },
    ]);
  });

  test("an instance of the VPC reaches the service by the load balancer's private address", async () => {
    const [answer] = await ask("web", {
      ...https,
      address: balancer.privateIp,
    });
    expect(answer).toMatchObject({ answered: true, host: expect.stringMatching(/^app-/) });
    expect(answer!.seenAs!.split(":")[0]).toBe(lab.networkInterface("web-card0").privateIp);
  });

  test("a target that does not answer its health check gets nothing; when none does, all do", async () => {
    await lab.apply(withListener({ targets: [targetOf("app-one"), targetOf("app-three")] }));
    const answers = await ask("stranger", https, https, https, https);
    expect(answers.map(({ host }) => host)).toEqual(Array(4).fill("app-three"));
    await lab.apply(
      withListener({
        targets: ["app-two", "app-three"].map((name) => ({ ...targetOf(name), healthCheckPort: 9000 })),
      }),
    );
    const hosts = (await ask("stranger", https, https)).map(({ host }) => host);
    expect(hosts.sort()).toEqual(["app-three", "app-two"]);
  });

  test("where client addresses are not preserved, targets see its own", async () => {
    await lab.apply(withListener({ preservesClientIp: false }));
    const [answer] = await ask("stranger", https);
    expect(answer!.seenAs!.split(":")[0]).toBe(balancer.privateIp);
  });

  test("its own group decides who is a client, and that of the targets whether it is let in", async () => {
    const [lb] = topology.securityGroups.filter(({ name }) => name === "lb");
    const narrowed = {
      ...lb!,
      ingress: lb!.ingress.map((rule) => ({
        ...rule,
        peer: { kind: "cidr" as const, cidr: `${INTERNET}/32` },
      })),
    };
    const others = topology.securityGroups.filter(({ name }) => name !== "lb");
    await lab.apply({ ...topology, securityGroups: [...others, narrowed] });
    expect((await ask("internet", https))[0]!.answered).toBe(true);
    expect((await ask("stranger", https))[0]!.answered).toBe(false);
    await lab.apply({
      ...topology,
      securityGroups: [
        ...topology.securityGroups.map((group) =>
          group.name === "inside" ? { ...group, ingress: [] } : group,
        ),
      ],
    });
    expect((await ask("internet", https))[0]!.answered).toBe(false);
  });

  test("without a group of its own it takes anyone, and targets judge by the client's address", async () => {
    const without = replaced(
      withListener({ targets: [targetOf("app-three")] }),
      "networkInterfaces",
      balancer,
      {
        securityGroupIds: [],
      },
    );
    await lab.apply(without);
    expect((await ask("stranger", https))[0]!.answered).toBe(false);
    const anyone = topology.securityGroups.find(({ name }) => name === "open")!.ingress;
    await lab.apply({
      ...without,
      securityGroups: without.securityGroups.map((group) =>
        group.name === "inside" ? { ...group, ingress: anyone } : group,
      ),
    });
    expect((await ask("stranger", https))[0]).toMatchObject({ answered: true, host: "app-three" });
  });

  test("a listener that is gone passes nothing on any more", async () => {
    const [loadBalancer] = topology.loadBalancers;
    const listeners = loadBalancer!.listeners.filter(({ port }) => port !== 443);
    await lab.apply({ ...topology, loadBalancers: [{ ...loadBalancer!, listeners }] });
    const answers = await ask("stranger", https, udp);
    expect(answers.map(({ answered }) => answered)).toEqual([false, true]);
  });
});
