import { StackName, Synthesized } from "../support/synthesize";

/** The stacks' JSON by their names. */
export type Stacks = Record<StackName, any>;

/** A resource or a data source of one of the stacks. */
interface Element {
  readonly stack: StackName;
  /** `aws_instance`, or `data.aws_ami`. */
  readonly type: string;
  readonly name: string;
  readonly config: any;
}

/** What no environment may synthesize, each with a test of whether an element does it. */
export const FORBIDDEN: Record<string, (element: Element) => boolean> = {
  "the whole internet let in": ({ type, config }) => {
    if (type === "aws_vpc_security_group_ingress_rule") return namesEverywhere(config);
    if (type === "aws_security_group_rule") return config.type === "ingress" && namesEverywhere(config);
    return type.endsWith("security_group") && namesEverywhere(config.ingress);
  },

  "a public address in the private tier": ({ stack, type, name, config }) => {
    if (type === "aws_subnet") return isPrivate(name) && config.map_public_ip_on_launch !== false;
    if (type === "aws_eip") return stack !== "nat-instance" && stack !== "nat-gateway";
    return type === "aws_instance" && isPrivate(name) && Boolean(config.associate_public_ip_address);
  },

  "the private tier in a public subnet": ({ type, name, config }) => {
    const isMember = (type === "aws_instance" && isPrivate(name)) || type === "aws_network_interface";
    return isMember && !isPrivate(config.subnet_id);
  },

  "a way past the NAT host out of a private subnet": ({ type, config }) => {
    if (type === "aws_route") return "gateway_id" in config && isPrivate(config.route_table_id);
    const isAssociation = type === "aws_route_table_association";
    return isAssociation && isPrivate(config.subnet_id) && !isPrivate(config.route_table_id);
  },

  IMDSv1: ({ type, config }) => isMachine(type) && config.metadata_options?.http_tokens !== "required",

  "an unencrypted disk": ({ type, config }) => {
    if (type === "aws_ebs_volume") return config.encrypted !== true;
    const disks = [config.root_block_device ?? {}, config.ebs_block_device ?? []].flat();
    return type === "aws_instance" && disks.some(({ encrypted }) => encrypted !== true);
  },

  "the newest image of just anyone": ({ type, config }) =>
    type === "data.aws_ami" && !(config.owners?.length > 0),

  "a source/destination check off, but on a NAT host's interface #1": ({ type, name, config }) =>
    config.source_dest_check === false &&
    !(type === "aws_network_interface" && /^nat_[a-z]_card1$/.test(name)),

  "an Elastic IP by an instance's id": ({ type, config }) =>
    (type === "aws_eip" && "instance" in config) ||
    (type === "aws_eip_association" && "instance_id" in config),

  "a network interface named in the instance itself": ({ type, config }) =>
    type === "aws_instance" && ("network_interface" in config || "primary_network_interface" in config),
};

/** What of the forbidden is in the stacks, as `what: stack address`. */
export function violations(stacks: Stacks): string[] {
  const all = (Object.keys(stacks) as StackName[]).flatMap((stack) => elements(stack, stacks[stack]));
  return Object.entries(FORBIDDEN).flatMap(([what, does]) =>
    all.filter(does).map(({ stack, type, name }) => `${what}: ${stack} ${type}.${name}`),
  );
}

export function stacksOf({ json, stacks }: Synthesized): Stacks {
  return Object.fromEntries(stacks.map((stack) => [stack, json(stack)])) as Stacks;
}

function elements(stack: StackName, { resource = {}, data = {} }: any): Element[] {
  const of = (prefix: string, types: Record<string, Record<string, any>>) =>
    Object.entries(types).flatMap(([type, named]) =>
      Object.entries(named).map(([name, config]) => ({ stack, type: prefix + type, name, config })),
    );
  return [...of("", resource), ...of("data.", data)];
}

/** Whether a range of no fixed bits stands anywhere in a rule. */
function namesEverywhere(rule: unknown): boolean {
  return /"[^"]*\/0"/.test(JSON.stringify(rule) ?? "");
}

/** Whether a resource's name or a reference to one is the private tier's. */
function isPrivate(name: string): boolean {
  return /\bprivate_/.test(name);
}

function isMachine(type: string): boolean {
  return type === "aws_instance" || type === "aws_launch_template";
}
