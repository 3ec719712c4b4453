import fc from "fast-check";
import { parse } from "yaml";
import { addressAt, holds, overlap, subdivision } from "../../lib/net/ranges";
import { natHostUserData } from "../../lib/nat-host/user-data";
import { oneZone } from "./environments";
import { INTERFACE1_MAC, fileOf, receivedBy } from "./received";

/** A systemd file's sections in their order, each with its settings. */
function sectionsOf(text: string): { name: string; settings: Record<string, string> }[] {
  return text
    .split(/^\[(?=\w+\]$)/m)
    .slice(1)
    .map((section) => {
      const [head, ...lines] = section.split("\n").filter((line) => line && !line.startsWith("#"));
      const settings = Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2)));
      return { name: head!.slice(0, -1), settings };
    });
}

const ofKind = (file: string, name: string) =>
  sectionsOf(file)
    .filter((section) => section.name === name)
    .map(({ settings }) => settings);

const PATH = "/etc/systemd/network/60-nat.network";

describe("interface #1's network file", () => {
  const alone = () => fileOf(receivedBy(oneZone())["nat_b"]!, PATH);
  const settings = (name: string) => ofKind(alone(), name)[0]!;

  test("is the first by name that fits the network interface, before amazon-ec2-net-utils' and the system's", () => {
    const files = ["80-ec2.network", "70-ens6.network", PATH.split("/").at(-1)!];
    expect(files.sort()[0]).toBe("60-nat.network");
  });

  test("fits the network interface by its MAC address and by nothing else", () => {
    expect(settings("Match")).toEqual({ MACAddress: INTERFACE1_MAC });
  });

  test("translates what comes from the network interface's subnet", () => {
    expect(settings("Network")).toMatchObject({ DHCP: "ipv4", IPMasquerade: "ipv4" });
  });

  test("takes no way out, name server or host name from the private side", () => {
    expect(settings("DHCPv4")).toEqual({
      UseGateway: "no",
      UseRoutes: "no",
      UseDNS: "no",
      UseNTP: "no",
      UseHostname: "no",
    });
  });

  test("carries jumbo frames, and keeps no boot waiting", () => {
    expect(settings("Link")).toEqual({ MTUBytes: "9001", RequiredForOnline: "no" });
  });

  test("answers the rest of the VPC through its own subnet's router", () => {
    expect(ofKind(alone(), "Route")).toEqual([{ Destination: "10.8.0.0/16", Gateway: "_dhcp4" }]);
  });

  test("translates whatever else there is of the VPC, and has no address that one of its subnets hands out", () => {
    const arbitraryVpc = fc.record({
      vpcLength: fc.integer({ min: 16, max: 24 }),
      subnetLength: fc.integer({ min: 25, max: 28 }),
      own: fc.nat(),
      other: fc.nat(),
    });
    fc.assert(
      fc.property(arbitraryVpc, ({ vpcLength, subnetLength, own, other }) => {
        const vpc = subdivision("10.0.0.0/8", vpcLength, 7)!;
        const subnet = (index: number) =>
          subdivision(vpc, subnetLength, index % 2 ** (subnetLength - vpcLength))!;
        const blocks = addressesOf([vpc, "100.64.0.0/16"], subnet(own));
        const elsewhere = subnet(other);
        fc.pre(elsewhere !== subnet(own));
        expect(blocks.filter((block) => holds(block, elsewhere))).toHaveLength(1);
        expect(blocks.filter((block) => overlap(block, subnet(own)))).toEqual([]);
        const addresses = blocks.map((block) => block.split("/")[0]!);
        for (const address of addresses) {
          // The first of a subnet, or outside of it: neither its router's, nor one that it hands out.
          if (holds(elsewhere, address)) expect(addressAt(elsewhere, 0n)).toBe(address);
        }
        expect(blocks).toContain("100.64.0.0/16");
      }),
    );
  });

  function addressesOf(vpcCidrs: readonly string[], privateCidr: string): string[] {
    const userData = natHostUserData({ privateInterfaceMac: INTERFACE1_MAC, vpcCidrs, privateCidr });
    const file = fileOf({ template: userData, userData, config: parse(userData) }, PATH);
    const addresses = ofKind(file, "Address");
    expect(addresses.map(({ AddPrefixRoute }) => AddPrefixRoute)).toEqual(addresses.map(() => "no"));
    return addresses.map(({ Address }) => Address!);
  }
});
