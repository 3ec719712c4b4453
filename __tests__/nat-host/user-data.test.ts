import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import * as files from "../../lib/nat-host/files";
import { NatHostNetwork, USER_DATA_LIMIT, natHostUserData } from "../../lib/nat-host/user-data";
import { describeWith } from "../support/tools";
import { adversarialText } from "./adversarial";
import { oneZone, threeZones } from "./environments";
import { expandTemplate } from "./expand-template";
import { INTERFACE1_MAC, PROBED, Received, receivedBy, receivedInLargestVpc } from "./received";
import { terraformExpand } from "./terraform-expand";

const ROOT = join(__dirname, "../../lib/nat-host/root");

const NETWORK: NatHostNetwork = {
  privateInterfaceMac: INTERFACE1_MAC,
  vpcCidrs: ["10.8.0.0/16"],
  privateCidr: "10.8.2.0/24",
  probeDestinations: PROBED,
};

const PATHS = [
  "/etc/modules-load.d/nat.conf",
  "/etc/nftables/nat-host.nft",
  "/etc/sysctl.d/90-nat.conf",
  "/etc/systemd/network/60-nat.network",
  "/etc/systemd/system/firewalld.service",
  "/etc/systemd/system/iptables.service",
  "/etc/systemd/system/nat-firewall-install.service",
  "/etc/systemd/system/nat-firewall.service",
  "/etc/systemd/system/nat-probe.service",
  "/etc/systemd/system/nftables.service",
  "/usr/local/lib/nat-probe.sh",
];

const HEARTBEAT_PATHS = [
  "/etc/systemd/system/nat-heartbeat.service",
  "/etc/systemd/system/nat-heartbeat.timer",
  "/usr/local/lib/nat-heartbeat.sh",
];

const LARGE_BLOCKS = ["10.8.16.0/20", "10.8.32.0/19", "10.8.64.0/18", "10.8.128.0/17"];

/** What the VPC consists of without each host's own subnet. */
const HOSTS: Record<string, { privateCidr: string; elsewhere: readonly string[] }> = {
  "one zone's nat_b": {
    privateCidr: "10.8.2.0/24",
    elsewhere: ["10.8.0.0/23", "10.8.3.0/24", "10.8.4.0/22", "10.8.8.0/21", ...LARGE_BLOCKS],
  },
  "three zones' nat_c": {
    privateCidr: "10.8.6.0/23",
    elsewhere: ["10.8.0.0/22", "10.8.4.0/23", "10.8.8.0/21", ...LARGE_BLOCKS],
  },
};

const received: Record<string, Received> = {};
beforeAll(() => {
  received["one zone's nat_b"] = receivedBy(oneZone())["nat_b"]!;
  received["three zones' nat_c"] = receivedBy(threeZones("per-zone"))["nat_c"]!;
});

