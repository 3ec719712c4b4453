import { Environment } from "../../lib/config/environment";
import { Applied } from "./applied";

/** Says of a network with IPv6 that it leads out by the egress-only gateway, and that nothing is let in. */
export function testIpv6(environment: Environment, applied: () => Applied): void {
  test.each(environment.zones)("$name leads IPv6 out by the egress-only gateway", async (zone) => {
    const { account } = applied();
    const [own, open] = [await account.subnet(zone.privateCidr), await account.subnet(zone.publicCidr!)];
    for (const { Ipv6CidrBlockAssociationSet } of [own, open]) {
      expect(Ipv6CidrBlockAssociationSet).toMatchObject([
        { Ipv6CidrBlock: expect.stringMatching(/::\/64$/) },
      ]);
    }
    const route = await account.ipv6DefaultRoute(own.SubnetId!);
    expect(route!.EgressOnlyInternetGatewayId).toMatch(/^eigw-/);
    expect((await account.ipv6DefaultRoute(open.SubnetId!))!.GatewayId).toMatch(/^igw-/);
  });

  test("no security group lets anybody in by IPv6", async () => {
    const { account, terraform } = applied();
    const groups = await account.securityGroups((await terraform.outputs("network"))["vpc_id"]!.value);
    const ranges = groups
      .flatMap(({ IpPermissions = [] }) => IpPermissions)
      .flatMap((rule) => rule.Ipv6Ranges);
    expect(ranges).toEqual([]);
  });
}
