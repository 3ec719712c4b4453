import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ReadOptions, Topology, readTopology } from "../../lib/topology";

const folders: string[] = [];
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Files in a folder named `web` that is removed after the test file; what is no text is written as JSON. */
export function written(files: Readonly<Record<string, unknown>>): string {
  const parent = mkdtempSync(join(tmpdir(), "nat-instance-topology-"));
  folders.push(parent);
  const folder = join(parent, "web");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

/** The network that one file of Terraform JSON describes; its stack is `web`. */
export function topologyOf(content: object): Topology {
  return readTopology(written({ "main.tf.json": content }));
}

/** The network of stacks as cdktf writes them, each with its state in a file beside its folder. */
export function topologyOfStacks(stacks: Readonly<Record<string, object>>, options?: ReadOptions): Topology {
  return readTopology(written(cdktfOut(stacks)), options);
}

export function cdktfOut(stacks: Readonly<Record<string, object>>): Record<string, unknown> {
  const names = Object.keys(stacks);
  return {
    "manifest.json": {
      stacks: Object.fromEntries(names.map((name) => [name, { name, workingDirectory: `stacks/${name}` }])),
    },
    ...Object.fromEntries(names.map((name) => [`stacks/${name}/cdk.tf.json`, stacks[name]])),
  };
}

/** A VPC, `10.0.0.0/16`, with one subnet, `10.0.1.0/24`, and what else the resources say. */
export function withSubnet(resources: Readonly<Record<string, object>>): {
  resource: Record<string, object>;
} {
  return {
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
      ...resources,
    },
  };
}
