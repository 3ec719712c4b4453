import { StackResource } from "../../lib/checks/planned";
import { topologyLeft } from "../../lib/checks/topology-left";
import { Moment, Problem, problemsNow } from "../../lib/checks/problems";
import { Topology, readPriorStates } from "../../lib/topology";
import { network, spoiled } from "../reachability/networks";
import { planned } from "./plans";

const TWO_ZONES = { zones: ["eu-central-1b", "eu-central-1c"], nat: { placement: "per-zone" as const } };
const REGION = "eu-central-1";

function host(state: string, address = "nat_b", stack = "nat-instance"): StackResource {
  const values = { id: `i-${address}`, instance_state: state };
  return {
    stack,
    address: `aws_instance.${address}`,
    mode: "managed",
    type: "aws_instance",
    name: address,
    values,
  };
}

/** What is wrong in a network that was left as the stacks say. */
function problems(now: Topology, moment: Partial<Moment> = {}) {
  const left = network();
  return problemsNow({ resources: [], now, left, after: left, region: REGION, ...moment });
}

describe("an instance that does not run", () => {
  test.each(["stopped", "stopping"])(
    "takes its private subnets offline, though nothing has changed: %s",
    (state) => {
      const all = network(TWO_ZONES);
      const resources = [
        host(state),
        host("running", "nat_c"),
        host("pending", "private_0", "private-instances"),
      ];
      expect(problems(all, { left: all, after: all, resources })).toEqual([
        {
          what: `the private subnet of eu-central-1b (private-b) is offline: the NAT host nat-b is ${state}`,
          fix: "aws ec2 start-instances --region eu-central-1 --instance-ids i-nat_b",
        },
      ]);
    },
  );

  test("is named where nobody's way leads over it", () => {
    expect(problems(network(), { resources: [host("stopped", "private_0", "private-instances")] })).toEqual([
      {
        what: "private-instances/aws_instance.private_0 is stopped",
        fix: "aws ec2 start-instances --region eu-central-1 --instance-ids i-private_0",
      },
    ]);
  });

  test("and goes away is not to be started", () => {
    const [problem] = problems(network(), { resources: [host("shutting-down")] });
    expect(problem).toEqual({
      what: "the private subnet of eu-central-1b (private-b) is offline: the NAT host nat-b is shutting-down",
      fix: "it does not come back; plan again once it is gone, and apply",
    });
  });

  test("is none where all run", () => {
    expect(problems(network(), { resources: [host("running")] })).toEqual([]);
  });
});

describe("a private subnet is offline where its way is broken now", () => {
  test.each<[string, Parameters<typeof spoiled>]>([
    [
      "the route leads to",
      ["nat-instance", ({ resource }) => delete resource.aws_network_interface_attachment],
    ],
    [
      "route table private-b of subnet private-b has no route",
      ["routes", ({ resource }) => delete resource.aws_route],
    ],
    [
      "nat-b-card1 has the source/destination check on",
      [
        "nat-instance",
        ({ resource }) => (resource.aws_network_interface.nat_b_card1.source_dest_check = true),
      ],
    ],
    [
      "no egress rule of security group nat lets TCP port 443 out",
      ["nat-instance", ({ resource }) => delete resource.aws_vpc_security_group_egress_rule],
    ],
  ])("%s", (why, spoil) => {
    const [problem, ...others] = problems(spoiled(...spoil));
    // One line for all protocols.
    expect(others).toEqual([]);
    expect(problem!.what).toContain(`the private subnet of eu-central-1b (private-b) is offline: ${why}`);
    expect(problem!.fix).toBe("apply this plan: npm run apply");
  });

  test("the NAT host is gone", () => {
    const now = spoiled("nat-instance", ({ resource, output }) => {
      delete resource.aws_instance;
      delete resource.aws_network_interface_attachment;
      delete resource.aws_eip;
      Object.keys(output).forEach((name) => /instance|eip/.test(output[name].value) && delete output[name]);
    });
    expect(problems(now)).toMatchObject([
      { what: "the private subnet of eu-central-1b (private-b) is offline: the NAT host nat-b is gone" },
    ]);
  });

  test("and a plan that breaks a policy cannot fix it before that is ended", () => {
    const now = spoiled("routes", ({ resource }) => delete resource.aws_route);
    const [{ what, fix }] = problems(now, { breaksPolicy: true }) as [Problem];
    expect(what).toContain("has no route for 192.0.2.1 (any host on the internet)");
    expect(fix).toBe(
      "end what breaks the policy, below, for this plan cannot be applied; then: npm run plan && npm run apply",
    );
  });

  test("and what the plan does not fix says what would", () => {
    const now = spoiled("routes", ({ resource }) => delete resource.aws_route);
    expect(problems(now, { after: now })[0]!.fix).toContain("add a default route");
  });

  test("and not where it never was online", () => {
    const unplugged = network({}, ["network", "nat-instance", "private-instances"]);
    expect(problems(unplugged, { left: unplugged })).toEqual([]);
  });

  test("and an expectation is cut off with it", () => {
    const now = spoiled("routes", ({ resource }) => delete resource.aws_route);
    const expect_ = [{ from: "private-0", to: "internet", reachable: true }];
    expect(problems(now, { expect: expect_ })[0]!.what).toContain(
      "is offline, and private-0 → internet by tcp, which the environment expects, is cut off: ",
    );
  });
});

test("others see another address than the Elastic IP that is lost", () => {
  const now = spoiled("nat-instance", ({ resource, output }) => {
    delete resource.aws_eip;
    delete output.nat_public_ip;
  });
  const [problem, ...others] = problems(now);
  expect(others).toEqual([]);
  expect(problem!.what).toMatch(
    /^the private subnet of eu-central-1b \(private-b\): others see [\d.]+ instead of the Elastic IP [\d.]+$/,
  );
});

test("what terraform left and what is there now are read from its own plans", () => {
  const stacks = planned("interface-detached");
  const attached = ({ networkInterfaces }: Topology) =>
    networkInterfaces.find(({ address }) => address === "aws_network_interface.nat_b_card1")!.instanceId;
  const [left, now] = [topologyLeft(stacks), readPriorStates(stacks)];
  expect([attached(left), attached(now)]).toEqual([expect.stringMatching(/^i-/), undefined]);
  expect(problemsNow({ resources: [], now, left, after: left, region: REGION })).toMatchObject([
    { what: expect.stringContaining("the private subnet of eu-central-1b (private-b) is offline") },
  ]);
});

test("a route that AWS lists in a table, and that its own stack took away since, was not left there", () => {
  const stacks = planned("route-added");
  const isLeft = () =>
    topologyLeft(stacks).routeTables.some(({ routes }) =>
      routes.some(({ destination }) => destination === "198.51.100.0/24"),
    );
  expect(isLeft()).toBe(false);
  // The other way round: what was listed there is gone.
  for (const { change } of stacks.flatMap(({ plan }) => plan.resource_drift ?? [])) {
    Object.assign(change, { before: change.after, after: change.before });
  }
  expect(isLeft()).toBe(false);
});
