import { Kind, PlannedChange } from "../../lib/deploy/changes";
import { egressWarnings } from "../../lib/checks/egress";
import { exposureOf } from "../../lib/checks/exposure";
import { priceLine, totals } from "../../lib/deploy/in-words";
import { toMarkdown } from "../../lib/deploy/markdown";
import { Report } from "../../lib/deploy/report";
import { toText } from "../../lib/deploy/text";
import { Action, ResourceChange } from "../../lib/terraform-json/plan-json";

function change(address: string, kind: Kind, values: Partial<PlannedChange> = {}): PlannedChange {
  return { address, kind, attributes: [], ...values };
}

function report(changes: PlannedChange[], values: Partial<Report> = {}): Report {
  return {
    environment: "office",
    stacks: [{ stack: "network", changes, outputs: [], drift: [] }],
    hasChanges: changes.length > 0,
    order: { steps: [], stuck: [] },
    egress: [],
    exposure: { openings: [], publicAddresses: [] },
    price: { before: 1, after: 1, difference: 0 },
    policy: { violations: [], excused: [], idle: [] },
    ...values,
  };
}

describe("egress is at risk", () => {
  test.each<[string, Kind]>([
    ["aws_instance.nat_b", "replace"],
    ["aws_instance.nat_b", "destroy"],
    ["aws_eip.nat_c", "destroy"],
    ["aws_network_interface.nat_b_card1", "replace"],
    ["aws_route.private_b_default", "destroy"],
  ])("by %s, to %s", (address, kind) => {
    const [warning] = egressWarnings("nat-instance", [change(address, kind, { reason: "was asked for" })]);
    expect(warning).toMatchObject({ resource: `nat-instance/${address}`, kind, reason: "was asked for" });
  });

  test.each<[string, Kind]>([
    ["aws_instance.nat_b", "update"],
    ["aws_eip.nat_b", "update"],
    ["aws_eip.nat_b", "create"],
    ["aws_instance.private_0", "replace"],
    ["aws_network_interface.native", "destroy"],
    ["aws_network_interface_attachment.nat_b", "replace"],
    ["aws_route.public_default", "destroy"],
  ])("and not by %s, to %s", (address, kind) => {
    expect(egressWarnings("nat-instance", [change(address, kind)])).toEqual([]);
  });
});

describe("what is opened", () => {
  const planned = (type: string, actions: Action[], before: object | null, after: object | null) => {
    const resource: ResourceChange = {
      address: `${type}.x`,
      mode: "managed",
      type,
      name: "x",
      change: { actions, before, after },
    };
    return exposureOf([{ name: "web", plan: { resource_changes: [resource] } }]);
  };
  const https = { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "203.0.113.0/24" };

  test("is a new rule, and one that is wider than before", () => {
    const type = "aws_vpc_security_group_ingress_rule";
    const line = "web/aws_vpc_security_group_ingress_rule.x: tcp, port 443 from 203.0.113.0/24";
    expect(planned(type, ["create"], null, https).openings).toEqual([line]);
    expect(planned(type, ["update"], { ...https, cidr_ipv4: "203.0.113.7/32" }, https).openings).toEqual([
      line,
    ]);
    expect(planned(type, ["update"], { ...https, description: "a" }, https).openings).toEqual([]);
    expect(planned(type, ["delete"], https, null).openings).toEqual([]);
  });

  test("is a block of a group that was not there", () => {
    const block = { protocol: "udp", from_port: 1, to_port: 9, cidr_blocks: ["10.0.0.0/8"], self: false };
    const { openings } = planned("aws_security_group", ["update"], { ingress: [] }, { ingress: [block] });
    expect(openings).toEqual(["web/aws_security_group.x: udp, port 1 to 9 from 10.0.0.0/8"]);
  });

  test("is nothing of what goes out", () => {
    expect(planned("aws_vpc_security_group_egress_rule", ["create"], null, https).openings).toEqual([]);
  });

  test("and where public addresses appear", () => {
    const of = (...args: Parameters<typeof planned>) => planned(...args).publicAddresses;
    const launch = (on: boolean) => ({ map_public_ip_on_launch: on });
    const given = (on: boolean) => ({ associate_public_ip_address: on });
    expect(of("aws_eip", ["create"], null, {})).toEqual(["web/aws_eip.x: an Elastic IP that AWS chooses"]);
    expect(of("aws_eip", ["update"], {}, {})).toEqual([]);
    expect(of("aws_subnet", ["update"], launch(false), launch(true))).toHaveLength(1);
    expect(of("aws_subnet", ["update"], launch(true), launch(true))).toEqual([]);
    expect(of("aws_instance", ["delete", "create"], given(true), given(true))).toHaveLength(1);
    expect(of("aws_instance", ["create"], null, given(false))).toEqual([]);
  });
});

describe("in words", () => {
  test("the totals", () => {
    expect(totals(report([]))).toBe("no changes");
    expect(totals(report([], { hasChanges: true }))).toBe("outputs change, no resources");
    const changes = [change("a.a", "create"), change("a.b", "create"), change("a.c", "replace")];
    expect(totals(report(changes))).toBe("2 to create, 0 to update, 1 to replace, 0 to destroy");
  });

  test.each([
    [10, 12.5, "$2.50 more a month ($10.00 → $12.50 a month, before traffic)"],
    [12.5, 10, "$2.50 less a month ($12.50 → $10.00 a month, before traffic)"],
    [10, 10.001, "the monthly price stays at $10.00, before traffic"],
  ])("the price from %d to %d", (before, after, line) => {
    expect(priceLine({ before, after, difference: after - before })).toBe(line);
  });

  test("a price that is not known is said and hinders nothing", () => {
    const text = toText(report([], { price: { unknown: "There are no prices for eu-west-9" } }));
    expect(text).toContain("the monthly price is not known: There are no prices for eu-west-9");
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
