import * as walk from "../../lab/walk-through";
import { waysIn, waysOut } from "../../lab/ways";
import { describeLab } from "../support/tools";
import { EVERY_KIND } from "./every-kind";
import { startLab, stopLab } from "./labs";

describeLab("the walk-through holds on networks of every kind", () => {
  test("at least 30 of them", () => {
    expect(new Set(EVERY_KIND.map(([name]) => name)).size).toBeGreaterThanOrEqual(30);
  });

  test.each(EVERY_KIND)("%s", async (name, topology) => {
    const lab = await startLab(walk.unplugged(topology));
    const proofs = [...(await walk.proveNoWayOut(lab, topology))];
    await lab.apply(topology);
    proofs.push(...(await walk.proveWayOut(lab, topology)));
    const { table, proofs: lines } = await walk.proveTable(lab, topology);
    proofs.push(...lines, ...(await walk.proveWaysIn(lab, topology)));
    proofs.push(...(await walk.proveStrangerStaysOut(lab, topology, table)));
    await stopLab(lab);
    expect(proofs.filter(({ holds }) => !holds)).toEqual([]);

    const privateInstances = ["app-one", "app-three", "app-two"];
    const out = (family: string) =>
      waysOut(topology)
        .filter((way) => way.family === family)
        .map((way) => way.name)
        .sort();
    expect(out("ip")).toEqual(name.startsWith("nothing for IPv4") ? [] : privateInstances);
    expect(out("ip6")).toEqual(name.includes("IPv6,") ? privateInstances : []);
    expect(waysIn(topology)).toHaveLength(name.includes("nothing published") ? 0 : 1);
  });
});
