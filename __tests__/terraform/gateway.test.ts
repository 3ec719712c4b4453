import { loadEnvironment } from "../../lib/config/load";
import { describeWith } from "../support/tools";
import { describeApplied } from "./applied";

describeWith(["terraform", "moto_server"], "the gateway environment, applied to an emulator", () => {
  const environment = loadEnvironment("gateway");
  describeApplied(environment, (applied) => {
    test.each(environment.zones)(
      "the private default route of $name leads to its own zone's NAT gateway, known by its Elastic IP",
      async ({ name, publicCidr, privateCidr }) => {
        const { account, terraform } = applied();
        const outputs = await terraform.outputs("nat-gateway");
        const route = await account.defaultRoute((await account.subnet(privateCidr)).SubnetId!);
        expect(route!.NatGatewayId).toBe(outputs["nat_gateway_id"]!.value[name]);
        expect(await account.natGateway(route!.NatGatewayId!)).toMatchObject({
          State: "available",
          SubnetId: (await account.subnet(publicCidr!)).SubnetId,
          NatGatewayAddresses: [{ PublicIp: outputs["nat_public_ip"]!.value[name] }],
        });
      },
    );
  });
});
