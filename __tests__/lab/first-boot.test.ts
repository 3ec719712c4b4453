import { firstReply } from "../../lab/first-reply";
import { Lab } from "../../lab/lab";
import { describeLab } from "../support/tools";
import { INTERNET, ONE_OF_EACH, article, elasticIp, startLab } from "./labs";

describeLab("the article's NAT host, booted from its user data", () => {
  const topology = article();
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(topology, { powerOn: false });
  });

  test("from power-on it is seconds until the first packet comes through", async () => {
    const reply = firstReply(lab.namespace("private-0"), INTERNET, 60);
    await lab.powerOn("nat-b");
    console.log(`power-on to the first reply: ${(await reply).toFixed(1)} s`);
  });

  test("whatever a private instance sends is seen from the Elastic IP, and the reply comes back", async () => {
    const answers = await lab.ask("private-0", ONE_OF_EACH);
    expect(answers.map(({ answered }) => answered)).toEqual([true, true, true, true]);
    for (const { seenAs } of answers.slice(0, 3)) expect(seenAs!.split(":")[0]).toBe(elasticIp(topology));
  });

  test("cloud-init is done without an error, and both layers are at work", async () => {
    const machine = lab.machine("nat-b");
    await machine.waitForCloudInit();
    await machine.waitForUnit("nat-firewall.service");
    const { stdout: result } = await machine.run("cat", ["/run/cloud-init/result.json"]);
    expect(JSON.parse(result).v1).toEqual({ datasource: "DataSourceEc2Local", errors: [] });
    const { stdout: tables } = await machine.run("nft", ["list", "tables"]);
    expect(tables.split("\n")).toEqual(
      expect.arrayContaining(["table ip io.systemd.nat", "table ip nat_host"]),
    );
  });

  test("a download of 100 MB comes whole", async () => {
    const { stdout } = await lab.run("private-0", "curl", [
      ...["--silent", "--fail", "--output", "/dev/null", "--write-out", "%{size_download}"],
      `http://${INTERNET}/100000000`,
    ]);
    expect(stdout).toBe("100000000");
  });

  test("200 connections at once are all answered", async () => {
    const answers = await lab.ask("private-1", Array(200).fill(ONE_OF_EACH[0]), 20);
    expect(answers.filter(({ answered }) => answered)).toHaveLength(200);
    expect(new Set(answers.map(({ seenAs }) => seenAs)).size).toBe(200);
  });
});
