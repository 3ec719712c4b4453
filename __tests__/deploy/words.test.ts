import { Kind, PlannedChange } from "../../lib/terraform-json/changes";
import {
  additionLine,
  changeLines,
  priceLine,
  totals,
  violationLine,
  warningLine,
} from "../../lib/deploy/in-words";
import { toMarkdown } from "../../lib/deploy/markdown";
import { Report } from "../../lib/deploy/report";
import { toText } from "../../lib/deploy/text";

function change(address: string, kind: Kind, values: Partial<PlannedChange> = {}): PlannedChange {
  return { address, kind, attributes: [], ...values };
}

function report(changes: PlannedChange[], values: Partial<Report> = {}): Report {
  return {
    environment: "office",
    stacks: [{ stack: "network", changes, outputs: [], drift: [] }],
    problems: [],
    hasChanges: changes.length > 0,
    hasDrift: false,
    order: { steps: [], stuck: [] },
    ...{ egress: [], losses: [], additions: [] },
    exposure: { openings: [], publicAddresses: [] },
    ...{ addresses: [], failovers: [], takenRoutes: [] },
    price: { before: 1, after: 1, difference: 0 },
    policy: { violations: [], excused: [], idle: [] },
    ...values,
  };
}

describe("in words", () => {
  test("the totals", () => {
    expect(totals(report([]))).toBe("no changes");
    expect(totals(report([], { hasDrift: true }))).toBe(
      "nothing that terraform would change, but not all is well",
    );
    expect(totals(report([], { hasChanges: true }))).toBe("outputs change, no resources");
    const changes = [change("a.a", "create"), change("a.b", "create"), change("a.c", "replace")];
    expect(totals(report(changes))).toBe("2 to create, 0 to update, 1 to replace, 0 to destroy");
    const others = [change("a.d", "import"), change("a.e", "forget")];
    expect(totals(report([...changes, ...others]))).toBe(
      "2 to create, 0 to update, 1 to replace, 0 to destroy, 1 to import, 1 to forget",
    );
  });

  test.each([
    [10, 12.5, "$2.50 more a month ($10.00 → $12.50 a month, before traffic)"],
    [24.364, 16.4452, "$7.91 less a month ($24.36 → $16.45 a month, before traffic)"],
    [12.5, 10, "$2.50 less a month ($12.50 → $10.00 a month, before traffic)"],
    [10, 10.001, "the monthly price stays at $10.00, before traffic"],
  ])("the price from %d to %d", (before, after, line) => {
    expect(priceLine({ before, after, difference: after - before })).toBe(line);
  });

  test("imports and what is forgotten, in columns that other plans do not have", () => {
    const told = report([
      change("a.a", "import"),
      change("a.b", "update", { isImported: true }),
      change("a.c", "forget", { reason: "stays as it is" }),
    ]);
    const [text, markdown] = [toText(told), toMarkdown(told)];
    expect(text).toContain("  imported   a.a");
    expect(text).toContain("  changed    a.b (is imported)");
    expect(text).toContain("  forgotten  a.c (stays as it is)");
    expect(text).toMatch(/stack +│ create │ update │ replace │ destroy │ import │ forget/);
    expect(markdown).toContain("| stack | create | update | replace | destroy | import | forget |");
    expect(markdown).toContain("| network | 0 | 1 | 0 | 0 | 1 | 1 |");
    expect(markdown).toContain("- **imported** `a.a`");
    expect(toText(report([change("a.a", "create")]))).not.toMatch(/import|forget/);
  });

  test("a price that is not known is said and hinders nothing", () => {
    const text = toText(report([], { price: { unknown: "There are no prices for eu-west-9" } }));
    expect(text).toContain("the monthly price is not known: There are no prices for eu-west-9");
  });
});

