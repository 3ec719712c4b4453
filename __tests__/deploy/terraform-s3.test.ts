import { describeWith } from "../support/tools";
import { SSH } from "../stacks/examples";
import { StackName } from "../support/synthesize";
import { WITHOUT_ROUTES, Workplace, expectExit } from "../support/workplace";
import { expectHeldLockNamed } from "./held-lock";
import { describeJourney } from "./journey";

describeWith(["terraform", "moto_server"], "with the state in S3", () => {
  describeJourney("s3", (journey) => {
    test("a lock that somebody holds is named, with the way out", () => expectHeldLockNamed(journey()));

    test("drift is found, and named by resource and attribute", async () => {
      const { workplace, account, environment } = journey();
      const networkInterface = await resource(workplace, "nat-instance", "aws_network_interface.nat_b_card1");
      await account.setSourceDestCheck(networkInterface.id, true);

      workplace.write({ ...environment, policyExceptions: WITHOUT_ROUTES });
      workplace.only("network", "nat-instance");
      const ended = await workplace.plan(["--check"]);
      expectExit(ended, 2);
      expect(workplace.report().stacks.map(({ stack, drift }) => [stack, drift])).toEqual([
        ["network", []],
        [
          "nat-instance",
          [
            {
              address: "aws_network_interface.nat_b_card1",
              deleted: false,
              attributes: [{ name: "source_dest_check", before: "false", after: "true" }],
            },
          ],
        ],
      ]);
      for (const text of [ended.stdout, workplace.markdown()]) {
        expect(text).toContain(
          "nat-instance/aws_network_interface.nat_b_card1: source_dest_check false → true",
        );
      }
    });

    test("a NAT host that was stopped is the first that is said, and a rule added by hand is named, though no plan changes either", async () => {
      const { workplace, account, environment } = journey();
      await workplace.synthesize(environment);
      const host = await resource(workplace, "nat-instance", "aws_instance.nat_b");
      const group = await resource(workplace, "nat-instance", "aws_security_group.nat");
      const networkInterface = await resource(workplace, "nat-instance", "aws_network_interface.nat_b_card1");
      await account.setSourceDestCheck(networkInterface.id, false);
      await account.stopInstance(host.id);
      await account.letIn(group.id, "0.0.0.0/0");

      const ended = await workplace.plan(["--check"]);
      expectExit(ended, 2);
      const { hasChanges, hasDrift, problems, additions, policy, stacks } = workplace.report();
      expect(stacks.flatMap(({ changes, drift }) => [...changes, ...drift])).toEqual([]);
      expect([hasChanges, hasDrift]).toEqual([false, true]);
      expect(problems).toEqual([
        {
          what: "the private subnet of eu-central-1b (private-b) is offline: the NAT host nat-b is stopped",
          fix: `aws ec2 start-instances --region eu-central-1 --instance-ids ${host.id}`,
        },
      ]);
      expect(ended.stdout.split("\n")[0]).toContain(problems[0]!.what);
      expect(workplace.markdown()).toContain(problems[0]!.what);
      expect(ended.stdout).not.toContain("no changes");
      expect(additions).toMatchObject([
        { resource: "nat-instance/aws_security_group.nat", what: "ingress of tcp, port 22 from 0.0.0.0/0" },
      ]);
      expect(policy.violations).toMatchObject([
        { rule: "no-open-ingress", resource: "nat-instance/aws_security_group.nat", byHand: additions },
      ]);
      expectExit(await workplace.plan(), 1);

      await account.startInstance(host.id);
      await account.revoke(group.id, "0.0.0.0/0");
    });

    test("a change that replaces the NAT host and one that breaks a policy are loud, and cannot be applied", async () => {
      const { workplace, environment } = journey();
      await workplace.synthesize({ ...environment, ssh: { ...SSH, allowedCidrs: ["203.0.113.7/32"] } });
      workplace.change("routes", ({ resource }) => {
        resource.aws_vpc_security_group_ingress_rule.from_anywhere = {
          ...resource.aws_vpc_security_group_ingress_rule.nat_from_private,
          referenced_security_group_id: undefined,
          cidr_ipv4: "0.0.0.0/0",
        };
      });
      const ended = await workplace.plan();
      expectExit(ended, 1);

      const { egress, exposure, policy, stacks } = workplace.report();
      expect(egress).toEqual([
        {
          resource: "nat-instance/aws_instance.nat_b",
          what: "the NAT host",
          kind: "replace",
          reason: "key_name cannot be changed in place",
          consequence:
            "the private subnet of eu-central-1b (private-b) is offline for about four minutes, until the new host has " +
            "booted; open connections are lost",
        },
      ]);
      expect(exposure.openings).toEqual([
        "nat-instance/aws_vpc_security_group_ingress_rule.ssh_from_203_0_113_7_32: tcp, port 22 from 203.0.113.7/32",
        "routes/aws_vpc_security_group_ingress_rule.from_anywhere: all protocols, all ports from 0.0.0.0/0",
      ]);
      expect(policy.violations.map(({ rule, resource }) => [rule, resource])).toEqual([
        ["no-open-ingress", "routes/aws_vpc_security_group_ingress_rule.from_anywhere"],
      ]);
      // Interface #1 stays, so the routes are planned for real.
      expect(stacks.map(({ preview }) => preview)).toEqual([undefined, undefined, undefined, undefined]);
      for (const text of [ended.stdout, workplace.markdown()]) {
        expect(text).toMatch(/EGRESS AT RISK|Egress at risk/);
        expect(text).toContain(
          "nat-instance/aws_instance.nat_b, the NAT host, would be replaced: it has to be, because key_name cannot be " +
            "changed in place. The private subnet of eu-central-1b (private-b) is offline",
        );
        expect(text).toContain("no-open-ingress: routes/aws_vpc_security_group_ingress_rule.from_anywhere");
      }

      expect(workplace.saved()).toEqual([]);
      const refused = await workplace.apply();
      expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
      expect(refused.stderr).toMatch(
        /^\S+plan: the plan breaks a policy \(no-open-ingress\), so there is none to apply; plan\.md there says what fixes it; then: ENVIRONMENT=\S+ npm run plan$/,
      );
      // Found by --check, it is a change like any other.
      expectExit(await workplace.plan(["--check"]), 2);
    });

    test("a stack that the environment no longer has is destroyed last, from its state in the bucket, also by another machine", async () => {
      const { workplace, environment } = journey();
      await workplace.synthesize({ ...environment, nat: { kind: "none" } });
      const ended = await workplace.plan();
      expectExit(ended, 0);
      const { stacks, plans } = workplace.report();
      expect(stacks.map(({ stack, isLeft = false }) => [stack, isLeft])).toEqual([
        ["network", false],
        ["private-instances", false],
        ["routes", false],
        ["nat-instance", true],
      ]);
      expect(plans.map(({ stack }) => stack).slice(-2)).toEqual(["routes", "nat-instance"]);
      for (const text of [ended.stdout, workplace.markdown()])
        expect(text).toContain("nat-instance: all that its state holds, 9 resources, last;");

      workplace.asArtefact();
      const applied = await workplace.apply();
      expectExit(applied, 0);
      expect(applied.stdout).toMatch(/^Applied: .*routes, nat-instance$/);
      expectExit(await workplace.plan(["--check"]), 0);
      expect(workplace.report().stacks.map(({ stack }) => stack)).not.toContain("nat-instance");
    });
  });
});

/** A resource's values in a stack's state. */
async function resource(workplace: Workplace, stack: StackName, address: string): Promise<any> {
  const state = JSON.parse((await workplace.terraform(stack, ["show", "-json"])).stdout);
  return state.values.root_module.resources.find((each: any) => each.address === address).values;
}
