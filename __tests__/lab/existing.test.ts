import { leftOut } from "../../lab/left-out";
import { Lab } from "../../lab/lab";
import * as walk from "../../lab/walk-through";
import { standingBy, waysOut } from "../../lab/ways";
import { withClientsEverywhere } from "../../lib/reachability";
import { existingNetwork, idOf } from "../support/existing";
import { describeLab } from "../support/tools";
import { ONE_OF_EACH, elasticIp, startLab, untilThrough } from "./labs";

const CLIENTS = ["client-private-a", "client-private-a-1", "client-private-b"];

const network = (takeOver: boolean) => withClientsEverywhere(existingNetwork({ takeOver }));

describeLab("a NAT host in a network that exists already", () => {
  const [beside, takenOver] = [network(false), network(true)];
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab(beside);
  });

  test("stands beside the way out that is not ours, which is said, and is ready", async () => {
    expect(leftOut(beside)).toEqual([
      expect.stringMatching(/^the gateway endpoints/),
      `the route of ${idOf("rtb", 1)} that leads 0.0.0.0/0 to NAT gateway ${idOf("nat", 1)}, which is not this project's, leads nowhere here`,
      `the route of ${idOf("rtb", 2)} that leads 0.0.0.0/0 to transit gateway ${idOf("tgw", 1)}, which is not this project's, leads nowhere here`,
    ]);
    expect(waysOut(beside)).toEqual([]);
    expect(standingBy(beside)).toMatchObject([{ name: "nat-a", seenAs: elasticIp(beside) }]);
    const proofs = await walk.proveStandingBy(lab, beside);
    expect(proofs).toHaveLength(3);
    expect(proofs.filter(({ holds }) => !holds)).toEqual([]);
  });

  test("forwards for each private subnet, the second range's too, once the routes are taken over", async () => {
    for (const client of CLIENTS) expect(await lab.ask(client, ONE_OF_EACH, 1)).not.toContainEqual(ANSWERED);
    await lab.apply(takenOver);
    expect(waysOut(takenOver).map(({ name }) => name)).toEqual(CLIENTS);
    for (const client of CLIENTS) {
      const answers = await untilThrough(lab, client);
      expect([client, answers[0]!.seenAs!.split(":")[0]]).toEqual([client, elasticIp(takenOver)]);
    }
  });

  test("keeps a stranger out of all of them", async () => {
    const { table } = await walk.proveTable(lab, takenOver);
    const proofs = await walk.proveStrangerStaysOut(lab, takenOver, table);
    expect(proofs).toHaveLength(1 + CLIENTS.length);
    expect(proofs.filter(({ holds }) => !holds)).toEqual([]);
  });
});

const ANSWERED: unknown = expect.objectContaining({ answered: true });
