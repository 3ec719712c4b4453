import { oneZone, threeZones } from "./environments";
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

const PATH = "/etc/systemd/network/60-nat.network";

describe("interface #1's network file", () => {
  const alone = () => fileOf(receivedBy(oneZone())["nat_b"]!, PATH);
  const settings = (name: string) => sectionsOf(alone()).find((section) => section.name === name)!.settings;

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

  test("has no address or route of another zone where there is none", () => {
    expect(sectionsOf(alone()).map(({ name }) => name)).toEqual(["Match", "Link", "Network", "DHCPv4"]);
  });

  test("translates and answers the other zones' private subnets too, where it serves them", () => {
    const sections = sectionsOf(fileOf(receivedBy(threeZones())["nat_a"]!, PATH)).slice(4);
    expect(sections).toEqual(
      ["10.8.4.0/24", "10.8.6.0/23"].flatMap((cidr) => [
        { name: "Address", settings: { Address: cidr, AddPrefixRoute: "no" } },
        { name: "Route", settings: { Destination: cidr, Gateway: "_dhcp4" } },
      ]),
    );
  });

  test.each(["nat_a", "nat_b", "nat_c"])("leaves the other zones to their own hosts: %s", (host) => {
    const sections = sectionsOf(fileOf(receivedBy(threeZones("per-zone"))[host]!, PATH));
    expect(sections.map(({ name }) => name)).toEqual(["Match", "Link", "Network", "DHCPv4"]);
  });
});
