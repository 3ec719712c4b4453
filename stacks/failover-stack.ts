import { Construct } from "constructs";
import { accountPrefix } from "../lib/config/environment";
import { failoverRecordsPath } from "../lib/config/failover";
import { natZoneFor, natZones } from "../lib/config/nat";
import { Failover, FailoverHost, FailoverTable, OtherWay } from "../lib/constructs/failover/failover";
import { BaseStack, BaseStackProps } from "./base-stack";
import { NatGatewayStack } from "./nat-gateway-stack";
import { NatInstanceStack } from "./nat-instance-stack";
import { Network } from "./network";

export interface FailoverStackProps extends BaseStackProps {
  readonly network: Network;
  readonly natInstances: NatInstanceStack;

  /**
   * What takes over.
   *
   * @default - another zone's host
   */
  readonly natGateways?: NatGatewayStack;
}

/**
 * Makes what leads the private default routes to another zone's NAT host, or the standing-by NAT gateway, while their host
 * is lost: a state machine, and the events that start it. Free but for what takes over.
 */
export class FailoverStack extends BaseStack {
  constructor(scope: Construct, props: FailoverStackProps) {
    super(scope, "failover", props);
    const { environment } = props;
    new Failover(this, "Failover", {
      name: `${accountPrefix(environment)}-nat`,
      region: environment.region,
      hosts: hostsOf(props),
      tables: tablesOf(props),
      recordsPath: failoverRecordsPath(environment),
      topicArn: props.natInstances.alarmTopicArn,
    });
  }
}

function hostsOf({ environment, natInstances, natGateways }: FailoverStackProps): FailoverHost[] {
  const { wayOut } = natInstances;
  const instanceIds = wayOut.byZone(({ instance }) => instance.id);
  const interfaceIds = wayOut.byZone(({ privateInterface }) => privateInterface.id);
  const hosts = natZones(environment).map(({ name: zone, letter }) => ({
    name: hostName(letter),
    letter,
    instanceId: instanceIds[zone]!,
    networkInterfaceId: interfaceIds[zone]!,
    alarm: `${accountPrefix(environment)}-nat-${letter}-heartbeat`,
  }));
  const gateways = natGateways && natZones(environment).map((zone) => gatewayFor(natGateways, zone));
  return hosts.map((host, index) => ({
    ...host,
    others: gateways
      ? [gateways[index]!]
      : [...hosts.slice(index + 1), ...hosts.slice(0, index)].map(asOther),
  }));
}

function asOther({ name, networkInterfaceId, instanceId, alarm }: Omit<FailoverHost, "others">): OtherWay {
  return { name, networkInterfaceId, instanceId, alarm };
}

function gatewayFor(
  { wayOut }: NatGatewayStack,
  { name, letter }: { name: string; letter: string },
): OtherWay {
  const [route] = wayOut.routes(name).flatMap((each) => ("natGatewayId" in each ? [each.natGatewayId] : []));
  return { name: `nat-gateway-${letter}`, natGatewayId: route! };
}

/** Those whose default routes are ours to lead: of an existing network when they are taken over. */
function tablesOf({ environment, network }: FailoverStackProps): FailoverTable[] {
  if (environment.network && (!environment.network.takeOver || environment.network.leave)) return [];
  return network.zones.flatMap(({ zone, privateRouteTables }) =>
    privateRouteTables.map(({ name, id }) => ({
      name,
      routeTableId: id,
      home: hostName(natZoneFor(environment, zone).letter),
    })),
  );
}

function hostName(letter: string): string {
  return `nat-${letter}`;
}