describe.each(Object.entries(HOSTS))("the user data of %s", (name, { privateCidr, elsewhere }) => {
  test("is a cloud-config from its first byte on", () => {
    expect(received[name]!.template).toMatch(/^#cloud-config\n/);
  });

  test("writes the tree's files with its placeholders filled in and without comments, and nothing else", () => {
    const values = {
      private_interface_mac: INTERFACE1_MAC,
      private_cidr: privateCidr,
      probe_source: privateCidr.replace(/0\/\d+$/, "3"),
      probe_destinations: "1.1.1.1 8.8.8.8",
      vpc_cidrs: "10.8.0.0/16",
      vpc_routes: "[Route]\nDestination=10.8.0.0/16\nGateway=_dhcp4",
      vpc_addresses: elsewhere.map((block) => `[Address]\nAddress=${block}\nAddPrefixRoute=no`).join("\n"),
    };
    const tree = PATHS.map((path) => {
      const lines = readFileSync(join(ROOT, path), "utf8").split("\n");
      const text = lines
        .filter((line) => !line.trim().startsWith("#"))
        .join("\n")
        .trimStart();
      const content = Object.entries(values).reduce(
        (all, [key, value]) => all.replaceAll(`@${key}@`, value),
        text,
      );
      return { path, content };
    });
    expect(received[name]!.config.write_files).toEqual(tree);
    expect(JSON.stringify(tree)).not.toMatch(/@\w+@/);
  });

  test("reads the same in YAML 1.1, which is what cloud-init speaks", () => {
    expect(parse(received[name]!.userData, { version: "1.1" })).toEqual(received[name]!.config);
  });
});

describeWith(["terraform"], "Terraform itself", () => {
  test("makes of the user data what the host is tested with, byte for byte", () => {
    const hosts = Object.values(received);
    const templates = hosts.map(({ template }) =>
      template.replace(/\$\{aws_network_interface\.\w+_card1\.mac_address\}/g, "${local.mac}"),
    );
    expect(terraformExpand(templates, { mac: INTERFACE1_MAC })).toEqual(
      hosts.map(({ userData }) => userData),
    );
  });
});

describe("natHostUserData", () => {
  afterEach(() => jest.restoreAllMocks());

  test("makes swap in time for the installation", () => {
    const { config } = received["one zone's nat_b"]!;
    expect(config.swap).toEqual({ filename: "/swapfile", size: 1_073_741_824 });
  });

  test("brings every file to life without a reboot, the settings after the module that they belong to", () => {
    expect(received["one zone's nat_b"]!.config.runcmd.map((command) => command.join(" "))).toEqual([
      "systemctl restart systemd-modules-load.service systemd-sysctl.service",
      "networkctl reload",
      "systemctl enable --now --no-block nat-firewall.service nat-firewall-install.service nat-probe.service",
    ]);
  });

  test("has room for a VPC of as many ranges as AWS allows, from the smallest subnet", () => {
    expect(receivedInLargestVpc().userData.match(/^ +Address=/gm)).toHaveLength(49 + 12);
  });

  test("brings any file to the host as it is, whatever YAML and Terraform would make of its text", () => {
    const hostFiles = jest.spyOn(files, "hostFiles");
    fc.assert(
      fc.property(adversarialText, (text) => {
        const content = text.replaceAll("@", "");
        const path = "/etc/file";
        hostFiles.mockReturnValueOnce([{ path, content: `${content}\n@private_interface_mac@` }]);
        const userData = natHostUserData({ ...NETWORK, privateInterfaceMac: "${local.mac}" });
        const config = parse(expandTemplate(userData, { "local.mac": INTERFACE1_MAC }));
        const received = `${content}\n${INTERFACE1_MAC}`.normalize("NFC");
        expect(config.write_files).toEqual([{ path, content: received }]);
      }),
      { numRuns: 1000 },
    );
  });

  test("takes what EC2 takes to the last byte, and refuses one more", () => {
    const sized = (text: string) => natHostUserData({ ...NETWORK, probeDestinations: [text] });
    const room = USER_DATA_LIMIT - Buffer.byteLength(sized(""));
    // Two bytes in one character: EC2 counts bytes.
    const full = "é".repeat(Math.floor(room / 2)) + "x".repeat(room % 2);
    expect(Buffer.byteLength(sized(full))).toBe(16_384);
    expect(() => sized(`${full}x`)).toThrow("has 16385 bytes and EC2 takes 16384");
  });
});

describe("a heartbeat", () => {
  const heartbeat = { region: "eu-central-1", namespace: "NatHost/shop-test", role: "shop-test-nat" };
  const parsed = (network: NatHostNetwork) => parse(expandTemplate(natHostUserData(network), {}));
  const paths = ({ write_files }: { write_files: { path: string }[] }) => write_files.map(({ path }) => path);

  test("is not on a host that sends none", () => {
    const userData = parsed(NETWORK);
    expect(paths(userData)).toEqual(PATHS);
    expect(JSON.stringify(userData)).not.toContain("nat-heartbeat");
  });

  test("adds its files, filled in, and starts its timer", () => {
    const userData = parsed({ ...NETWORK, heartbeat });
    expect(paths(userData)).toEqual([...PATHS, ...HEARTBEAT_PATHS].sort());
    expect(userData.runcmd.at(-1).at(-1)).toBe("nat-heartbeat.timer");
    const service = userData.write_files.find(({ path }: { path: string }) => path === HEARTBEAT_PATHS[0]);
    expect(service.content).toContain("REGION=eu-central-1 NAMESPACE=NatHost/shop-test ROLE=shop-test-nat\n");
  });

  test("leaves room in the user data, also with as many ranges as a VPC may have at first", () => {
    const vpcCidrs = ["10.8.0.0/16", "10.9.0.0/16", "10.10.0.0/16", "10.11.0.0/16", "100.64.0.0/16"];
    const size = Buffer.byteLength(natHostUserData({ ...NETWORK, vpcCidrs, heartbeat }));
    expect(size).toBeLessThan(USER_DATA_LIMIT - 3000);
  });
});
