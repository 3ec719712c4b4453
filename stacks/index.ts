import { Annotations, App } from "cdktf";
import { failoverOf, hasNatGateways, natHostsOf } from "../lib/config/nat";
import { WayOut } from "../lib/constructs/ways-out/way-out";
import { BaseStackProps } from "./base-stack";
import { FailoverStack } from "./failover-stack";
import { NatGatewayStack } from "./nat-gateway-stack";
import { NatInstanceStack } from "./nat-instance-stack";
import { ExistingNetworkStack } from "./existing-network-stack";
import { Network } from "./network";
import { NetworkStack } from "./network-stack";
import { PrivateInstancesStack } from "./private-instances-stack";
import { PublishedStack } from "./published-stack";
import { RoutesStack } from "./routes-stack";

/**
 * The stacks of an environment. All need the network; the routes need the ways out and the private instances too; the
 * failover needs the ways out and the routes too; the load balancer needs the private instances too.
 */
export function addStacks(app: App, props: BaseStackProps): void {
  const { environment } = props;
  const existing = environment.network;
  const network: Network = existing
    ? new ExistingNetworkStack(app, { ...props, existing })
    : new NetworkStack(app, props);
  const hosts = natHostsOf(environment.nat);
  const natInstances = hosts && new NatInstanceStack(app, { ...props, network, hosts });
  const natGateways = hasNatGateways(environment)
    ? new NatGatewayStack(app, { ...props, network })
    : undefined;
  const privateInstances = new PrivateInstancesStack(app, { ...props, network });
  const [used, standby] =
    environment.nat.kind === "instance" ? [natInstances, natGateways] : [natGateways, natInstances];
  const waysOut = [used?.wayOut, network.ipv6WayOut].filter(
    (wayOut): wayOut is WayOut => wayOut !== undefined,
  );
  const routes = new RoutesStack(app, {
    ...props,
    network,
    privateInstances,
    waysOut,
    standby: standby?.wayOut,
  });
  const how = failoverOf(environment.nat);
  const failover =
    natInstances && how !== "off"
      ? new FailoverStack(app, {
          ...props,
          network,
          natInstances,
          natGateways: how === "standby" ? natGateways : undefined,
        })
      : undefined;
  // It moves the routes, which have to be there.
  failover?.addDependency(routes);
  const published =
    environment.publish.length > 0
      ? new PublishedStack(app, { ...props, network, privateInstances })
      : undefined;
  // What names an existing network's ids refers to no value of its stack, and has to wait for its checks all the same.
  if (existing) {
    [natInstances, natGateways, privateInstances, routes, failover, published].forEach((stack) =>
      stack?.addDependency(network),
    );
  }
  environment.warnings.forEach((warning) => Annotations.of(network).addWarning(warning));
}
