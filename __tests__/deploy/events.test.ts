import { Progress, eventOf } from "../../lib/deploy/events";

// As terraform 1.11 prints them.
const hook = (type: string, action: string, elapsed_seconds?: number) =>
  JSON.stringify({
    "@level": "info",
    "@module": "terraform.ui",
    type,
    hook: { resource: { addr: "aws_subnet.private_c" }, action, elapsed_seconds },
  });
const planned = (action: string) => JSON.stringify({ type: "planned_change", change: { action } });

function hear(progress: Progress, ...lines: string[]): (string | undefined)[] {
  return lines.map((line) => progress.hear(eventOf(line)!));
}

test("says what is done, of how many: a replacement is two", () => {
  const progress = new Progress("network");
  expect(progress.half).toBeUndefined();
  hear(progress, planned("replace"), planned("update"), planned("read"), planned("noop"));
  expect(hear(progress, hook("apply_start", "delete"), hook("apply_complete", "delete", 2))).toEqual([
    undefined,
    "network: 1 of 3: aws_subnet.private_c destroyed (2 s)",
  ]);
  expect(progress.half).toBe("network: 1 of 3 changes done");
});

test("says what it waits for and since when: soon, and then every minute", () => {
  const progress = new Progress("network");
  const seconds = Array.from({ length: 20 }, (_, index) => 10 * (index + 1));
  const said = seconds.filter(
    (second) => progress.hear(eventOf(hook("apply_progress", "delete", second))!) !== undefined,
  );
  expect(said).toEqual([10, 30, 60, 120, 180]);
  expect(progress.hear(eventOf(hook("apply_progress", "delete", 240))!)).toBe(
    "network: waiting for aws_subnet.private_c to be destroyed, since 240 s",
  );
});

test("reading data changes nothing", () => {
  const progress = new Progress("network");
  expect(hear(progress, hook("apply_complete", "read", 1))).toEqual([undefined]);
});

test("says in the end what is imported and forgotten, of which terraform says nothing on the way", () => {
  const summary = (changes: object) => JSON.stringify({ type: "change_summary", changes });
  const progress = new Progress("routes");
  hear(progress, planned("remove"), planned("remove"));
  const lines = [
    { operation: "plan", import: 3 },
    { operation: "apply", import: 3 },
  ].map(summary);
  expect(hear(progress, ...lines)).toEqual([
    undefined,
    "routes: 3 imported; 2 forgotten, which stay as they are",
  ]);
  expect(progress.half).toBeUndefined();
  expect(hear(new Progress("routes"), summary({ operation: "apply", import: 0 }))).toEqual([undefined]);
});

test("a line that is no event, or of no interest, is none", () => {
  const lines = ["", "There are some problems", '{"type":"version"}', "null"];
  expect(lines.map(eventOf)).toEqual([undefined, undefined, undefined, undefined]);
});
