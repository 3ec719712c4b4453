import { readPrices } from "../../lib/cost/files";
import { price } from "../../lib/cost/price";
import { report } from "../../lib/cost/report";
import { LOAD_BALANCER, NetworkShape, network } from "./network";

function reported(shape: NetworkShape = {}, region = "eu-central-1", zones?: number): string {
  return report(price(network(shape), readPrices(region), { gb: 100, endpointGb: 1, zones }));
}

/** A table's row by its first cell. */
function row(text: string, first: string): string[] {
  const found = text
    .split("\n")
    .map((line) => line.split("│").map((cell) => cell.trim()))
    .find((cells) => cells[1] === first);
  if (!found) throw new Error(`No row ${first} in\n${text}`);
  return found.slice(1, -1);
}

describe("the article's network", () => {
  test.each([
    // 3 endpoints of 730 h at 0.012; 730 h at 0.0048, 730 h at 0.005 and 8 GB at 0.0952.
    ["eu-central-1", "$26.28 against $7.92 a month, 3.3 times as much"],
    // 3 of 730 h at 0.01; 730 h at 0.0042, 730 h at 0.005 and 8 GB at 0.08.
    ["us-east-1", "$21.90 against $7.36 a month, 3.0 times as much"],
  ])("has three endpoints that cost more than its NAT host, in %s", (region, amounts) => {
    expect(reported({}, region)).toContain(
      `The 3 interface endpoints cost more than the NAT instance: ${amounts}, before any traffic.`,
    );
  });

  test("is cheaper with its NAT instance than with a NAT gateway at any traffic, and the report says so", () => {
    expect(reported()).toContain(
      "1 NAT instance with endpoints, against 1 NAT gateway with endpoints: no break-even. " +
        "Cheaper at any traffic: 1 NAT instance with endpoints.",
    );
  });
});

describe("the report", () => {
  test("has each line with quantity, unit, unit price, amount and the key of its source", () => {
    expect(row(reported(), "interface endpoints")).toEqual([
      "interface endpoints",
      "2190",
      "hour",
      "$0.012",
      "$26.28",
      "endpoint-hour",
    ]);
  });

  test.each(["eu-central-1", "us-east-1"])(
    "has the alarms that are not free, at their price in %s",
    (region) => {
      expect(row(reported({ alarms: 13 }, region), "alarms beyond the free ones")).toEqual([
        "alarms beyond the free ones",
        "3",
        "month",
        "$0.1",
        "$0.30",
        "alarm",
      ]);
    },
  );

  test("marks the network as it is, and gives the others' difference from it", () => {
    const text = reported();
    // The gateway adds 37.96 and 5.20 for the traffic; the instance and its disk were 3.504 and 0.7616.
    const [, asIs, none] = row(text, "1 NAT instance with endpoints (as it is)");
    const [, gateway, difference, , perGb] = row(text, "1 NAT gateway with endpoints");
    expect(none).toBe("");
    expect(difference).toBe("+$38.89");
    expect(Number(gateway!.slice(1)) - Number(asIs!.slice(1))).toBeCloseTo(38.89, 1);
    expect(perGb).toBe("$0.052");
    expect(row(text, "1 NAT instance without endpoints")[2]).toBe("-$26.29");
  });

  test("does not say that endpoints cost more where they do not", () => {
    expect(reported({ endpoints: 1, natInstances: 2 })).not.toMatch(/costs? more than/);
    expect(reported({ endpoints: 1 })).toContain("The interface endpoint costs more than the NAT instance");
    expect(reported({ endpoints: 2, natInstances: 2 })).toContain("cost more than the 2 NAT instances");
  });

  test("gives the break-even of a NAT instance that is dearer than a NAT gateway", () => {
    // 730 h at 0.0768 and the disk's 0.7616 are 56.8256; the gateway's 37.96 and the first GB 38.012: 18.8136 at 0.052.
    expect(reported({ natType: "t4g.large", endpoints: 0 })).toContain(
      "they break even at 361.8 GB a month. Cheaper below: 1 NAT gateway; above: 1 NAT instance.",
    );
  });

  test("says what it assumes, what it leaves out and where its figures are from", () => {
    const text = reported();
    expect(text).toContain("1 GB a month to AWS services, through endpoints");
    expect(text).toContain(
      "Left out: AWS's data transfer out to the internet, which is the same in every row",
    );
    expect(text).toContain("Each price with its source and date: lib/cost/prices/eu-central-1.json");
  });

  test("has the price of the way out alone at the end of each row", () => {
    // 730 h at 0.0048, 730 h at 0.005 and 8 GB at 0.0952; no traffic crosses zones where there is one.
    expect(row(reported(), "1 NAT instance without endpoints").at(-1)).toBe("$7.92");
  });

  test("says what passes a load balancer only where there is one", () => {
    const topology = network({}, LOAD_BALANCER);
    const text = report(
      price(topology, readPrices("eu-central-1"), { gb: 1, endpointGb: 1, publishedGb: 30 }),
    );
    expect(text).toContain("30 GB a month through load balancers (--published-gb)");
    expect(reported()).not.toContain("load balancers");
  });

  test("names what is free, and the prices that no source says of the region", () => {
    expect(reported()).toContain("Free: the gateway endpoint for s3.");
    expect(reported({ zones: 2 })).toContain(
      "No source says these prices of eu-central-1; check them: cross-zone-gb.",
    );
    expect(reported({}, "us-east-1")).not.toContain("No source says");
  });

  test("says so when the prices are another region's", () => {
    expect(reported({}, "us-east-1")).toContain(
      "The network is in eu-central-1; these are the prices of us-east-1.",
    );
    expect(reported({}, "eu-central-1")).not.toContain("The network is in");
  });
});
