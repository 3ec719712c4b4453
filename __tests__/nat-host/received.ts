import { parse } from "yaml";
import { Environment } from "../../lib/config/environment";
import { natHostUserData } from "../../lib/nat-host/user-data";
import { synthesize } from "../support/synthesize";
import { expandTemplate } from "./expand-template";

export const INTERFACE1_MAC = "02:2a:6b:1c:9f:e1";

/** A NAT host's user data: as synthesized, as cloud-init receives it, and what it says. */
export interface Received {
  readonly template: string;
  readonly userData: string;
  readonly config: {
    readonly swap: unknown;
    readonly runcmd: readonly (readonly string[])[];
    readonly write_files: readonly {
      readonly path: string;
      readonly content: string;
    }[];
  };
}

/** What the NAT hosts of an environment receive, by the name of their `aws_instance`. */
export function receivedBy(environment: Environment): Record<string, Received> {
  const instances: Record<string, { user_data: string }> =
    synthesize(environment).json("nat-instance").resource.aws_instance;
  return Object.fromEntries(
    Object.entries(instances).map(([name, { user_data: template }]) => {
      return [
        name,
        received(template, { [`aws_network_interface.${name}_card1.mac_address`]: INTERFACE1_MAC }),
      ];
    }),
  );
}

/** What a host in a VPC of as many ranges as AWS allows receives, with the smallest subnet there is. */
export function receivedInLargestVpc(): Received {
  const vpcCidrs = Array.from({ length: 50 }, (_, index) => `100.${64 + index}.0.0/16`);
  const privateCidr = "100.113.255.240/28";
  return received(natHostUserData({ privateInterfaceMac: INTERFACE1_MAC, vpcCidrs, privateCidr }));
}

function received(template: string, values: Readonly<Record<string, string>> = {}): Received {
  const userData = expandTemplate(template, values);
  return { template, userData, config: parse(userData) };
}

/** A file that a host receives. */
export function fileOf({ config }: Received, path: string): string {
  return config.write_files.find((file) => file.path === path)!.content;
}
