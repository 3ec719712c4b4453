import { price } from "../../lib/cost/price";
import { network } from "./network";
import { TRAFFIC, lines, priceList } from "./pricing";

describe("what the estimate says beside the bill", () => {
  test("bills spot instances at the price on demand, and names them", () => {
    const spot = { instance_market_options: { market_type: "spot" } };
    const topology = network({}, { aws_instance: { nat_0: spot } });
    expect(price(topology, priceList(), TRAFFIC).notes).toEqual([
      "Spot instances are counted at the price on demand, an upper bound: nat-0.",
    ]);
    expect(lines(topology)).toEqual(lines(network()));
  });

  test("names what it cannot price", () => {
    const fromTemplate = {
      instance_type: undefined,
      root_block_device: undefined,
      launch_template: { id: "${aws_launch_template.nat.id}" },
    };
    const topology = network(
      { privateInstances: 0 },
      {
        aws_instance: { nat_0: fromTemplate },
        aws_launch_template: { nat: { instance_type: "t4g.nano" } },
        aws_lb: { front: { load_balancer_type: "application" } },
        aws_cloudwatch_metric_alarm: { each: { count: 20, alarm_name: "each" } },
      },
    );
    expect(price(topology, priceList(), TRAFFIC).unpriced).toEqual([
      "nat-0, whose instance type is not known",
      "the disk of nat-0, which is the image's",
      "aws_cloudwatch_metric_alarm.each of web: has count, which Terraform alone expands; give the plan or the state: terraform show -json",
      "aws_lb.front of web: is a load balancer of type application, which is not followed",
    ]);
  });

  test("does not name what is free, not even where Terraform alone knows how many there are", () => {
    const role = { assume_role_policy: "{}" };
    const topology = network(
      {},
      {
        aws_iam_role: { one: role, each: { ...role, count: 2 } },
        aws_iam_instance_profile: { nat: { role: "${aws_iam_role.one.name}" } },
        aws_instance: { nat_0: { iam_instance_profile: "${aws_iam_instance_profile.nat.name}" } },
      },
    );
    expect(topology.notUnderstood.map(({ address }) => address)).toEqual(["aws_iam_role.each"]);
    expect(price(topology, priceList(), TRAFFIC).unpriced).toEqual([]);
  });
});
