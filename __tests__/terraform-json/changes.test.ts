import { changedOutputs, changesOf, hasChanges, driftOf } from "../../lib/terraform-json/changes";
import { describeWith } from "../support/tools";
import { Builtin } from "../deploy/builtin";

describeWith(["terraform"], "what a plan changes", () => {
  jest.setTimeout(60_000);
  let terraform: Builtin;
  beforeEach(() => (terraform = new Builtin()));
  afterEach(() => terraform.remove());

  const resources = (named: object) => ({ resource: { terraform_data: named } });
  const one = (values: object) => resources({ one: values });

  test("is nothing when nothing changes", async () => {
    await terraform.apply(one({ input: 1 }));
    const plan = await terraform.plan(one({ input: 1 }));
    expect([changesOf(plan), changedOutputs(plan), hasChanges(plan)]).toEqual([[], [], false]);
  });

  test("is an update, with the attributes that differ and those that only AWS will know", async () => {
    await terraform.apply(one({ input: "old" }));
    const plan = await terraform.plan(one({ input: "new" }));
    expect(changesOf(plan)).toEqual([
      {
        address: "terraform_data.one",
        kind: "update",
        reason: undefined,
        attributes: [
          { name: "input", before: '"old"', after: '"new"', forcesReplacement: false },
          { name: "output", before: '"old"', after: "(known after apply)", forcesReplacement: false },
        ],
      },
    ]);
  });

  test("is a replacement, with what forces it", async () => {
    await terraform.apply(one({ triggers_replace: "a" }));
    const [change] = changesOf(await terraform.plan(one({ triggers_replace: "b" })));
    expect(change).toMatchObject({
      kind: "replace",
      reason: "triggers_replace cannot be changed in place",
      attributes: [{ name: "triggers_replace", before: '"a"', after: '"b"', forcesReplacement: true }],
    });
  });

  test("is a replacement of what an earlier apply left half-made", async () => {
    const fails = { provisioner: [{ "local-exec": { command: "false" } }] };
    await terraform.apply(one(fails));
    const [change] = changesOf(await terraform.plan(one({})));
    expect(change).toMatchObject({
      kind: "replace",
      reason: "is tainted: an apply failed half-way, or somebody marked it",
    });
  });

  test("is a replacement that was asked for", async () => {
    await terraform.apply(one({}));
    const [change] = changesOf(await terraform.plan(one({}), "-replace=terraform_data.one"));
    expect(change).toMatchObject({ kind: "replace", reason: "was asked for" });
  });

  test("is a destruction of what is no longer in the stack", async () => {
    await terraform.apply(resources({ one: {}, two: {} }));
    expect(changesOf(await terraform.plan(one({})))).toEqual([
      {
        address: "terraform_data.two",
        kind: "destroy",
        reason: "is no longer in the stack",
        attributes: [],
      },
    ]);
  });

  const imported = { import: [{ to: "terraform_data.one", id: "there" }] };

  test("is an import of what is there, as it is or with what changes at once", async () => {
    const plan = await terraform.plan({ ...one({}), ...imported });
    expect(changesOf(plan)).toEqual([
      { address: "terraform_data.one", kind: "import", reason: undefined, attributes: [] },
    ]);
    expect(hasChanges(plan)).toBe(true);
    const [changed] = changesOf(await terraform.plan({ ...one({ input: 1 }), ...imported }));
    expect(changed).toMatchObject({ kind: "update", isImported: true });
    await terraform.apply({ ...one({}), ...imported });
    expect(changesOf(await terraform.plan({ ...one({}), ...imported }))).toEqual([]);
  });

  test("is what terraform forgets, and does not destroy", async () => {
    await terraform.apply(one({}));
    const removed = [{ from: "terraform_data.one", lifecycle: { destroy: false } }];
    const plan = await terraform.plan({ removed });
    expect(changesOf(plan)).toEqual([
      { address: "terraform_data.one", kind: "forget", reason: "stays as it is", attributes: [] },
    ]);
    expect(hasChanges(plan)).toBe(true);
  });

  test("is also an output alone", async () => {
    await terraform.apply({ ...one({}), output: { same: { value: 1 }, other: { value: 1 } } });
    const plan = await terraform.plan({ ...one({}), output: { same: { value: 1 }, other: { value: 2 } } });
    expect([changesOf(plan), changedOutputs(plan), hasChanges(plan)]).toEqual([[], ["other"], true]);
  });

  test("does not show what is sensitive, nor long values whole", async () => {
    const sensitive = { value: '${sensitive("secret")}' };
    await terraform.apply(one({ input: '${sensitive("a")}' }));
    const [hidden] = changesOf(await terraform.plan(one({ input: sensitive.value })));
    expect(hidden!.attributes[0]).toMatchObject({ before: "(sensitive)", after: "(sensitive)" });
    expect(JSON.stringify(hidden)).not.toContain("secret");
    const [long] = changesOf(await terraform.plan(one({ input: "x".repeat(1000) })));
    expect(long!.attributes[0]!.after).toHaveLength(80);
  });

  test("what was changed behind terraform's back and stays is no drift", async () => {
    await terraform.apply(one({ input: 1 }));
    expect(driftOf(await terraform.plan(one({ input: 2 })))).toEqual([]);
  });
});
