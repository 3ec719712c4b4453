import { Capture } from "../../lab/capture";
import { Probe } from "../../lab/hosts/probe";
import { Lab } from "../../lab/lab";
import { Topology } from "../../lib/topology";
import { describeLab } from "../support/tools";
import { INTERNET, ONE_OF_EACH, STRANGER, startLab } from "./labs";
import { ANYTHING, APPS, MAIN, at, byGateway, natGateway, vpc } from "./small-vpc";
import { PUBLISHED_IP, Published, withPublished } from "./with-published";

const fromAnyone = (protocol: string, port: number) => ({
  ...{ protocol, from_port: port, to_port: port, cidr_blocks: ["0.0.0.0/0"] },
});
const fromLoadBalancer = (protocol: string, port: number) => ({
  ...{ protocol, from_port: port, to_port: port, security_groups: ["${aws_security_group.lb.id}"] },
});

/** Private instances that let the load balancer's group alone in, and their way out by a NAT gateway. */
const network = vpc(byGateway, {
  ...natGateway,
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
const HTTPS: Published = {
  ...{ protocol: "tcp", port: 443, targetPort: 8080, to: ["app-two", "app-three"], group: "lb" },
};
const UDP: Published = { protocol: "udp", port: 5353, targetPort: 7, to: ["resolver"], group: "lb" };

describeLab("a network load balancer", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(withPublished(network, HTTPS, UDP));
  });

  const https: Probe = { protocol: "tcp", address: PUBLISHED_IP, port: 443 };
  const udp: Probe = { protocol: "udp", address: PUBLISHED_IP, port: 5353 };
  const ask = (from: string, ...probes: readonly Probe[]) => lab.ask(from, probes, 2);
  const withListener = (changes: Partial<Published>): Topology =>
    withPublished(network, { ...HTTPS, ...changes }, UDP);

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
    const { name } = network.gateways.find(({ kind }) => kind === "nat-gateway")!;
    const hears = await Capture.start(lab.namespace(name), `host ${STRANGER}`);
    await ask("stranger", https, udp);
    expect(await hears.stop()).toEqual([]);
  });

  test("the targets' own way out stays the NAT gateway", async () => {
    const { publicIp } = network.gateways.find(({ kind }) => kind === "nat-gateway")!;
    const answers = await ask("app-two", ...ONE_OF_EACH);
    expect(answers.map(({ answered }) => answered)).toEqual([true, true, true, true]);
    expect(answers[0]!.seenAs!.split(":")[0]).toBe(publicIp);
  });

  test("nobody reaches an instance otherwise: not by other ports, nor by its address, nor from inside", async () => {
    const { privateIp } = lab.networkInterface("app-two-card0");
    const inside = lab.networkInterface("published-public").privateIp;
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
      address: lab.networkInterface("published-public").privateIp,
    });
    expect(answer).toMatchObject({ answered: true, host: expect.stringMatching(/^app-/) });
    expect(answer!.seenAs!.split(":")[0]).toBe(lab.networkInterface("web-card0").privateIp);
  });

  test("a target that does not answer its health check gets nothing; when none does, all do", async () => {
    await lab.apply(withListener({ to: ["app-one", "app-three"] }));
    const answers = await ask("stranger", https, https, https, https);
    expect(answers.map(({ host }) => host)).toEqual(Array(4).fill("app-three"));
    await lab.apply(withListener({ healthCheckPort: 9000 }));
    const hosts = (await ask("stranger", https, https)).map(({ host }) => host);
    expect(hosts.sort()).toEqual(["app-three", "app-two"]);
  });

  test("where client addresses are not preserved, targets see its own", async () => {
    await lab.apply(withListener({ preservesClientIp: false }));
    const [answer] = await ask("stranger", https);
    expect(answer!.seenAs!.split(":")[0]).toBe(lab.networkInterface("published-public").privateIp);
  });

  test("its own group decides who is a client, and that of the targets whether it is let in", async () => {
    const [lb] = network.securityGroups.filter(({ name }) => name === "lb");
    const topology = withListener({});
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
    const without = withPublished(network, { ...HTTPS, group: undefined, to: ["app-three"] });
    await lab.apply(without);
    expect((await ask("stranger", https))[0]!.answered).toBe(false);
    const anyone = network.securityGroups.find(({ name }) => name === "open")!.ingress;
    await lab.apply({
      ...without,
      securityGroups: without.securityGroups.map((group) =>
        group.name === "inside" ? { ...group, ingress: anyone } : group,
      ),
    });
    expect((await ask("stranger", https))[0]).toMatchObject({ answered: true, host: "app-three" });
  });

  test("a listener that is gone passes nothing on any more", async () => {
    await lab.apply(withPublished(network, UDP));
    const answers = await ask("stranger", https, udp);
    expect(answers.map(({ answered }) => answered)).toEqual([false, true]);
  });
});
