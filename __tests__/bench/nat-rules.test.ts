import { BenchNetwork } from "../../bench/nat/bench-network";
import { CONTESTANTS, CONTESTANT_IDS } from "../../bench/nat/contestants";
import { measure } from "../../bench/nat/measure";
import { article, startLab } from "../lab/labs";
import { describeWith } from "../support/tools";

describeWith(["bench"], "the rules that bench:nat measures", () => {
  let network: BenchNetwork;
  beforeAll(async () => {
    const topology = article();
    const lab = await startLab(topology);
    await lab.machine("nat-b").waitForUnit("nat-firewall.service", 240);
    network = await BenchNetwork.create(lab, topology);
  });

  const contestants = CONTESTANT_IDS.map((id) => CONTESTANTS[id]);
  test.each(contestants)("$name: the server sees what it should", async (contestant) => {
    await network.load(contestant);
    await network.prove(contestant);
  });

  test("the host holds the tables of the contestant that was loaded last, and no others", async () => {
    const tables = async () => (await network.host.run("nft", ["list", "tables"])).stdout.split("\n").sort();
    await network.load(CONTESTANTS.both);
    expect(await tables()).toEqual(["table ip io.systemd.nat", "table ip nat_host"]);
    await network.load(CONTESTANTS.article);
    expect(await tables()).toEqual(["table ip filter", "table ip nat"]);
    await network.load(CONTESTANTS.plain);
    expect(await tables()).toEqual([""]);
  });

  test("a contestant that does not translate, or does and should not, is refused", async () => {
    await network.load(CONTESTANTS.plain);
    await expect(network.prove(CONTESTANTS.both)).rejects.toThrow(
      /both layers: the server was asked from 10\.8\.2\.4, not from 10\.8\.1\.\d+$/,
    );
    await network.load(CONTESTANTS.singleInterface);
    await expect(network.prove(CONTESTANTS.plain)).rejects.toThrow(
      /asked from 10\.8\.1\.\d+, not from 10\.8\.2\.4$/,
    );
  });

  test("a measurement is a number for each figure", async () => {
    const measurement = await measure(network, CONTESTANTS.both, { seconds: 1, count: 100 });
    for (const figure of Object.values(measurement)) {
      expect(figure).toBeGreaterThan(0);
      expect(figure).toBeLessThan(Infinity);
    }
  });
});
