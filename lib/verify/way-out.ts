import { QuestionError, explain } from "../reachability";
import { Topology } from "../topology";

/** Under which address the network's description has an instance reach the internet. */
export type WayOut =
  /** An Elastic IP's, by its place, such as `aws_eip.nat_b` of `nat-instance`; its id is AWS's where the environment gives it. */
  | {
      readonly kind: "elastic-ip";
      readonly stack: string;
      readonly address: string;
      readonly name: string;
      readonly id: string;
    }
  /** None: it does not reach it by IPv4. */
  | { readonly kind: "none"; readonly why: string }
  /** One that the description does not say, such as that of a regional NAT gateway. */
  | { readonly kind: "unknown"; readonly why: string };

/** What `npm run explain -- <name> internet` has the internet see. */
export function wayOutOf(topology: Topology, name: string): WayOut {
  try {
    const { verdict, seenAs, blocker, missing } = explain(topology, { from: name, to: "internet" });
    if (verdict === "not reachable") return { kind: "none", why: `${blocker!.name}: ${blocker!.why}` };
    const elasticIp = topology.elasticIps.find(({ publicIp }) => publicIp === seenAs);
    if (verdict === "reachable" && elasticIp) {
      const { stack, address, name, id } = elasticIp;
      return { kind: "elastic-ip", stack, address, name, id };
    }
    const [first] = missing;
    return {
      kind: "unknown",
      why: first ? `${first.name}: ${first.why}` : "it is no Elastic IP of these stacks",
    };
  } catch (error) {
    if (error instanceof QuestionError) return { kind: "unknown", why: error.message };
    throw error;
  }
}
