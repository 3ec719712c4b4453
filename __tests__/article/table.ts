import { STACKS } from "../support/synthesize";
import { ArticleResource, UNSET, differs, resource, same } from "./facts";
import { NAT_INSTANCE } from "./resources/nat-instance";
import { NETWORK } from "./resources/network";
import { PRIVATE_INSTANCES } from "./resources/private-instances";

/** What `terraform apply` makes at commit 716d995 of ppabis/nat-instance. */
export const RESOURCES: readonly ArticleResource[] = [...NETWORK, ...NAT_INSTANCE, ...PRIVATE_INSTANCES];

/** `ami.tf` and `main.tf`. */
export const DATA_AND_PROVIDER: readonly ArticleResource[] = [
  resource(
    "data.aws_ami.amazon-linux-2023",
    ["nat-instance/data.aws_ami.al2023", "private-instances/data.aws_ami.al2023"],
    [
      same({ most_recent: true }),
      differs("image", { owners: UNSET }, { owners: ["amazon"] }),
      differs(
        "image",
        { filter: [{ name: "name", values: ["amzn2-ami-hvm-2.0.2023*-arm64-gp2"] }] },
        {
          filter: [
            { name: "name", values: ["al2023-ami-2023.*-kernel-6.18-arm64"] },
            { name: "architecture", values: ["arm64"] },
            { name: "virtualization-type", values: ["hvm"] },
            { name: "state", values: ["available"] },
          ],
        },
      ),
    ],
  ),
  resource(
    "provider.aws",
    STACKS.map((stack) => `${stack}/provider.aws`),
    [
      same({ region: "eu-central-1" }),
      ...STACKS.map((stack) =>
        differs(
          "names",
          { default_tags: UNSET },
          { default_tags: [{ tags: { Project: "nat-instance", Environment: "article", Stack: stack } }] },
          `${stack}/provider.aws`,
        ),
      ),
    ],
  ),
];

export const ROWS: readonly ArticleResource[] = [...RESOURCES, ...DATA_AND_PROVIDER];
