import { Emulator } from "../../lib/emulator/emulator";
import { deploy } from "../roll/rolled";
import { Key, createUser, enforcePermissions, permissions } from "../support/roles";
import { describeWith } from "../support/tools";
import { SMALL, Workplace } from "../support/workplace";

const MINUTES = 60_000;
const NAMES = { bucket: "states", environment: "office" };

/** The stacks before it have alarms, of whose requests the emulator does not know which action they are. */
describeWith(
  ["terraform", "moto_server"],
  "the failover's stack, by nobody with more rights than docs/iam gives",
  () => {
    jest.setTimeout(10 * MINUTES);
    let workplace: Workplace;
    let keys: { plan: Key; deploy: Key };
    beforeAll(async () => {
      const emulator = await Emulator.start();
      workplace = Workplace.at(emulator);
      const provider = await deploy(workplace, {
        ...SMALL,
        gatewayEndpoints: [],
        zones: ["eu-central-1a", "eu-central-1b"],
        nat: { placement: "per-zone", failover: "other-zone" },
        monitoring: "heartbeat",
      });
      // It has keys of its own.
      provider.stop();
      workplace.variables = {};
      await workplace.terraform("failover", ["init", "-input=false"]);
      keys = {
        plan: await createUser(emulator, "plan", permissions("plan", NAMES)),
        deploy: await createUser(emulator, "deploy", permissions("deploy", NAMES)),
      };
      await enforcePermissions(emulator);
    });
    afterAll(async () => {
      await workplace?.emulator.stop();
      workplace?.remove();
    });

    function terraform(who: "plan" | "deploy", ...args: string[]) {
      workplace.keys = { deploy: keys[who] };
      return workplace.terraform("failover", [...args, "-input=false", "-no-color"], { reject: false });
    }

    test("who may plan plans it", async () => {
      const { stdout, stderr } = await terraform("plan", "plan");
      expect([stderr, stdout]).toEqual(["", expect.stringContaining("No changes.")]);
    });

    test("who may plan may not destroy it, and who may deploy may", async () => {
      expect(
        (await terraform("plan", "destroy", "-auto-approve", "-target=aws_ssm_parameter.private_a")).stderr,
      ).toMatch(/StatusCode: 403/);
      const { stdout, stderr } = await terraform("deploy", "destroy", "-auto-approve");
      expect([stderr, stdout]).toEqual(["", expect.stringContaining("Destroy complete!")]);
    });

    test("who may deploy makes it, and changes it", async () => {
      const made = await terraform("deploy", "apply", "-auto-approve");
      expect([made.stderr, made.stdout]).toEqual(["", expect.stringContaining("Apply complete!")]);
      workplace.change("failover", ({ resource }) => {
        resource.aws_cloudwatch_event_rule.nat_b_lost.description = "changed";
        resource.aws_cloudwatch_event_target.nat_b_lost.input = "{}";
        resource.aws_ssm_parameter.private_a.description = "changed";
        resource.aws_iam_role_policy.failover_start.policy = JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "states:StartExecution", Resource: "arn:aws:states:::x" }],
        });
      });
      const changed = await terraform("deploy", "apply", "-auto-approve");
      expect([changed.stderr, changed.stdout]).toEqual(["", expect.stringContaining("4 changed")]);
    });
  },
);
