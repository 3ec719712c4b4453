import { describeWith } from "../support/tools";
import { Deployed } from "./deployed";

const MINUTES = 60_000;
jest.setTimeout(10 * MINUTES);

describeWith(["terraform", "moto_server"], "the failover to a NAT gateway that stands by", () => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.apply({
      nat: { failover: "standby", standby: "gateway" },
      privateInstances: { count: 1 },
    });
  });
  afterAll(() => deployed?.stop());

  test("leads to the gateway while the host is lost, which Terraform keeps, and home again", async () => {
    const { terraform, mailbox } = deployed;
    await deployed.alarm("nat-b", "ALARM");
    const { b: gateway } = await deployed.leads();
    expect(gateway).toMatch(/^nat-[0-9a-f]+$/);
    expect(await deployed.record("b")).toMatchObject({ to: gateway, name: "nat-gateway-b" });
    expect(mailbox.take()).toEqual([
      { subject: "nat-b is lost", lines: ["private_b leads to nat-gateway-b now"] },
    ]);
    expect(await terraform.plan("routes")).toEqual([]);
    await terraform.apply("routes");
    expect(await deployed.leads()).toEqual({ b: gateway });

    await deployed.alarm("nat-b", "OK", { waitSeconds: 1 });
    expect(await deployed.leads()).toEqual({ b: "nat-b" });
    expect(await deployed.record("b")).toEqual({ to: "home" });
    expect(await terraform.plan("routes")).toEqual([]);
  });
});
