import { Lab } from "../../lab/lab";
import { natHostUserData } from "../../lib/nat-host/user-data";
import { describeLab } from "../support/tools";
import { ONE_OF_EACH, elasticIp, startLab, tablesOf, untilThrough } from "./labs";
import { MAIN, at, subnet, vpc } from "./small-vpc";

/** Beside each other, so that the public subnet is one of the blocks that the VPC consists of without the host's own. */
const RANGES = { public: "10.0.0.0/24", one: "10.0.1.0/24", two: "10.0.2.0/24", far: "100.64.16.0/20" };

/** Amazon's, at the VPC's own address for it. */
const ASK_THE_RESOLVER = `
  const resolver = new (require("node:dns").promises.Resolver)();
  resolver.setServers(["10.0.0.2"]);
  resolver.resolve4("al2023-repos.s3.dualstack.eu-central-1.amazonaws.com").then(([address]) =>
    process.stdout.write(address),
  );`;

describeLab("a NAT host in a VPC of two ranges", () => {
  const topology = vpc(
    { one: { network_interface_id: "${aws_network_interface.inside.id}" } },
    {
      aws_vpc_ipv4_cidr_block_association: { second: { vpc_id: MAIN, cidr_block: "100.64.0.0/16" } },
      aws_subnet: Object.fromEntries(Object.entries(RANGES).map(([name, range]) => [name, subnet(range)])),
      aws_route_table_association: Object.fromEntries(
        Object.keys(RANGES).map((name) => {
          const table = name === "far" ? "two" : name;
          return [
            name,
            { subnet_id: `\${aws_subnet.${name}.id}`, route_table_id: `\${aws_route_table.${table}.id}` },
          ];
        }),
      ),
      aws_network_interface: {
        inside: {
          subnet_id: "${aws_subnet.one.id}",
          security_groups: ["${aws_security_group.open.id}"],
          source_dest_check: false,
        },
      },
      aws_instance: {
        nat: {
          ...at("public", "open"),
          user_data: natHostUserData({
            privateInterfaceMac: "${aws_network_interface.inside.mac_address}",
            vpcCidrs: ["10.0.0.0/16", "100.64.0.0/16"],
            privateCidr: RANGES.one,
          }),
        },
        beside: at("one", "open"),
        elsewhere: at("two", "open"),
        far: at("far", "open"),
      },
      aws_network_interface_attachment: {
        inside: {
          instance_id: "${aws_instance.nat.id}",
          network_interface_id: "${aws_network_interface.inside.id}",
          device_index: 1,
        },
      },
      aws_eip: {
        nat: { domain: "vpc", network_interface: "${aws_instance.nat.primary_network_interface_id}" },
      },
    },
  );
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology, { dnf: "fails" });
  });

  async function everySubnetIsServed(): Promise<void> {
    for (const name of ["beside", "elsewhere", "far"]) {
      const answers = await untilThrough(lab, name);
      expect([name, answers[0]!.seenAs!.split(":")[0]]).toEqual([name, elasticIp(topology)]);
    }
  }

  /** Whichever network interface the question leaves by. */
  async function hostReachesAll(): Promise<void> {
    const pings = ["beside", "elsewhere", "far"].map((name) => {
      return { protocol: "icmp", address: lab.networkInterface(`${name}-card0`).privateIp } as const;
    });
    const answers = await lab.ask("nat", [...pings, ...ONE_OF_EACH]);
    expect(answers.map(({ answered }) => answered)).toEqual(answers.map(() => true));
    const { stdout } = await lab.run("nat", process.execPath, ["-e", ASK_THE_RESOLVER]);
    expect(stdout).toMatch(/^\d+(\.\d+){3}$/);
  }

  test("every subnet of both is served by networkd alone", async () => {
    await everySubnetIsServed();
    expect(await tablesOf(lab.machine("nat"))).toEqual(["io.systemd.nat"]);
  });

  test("the host itself reaches the VPC, its resolver and the internet", () => hostReachesAll());

  test("both layers serve them too", async () => {
    const host = lab.machine("nat");
    await host.waitForCloudInit();
    await host.setDnf("works");
    await host.run("systemctl", ["restart", "--no-block", "nat-firewall-install.service"]);
    await host.waitForUnit("nat-firewall.service");
    await everySubnetIsServed();
    await hostReachesAll();
  });

  test("nftables alone serves them", async () => {
    await lab.machine("nat").run("nft", ["delete", "table", "ip", "io.systemd.nat"]);
    await everySubnetIsServed();
  });

  test("what is for the VPC is not translated", async () => {
    const address = lab.networkInterface("far-card0").privateIp;
    const [answer] = await lab.ask("elsewhere", [{ protocol: "tcp", address, port: 80 }]);
    expect(answer!.seenAs!.split(":")[0]).toBe(lab.networkInterface("elsewhere-card0").privateIp);
  });
});
