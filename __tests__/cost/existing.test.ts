import { price } from "../../lib/cost/price";
import { existingNetwork, idOf } from "../support/existing";
import { priceList } from "./pricing";

const TRAFFIC = { gb: 100, endpointGb: 1 };
const billed = (takeOver: boolean) => price(existingNetwork({ takeOver }), priceList(), TRAFFIC);

test("of an existing network the NAT host is priced, and what is not ours is named", () => {
  const { variants, unpriced, notes } = billed(false);
  const [asIs] = variants;
  expect(asIs.wayOut).toMatchObject({ natInstances: 0, natGateways: 0 });
  expect(asIs.bill.lines.map(({ what }) => what)).toContain("NAT instances standing by, t4g.nano");
  expect(unpriced).toEqual([`the NAT gateway ${idOf("nat", 1)}, which is not this project's`]);
  expect(notes.join()).toContain("there is no comparison with NAT gateways");
});

test("taken over, it costs what the same host costs anywhere", () => {
  const { variants, unpriced } = billed(true);
  expect(variants[0].wayOut).toMatchObject({ natInstances: 1, natGateways: 0 });
  expect(unpriced).toEqual([]);
});
