import { Annotations, App } from "cdktf";
import { BaseStackProps } from "./base-stack";
import { NatInstanceStack } from "./nat-instance-stack";
import { NetworkStack } from "./network-stack";
import { PrivateInstancesStack } from "./private-instances-stack";
import { RoutesStack } from "./routes-stack";

/** The four stacks. The NAT host and the private instances need the network alone; the routes need all three. */
export function addStacks(app: App, props: BaseStackProps): void {
  const network = new NetworkStack(app, props);
  const { wayOut } = new NatInstanceStack(app, { ...props, network });
  const privateInstances = new PrivateInstancesStack(app, { ...props, network });
  new RoutesStack(app, { ...props, network, wayOut, privateInstances });
  props.environment.warnings.forEach((warning) => Annotations.of(network).addWarning(warning));
}
