import { describeWith } from "../support/tools";
import { Deployed } from "./deployed";
jest.setTimeout(120_000);
describeWith(["terraform", "moto_server"], "x", () => {
  let d: Deployed;
  beforeAll(async () => {
    const t=Date.now();
    d = await Deployed.apply({
      zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      nat: { placement: "per-zone", failover: "other-zone" },
      privateInstances: { count: 1 },
    });
    console.log((Date.now()-t)/1000, d.instanceIds, d.publicIps, d.stacks);
  });
  afterAll(() => d?.stop());
  test("y", async () => {
    const t=Date.now();
    const { alarmEvent } = require("../support/aws-events");
    console.log(await d.bus.send(alarmEvent("nat-instance-test-nat-b-heartbeat", "ALARM")));
    console.log((Date.now()-t)/1000, d.mailbox.take());
  });
});
