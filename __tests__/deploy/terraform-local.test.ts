import { describeWith } from "../support/tools";
import { WITHOUT_ROUTES, expectExit } from "../support/workplace";
import { expectHeldLockNamed } from "./held-lock";
import { describeJourney } from "./journey";

describeWith(["terraform", "moto_server"], "with local state", () => {
  describeJourney("local", (journey) => {
    test("a lock that somebody holds is named, with the way out", () => expectHeldLockNamed(journey()));

    test("who may plan may not apply", async () => {
      const { workplace, environment } = journey();
      workplace.only("network");
      workplace.write({ ...environment, policyExceptions: WITHOUT_ROUTES });
      workplace.change("network", ({ resource }) => (resource.aws_vpc.vpc.tags.Name = "renamed"));
      expectExit(await workplace.plan(), 0);
      const refused = await workplace.apply([], { ...workplace.keys.plan });
      expectExit(refused, 1);
      expect(refused.stderr.split("\n").at(-1)).toMatch(
        /^network: AWS refuses it: \w+: User: .*; the credentials' role needs that right; half applied: network: 0 of 1 /,
      );
      // What AWS refused, terraform wrote into the state nevertheless.
      const again = await workplace.apply();
      expectExit(again, 1);
      expect(again.stderr.split("\n").at(-1)).toBe(
        `network: the plan is stale: the state has changed since it was made; plan again: ${workplace.npm("plan")}`,
      );
      expectExit(await workplace.plan(), 0);
      expectExit(await workplace.apply(), 0);
    });
  });
});