describe("what is wrong is said", () => {
  const risk = {
    resource: "nat-instance/aws_instance.nat_b",
    what: "the NAT host",
    kind: "replace" as const,
    reason: "user_data cannot be changed in place",
    consequence: "the private subnet of eu-central-1b (private-b) is offline for about four minutes",
  };
  const addition = {
    resource: "nat-instance/aws_security_group.nat",
    what: "ingress of tcp, port 22 from 0.0.0.0/0",
    isUndone: false,
    undo: "aws ec2 revoke-security-group-ingress --group-id sg-1",
    argument: "ingress",
  };
  const breach = {
    rule: "no-open-ingress" as const,
    resource: addition.resource,
    reason: "anyone on the internet could connect",
    fix: "name the ranges",
    byHand: [],
  };

  test("with why and what follows", () => {
    expect(warningLine(risk)).toBe(
      "nat-instance/aws_instance.nat_b, the NAT host, would be replaced: it has to be, because user_data cannot be " +
        "changed in place. The private subnet of eu-central-1b (private-b) is offline for about four minutes.",
    );
    expect(warningLine({ ...risk, kind: "destroy", reason: "was asked for" })).toContain(
      "would be destroyed: it was asked for. ",
    );
    expect(warningLine({ ...risk, kind: "update", reason: "source_dest_check false → true" })).toContain(
      "would be changed: source_dest_check false → true. ",
    );
  });

  test("of what was added by hand, with the command that takes it away", () => {
    expect(additionLine(addition)).toBe(
      `${addition.resource}: ${addition.what}, added by hand: no stack has it, and applying leaves it; take it away: ` +
        addition.undo,
    );
    expect(additionLine({ ...addition, isUndone: true })).toBe(
      `${addition.resource}: ${addition.what}, added by hand; applying takes it away, or at once: ${addition.undo}`,
    );
  });

  test("of a broken policy, and who broke it", () => {
    expect(violationLine(breach)).toBe(
      `no-open-ingress: ${addition.resource}: anyone on the internet could connect; name the ranges`,
    );
    expect(violationLine({ ...breach, byHand: [addition] })).toBe(
      `no-open-ingress: ${addition.resource}: anyone on the internet could connect; ${addition.what}, added by hand; ` +
        `take it away: ${addition.undo}`,
    );
  });

  test("alike in a terminal and in a pull request, and what is broken now before all else", () => {
    const whole = report([], {
      problems: [{ what: "the private subnet is offline: the NAT host nat-b is stopped", fix: "start it" }],
      hasDrift: true,
      egress: [risk],
      losses: [{ ...risk, resource: "private-instances/aws_instance.private_0" }],
      unread: "nat-instance: aws_instance.nat_b: has count",
      additions: [addition],
      policy: { violations: [breach], excused: [], idle: [] },
    });
    const [text, markdown] = [toText(whole), toMarkdown(whole)];
    expect(text.split("\n")[0]).toBe(
      "!!! NOW: the private subnet is offline: the NAT host nat-b is stopped; to fix it: start it",
    );
    expect(markdown).toMatch(
      /^> \[!CAUTION\]\n> \*\*Broken now\*\*\n>\n> - `the private subnet is offline: the NAT host nat-b is stopped; to fix/,
    );
    for (const line of [
      warningLine(risk),
      warningLine(whole.losses[0]!),
      additionLine(addition),
      violationLine(breach),
      "whether the private subnets are online, and stay so, is not known: nat-instance: aws_instance.nat_b: has count",
      "not all is well",
    ]) {
      expect(text).toContain(line);
      expect(markdown).toContain(line);
    }
    expect(text + markdown).not.toContain("no changes");
  });
});

describe("changes that are alike", () => {
  const tag = { name: "tags.Owner", before: "null", after: '"ops"', forcesReplacement: false };
  const tagged = ["a.a", "a.b", "a.c"].map((address) => change(address, "update", { attributes: [tag] }));

  test("are one line from three on", () => {
    const other = change("a.d", "update", { attributes: [{ ...tag, after: '"dev"' }] });
    expect(changeLines([...tagged, other])).toEqual([
      '3 resources: tags.Owner null → "ops" (a.a, a.b, a.c)',
      'a.d: tags.Owner null → "dev"',
    ]);
    expect(changeLines(tagged.slice(1))).toHaveLength(2);
  });

  test("are a line each where they are created, replaced or destroyed", () => {
    const made = ["a.a", "a.b", "a.c"].map((address) => change(address, "create"));
    expect(changeLines(made)).toEqual(["a.a", "a.b", "a.c"]);
  });

  test("and none has nothing behind it", () => {
    expect(changeLines([change("a.a", "update")])).toEqual([
      "a.a: only how terraform writes it down, nothing in AWS",
    ]);
  });
});

describe("the Markdown", () => {
  test("takes nothing of a value for Markdown, HTML or a person", () => {
    const attributes = [
      { name: "tags", before: '"`a` @octocat </details>"', after: '"<b>``|"', forcesReplacement: false },
    ];
    const text = toMarkdown(report([change("aws_vpc.vpc", "update", { attributes })]));
    const line = text.split("\n").find((each) => each.includes("octocat"))!;
    expect(line).toBe('- **changed** ``` aws_vpc.vpc: tags "`a` @octocat </details>" → "<b>``|" ```');
  });

  test("keeps to what a comment may hold, and then says that something is missing", () => {
    const changes = Array.from({ length: 3000 }, (_, index) => change(`aws_route.number_${index}`, "create"));
    const text = toMarkdown(report(changes));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("3000 to create");
    expect(text).toContain("too long for a comment");
  });
});
