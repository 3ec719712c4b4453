import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import * as files from "../../lib/nat-host/files";
import { NatHostNetwork, USER_DATA_LIMIT, natHostUserData } from "../../lib/nat-host/user-data";
import { describeWith } from "../support/tools";
import { adversarialText } from "./adversarial";
import { oneZone, sixZones, threeZones } from "./environments";
import { expandTemplate } from "./expand-template";
import { INTERFACE1_MAC, Received, receivedBy } from "./received";
import { terraformExpand } from "./terraform-expand";

const ROOT = join(__dirname, "../../lib/nat-host/root");

const NETWORK: NatHostNetwork = {
  privateInterfaceMac: INTERFACE1_MAC,
  vpcCidr: "10.8.0.0/16",
  privateCidr: "10.8.2.0/24",
  servedCidrs: ["10.8.2.0/24"],
};

const PATHS = [
  "/etc/modules-load.d/nat.conf",
  "/etc/nftables/nat-host.nft",
  "/etc/sysctl.d/90-nat.conf",
  "/etc/systemd/network/60-nat.network",
  "/etc/systemd/system/nat-firewall-install.service",
  "/etc/systemd/system/nat-firewall.service",
];

const another = (cidr: string) =>
  `\n[Address]\nAddress=${cidr}\nAddPrefixRoute=no\n[Route]\nDestination=${cidr}\nGateway=_dhcp4`;

/** What each host's placeholders stand for. */
const HOSTS: Record<string, Record<string, string>> = {
  "one zone's nat_b": { private_cidrs: "10.8.2.0/24", other_zones: "" },
  "three zones' nat_a": {
    private_cidrs: "10.8.2.0/24, 10.8.4.0/24, 10.8.6.0/23",
    other_zones: `${another("10.8.4.0/24")}\n${another("10.8.6.0/23")}`,
  },
  "three zones' own nat_b": { private_cidrs: "10.8.4.0/24", other_zones: "" },
};

const received: Record<string, Received> = {};
beforeAll(() => {
  received["one zone's nat_b"] = receivedBy(oneZone())["nat_b"]!;
  received["three zones' nat_a"] = receivedBy(threeZones())["nat_a"]!;
  received["three zones' own nat_b"] = receivedBy(threeZones("per-zone"))["nat_b"]!;
});

describe.each(Object.entries(HOSTS))("the user data of %s", (name, placeholders) => {
  test("is a cloud-config from its first byte on", () => {
    expect(received[name]!.template).toMatch(/^#cloud-config\n/);
  });

  test("writes the tree's files with its placeholders filled in, and nothing else", () => {
    const values = { ...placeholders, private_interface_mac: INTERFACE1_MAC, vpc_cidr: "10.8.0.0/16" };
    const tree = PATHS.map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
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
      template.replace(/\$\{aws_network_interface\.\w+_card1\.mac_address\}/, "${local.mac}"),
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
      "systemctl enable --now --no-block nat-firewall.service nat-firewall-install.service",
    ]);
  });

  test("has room for the six zones of the largest region", () => {
    const { template } = receivedBy(sixZones())["nat_a"]!;
    expect(template.match(/100\.127\.200\.\d+\/28/g)).toHaveLength(6 + 2 * 5);
    expect(Buffer.byteLength(template)).toBeLessThanOrEqual(16_384);
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
    const sized = (vpcCidr: string) => natHostUserData({ ...NETWORK, vpcCidr });
    const room = USER_DATA_LIMIT - Buffer.byteLength(sized(""));
    // Two bytes in one character: EC2 counts bytes.
    const full = "é".repeat(Math.floor(room / 2)) + "x".repeat(room % 2);
    expect(Buffer.byteLength(sized(full))).toBe(16_384);
    expect(() => sized(`${full}x`)).toThrow("has 16385 bytes and EC2 takes 16384");
  });
});
