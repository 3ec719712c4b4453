import { additionsOf } from "../../lib/checks/added-by-hand";
import { PlannedStack } from "../../lib/checks/planned";
import { Resource } from "../../lib/terraform-json/plan-json";
import { planned } from "./plans";

const REGION = "eu-central-1";

/** What is found, as `resource: what`. */
const found = (stacks: readonly PlannedStack[]) =>
  additionsOf(stacks, REGION).map(({ resource, what }) => `${resource}: ${what}`);

describe("rules of security groups that no stack has", () => {
  const additions = additionsOf(planned("rules-added"), REGION);
  const [nat, own, unused] = ["nat-instance/aws_security_group.nat", "private", "default"].map((name) =>
    additions.filter(({ resource }) => resource.endsWith(name)),
  );

  test("are named with direction, protocol, ports and range, those of the stacks are not", () => {
    expect(nat!.map(({ what }) => what)).toEqual([
      "ingress of tcp, port 22 from 203.0.113.7/32",
      expect.stringMatching(/^ingress of tcp, port 8080 to 8090 from sg-[0-9a-f]+$/),
    ]);
    expect(own!.map(({ what }) => what)).toEqual([
      "ingress of tcp, port 443 from 0.0.0.0/0",
      "egress of udp, port 53 to 198.51.100.0/24",
    ]);
    expect(additions).toHaveLength(5);
  });

  test("come with the command that revokes them, on one line", () => {
    expect(nat![0]!.undo).toMatch(
      /^aws ec2 revoke-security-group-ingress --region eu-central-1 --group-id sg-[0-9a-f]+ --ip-permissions 'IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=\[\{CidrIp=203\.0\.113\.7\/32\}\]'$/,
    );
    expect(own![1]!.undo).toContain("revoke-security-group-egress");
    expect(nat![1]!.undo).toContain("UserIdGroupPairs=[{GroupId=sg-");
  });

  test("are taken away by the plan where the stack says what the group has, as of the emptied default group", () => {
    expect(unused).toMatchObject([{ isUndone: true, argument: "ingress" }]);
    expect(unused![0]!.what).toMatch(/^ingress of all protocols, all ports from sg-[0-9a-f]+$/);
    expect([...nat!, ...own!].map(({ isUndone }) => isUndone)).toEqual([false, false, false, false]);
  });

  test("are none where the stack whose rules they are is left out, and all is not", () => {
    const without = planned("rules-added").filter(({ name }) => name !== "routes");
    expect(additionsOf(without, REGION)).toHaveLength(6);
  });
});

test("routes that no stack has are named with the command that deletes them", () => {
  expect(additionsOf(planned("route-added"), REGION)).toMatchObject([
    {
      resource: "network/aws_route_table.private_b",
      what: expect.stringMatching(/^a route of 198\.51\.100\.0\/24 to igw-[0-9a-f]+$/),
      isUndone: false,
      undo: expect.stringMatching(
        /^aws ec2 delete-route --region eu-central-1 --route-table-id rtb-[0-9a-f]+ --destination-cidr-block 198\.51\.100\.0\/24$/,
      ),
    },
  ]);
});

describe("policies of roles that no stack has", () => {
  const role = (values: object): Resource => resource("aws_iam_role", "a", { name: "nat", ...values });
  const arn = "arn:aws:iam::aws:policy/AdministratorAccess";

  test("are named, be they managed or inline, with the command that takes them away", () => {
    const stacks = stack([role({ managed_policy_arns: [arn], inline_policy: [{ name: "more" }] })]);
    expect(additionsOf(stacks, REGION).map(({ what, undo }) => [what, undo])).toEqual([
      [`the policy ${arn}`, `aws iam detach-role-policy --role-name nat --policy-arn ${arn}`],
      ["the inline policy more", "aws iam delete-role-policy --role-name nat --policy-name more"],
    ]);
  });

  test("are not those that a resource of a stack attaches", () => {
    const attached = resource("aws_iam_role_policy_attachment", "a", { role: "nat", policy_arn: arn });
    const inline = resource("aws_iam_role_policy", "a", { role: "nat", name: "more" });
    const held = role({ managed_policy_arns: [arn], inline_policy: [{ name: "more" }, {}] });
    expect(found([...stack([held]), ...stack([attached, inline], "other")])).toEqual([]);
  });
});

test("what a stack says in blocks of the group itself is not added by hand, and what is beside it is", () => {
  const block = (port: number) => ({
    protocol: "tcp",
    from_port: port,
    to_port: port,
    cidr_blocks: ["10.0.0.0/8"],
  });
  const group = (...ports: number[]) =>
    resource("aws_security_group", "web", { id: "sg-1", ingress: ports.map(block) });
  const [now] = stack([group(443, 22)]);
  const plan = {
    ...now!.plan,
    planned_values: { root_module: { resources: [group(443)] } },
    configuration: {
      root_module: { resources: [{ address: "aws_security_group.web", expressions: { ingress: [{}] } }] },
    },
  };
  expect(additionsOf([{ name: "stack", plan }], REGION)).toMatchObject([
    { what: "ingress of tcp, port 22 from 10.0.0.0/8", isUndone: true },
  ]);
});

function resource(type: string, name: string, values: object): Resource {
  return { address: `${type}.${name}`, mode: "managed", type, name, values: values as Resource["values"] };
}

/** A stack of which a plan changes nothing. */
function stack(resources: readonly Resource[], name = "stack"): PlannedStack[] {
  const root_module = { resources };
  return [{ name, plan: { prior_state: { values: { root_module } }, planned_values: { root_module } } }];
}
