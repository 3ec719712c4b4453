import { describeWith } from "../support/tools";
import { expectHeldLockNamed } from "./held-lock";
import { describeJourney } from "./journey";

describeWith(["terraform", "moto_server"], "with local state", () => {
  describeJourney("local", (journey) => {
    test("a lock that somebody holds is named, with the way out", () => expectHeldLockNamed(journey()));
  });
});
