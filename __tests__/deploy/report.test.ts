import { Report, reportOf } from "../../lib/deploy/report";
import { StackPlan } from "../../lib/deploy/stack-plan";
import { planned } from "../checks/plans";
import { synthesize, testEnvironment } from "../support/synthesize";

const TWO_ZONES = {
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: { placement: "per-zone" as const },
  privateInstances: { count: 2 },
};

function report(scenario: Parameters<typeof planned>[0], change: (plan: any) => void = () => {}): Report {
  const environment = testEnvironment(TWO_ZONES);
  const plans = planned(scenario).map((stack): StackPlan => {
    change(stack.plan);
    return { ...stack, folder: "", file: "", takes: [] };
  });
  return reportOf(plans, environment, synthesize(environment).folder);
}

test("what was added by hand is drift, said once, though the plan takes it away too", () => {
  const { additions, hasDrift, stacks } = report("rules-added");
  expect([additions.length, hasDrift]).toEqual([5, true]);
  expect(stacks.flatMap(({ drift }) => drift)).toEqual([]);
});

test("what was changed by hand is drift", () => {
  const { hasDrift, hasChanges, stacks } = report("check-switched-on");
  expect([hasDrift, hasChanges]).toEqual([true, true]);
  expect(stacks[0]!.drift).toHaveLength(1);
});

test("default tags that are others in the stacks are a change and no drift", () => {
  const { hasDrift, hasChanges } = report("default-tag-changed");
  expect([hasDrift, hasChanges]).toEqual([false, true]);
});

test("a host that is stopped is drift, though nothing else is", () => {
  const { hasDrift, hasChanges, problems, additions } = report("interface-detached", (plan) => {
    delete plan.resource_drift;
    for (const { values } of plan.prior_state.values.root_module.resources) {
      if (values.instance_state) values.instance_state = "stopped";
    }
  });
  expect([hasChanges, hasDrift, additions]).toEqual([false, true, []]);
  expect(problems[0]!.what).toContain("is stopped");
});

test("an interface is detached, whether AWS still answers for its attachment or not", () => {
  const withNobody = (plan: any) => {
    for (const { type, address, mode, name, change } of plan.resource_drift ?? []) {
      if (type !== "aws_network_interface_attachment") continue;
      change.actions = ["update"];
      change.after = { ...change.before, instance_id: "", status: "detached" };
      const left = { address, mode, type, name, values: change.after };
      plan.prior_state.values.root_module.resources.push(left);
    }
  };
  const { problems } = report("interface-detached", withNobody);
  expect(problems).toEqual(report("interface-detached").problems);
  expect(problems[0]!.what).toContain(
    "is offline: the route leads to a network interface that is attached to no instance",
  );
});

test("nobody is told to apply a plan that breaks a policy", () => {
  const fixes = (change?: (plan: any) => void) =>
    report("interface-detached", change).problems.map(({ fix }) => fix);
  expect(fixes()).toEqual([expect.stringMatching(/^apply this plan: /)]);
  const opened = (plan: any) => {
    const ingress = [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }];
    const group = { address: "aws_security_group.open", mode: "managed", type: "aws_security_group" };
    plan.planned_values = { root_module: { resources: [{ ...group, name: "open", values: { ingress } }] } };
  };
  expect(fixes(opened)).toEqual([expect.stringMatching(/^end what breaks the policy, /)]);
});

test("a network that cannot be read is said, and is no reason to fail", () => {
  const plans = planned("rules-added").map((stack): StackPlan => ({
    ...stack,
    folder: "",
    file: "",
    takes: [],
  }));
  expect(reportOf(plans, testEnvironment(TWO_ZONES), "/nowhere").unread).toContain(
    "there is no such file or folder",
  );
});
