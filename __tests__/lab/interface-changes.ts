import { Change, instanceInterfaces, replaced } from "./change";

export const turnACheck: Change = (topology, pick) => {
  const networkInterface = pick(instanceInterfaces(topology));
  return {
    what: `${networkInterface.name}'s check ${networkInterface.sourceDestCheck ? "off" : "on"}`,
    topology: replaced(topology, "networkInterfaces", networkInterface, {
      sourceDestCheck: !networkInterface.sourceDestCheck,
    }),
  };
};

export const changePublicAddress: Change = (topology, pick) => {
  const networkInterface = pick(instanceInterfaces(topology));
  const publicIp =
    networkInterface.publicIp === undefined ? `203.0.113.${pick([200, 201, 202, 203])}` : undefined;
  if (topology.networkInterfaces.some((other) => publicIp !== undefined && other.publicIp === publicIp))
    return undefined;
  return {
    what: `${networkInterface.name} with ${publicIp === undefined ? "no public address" : publicIp}`,
    topology: replaced(topology, "networkInterfaces", networkInterface, { publicIp }),
  };
};

export const changeGroups: Change = (topology, pick) => {
  const networkInterface = pick(topology.networkInterfaces);
  const group = pick(topology.securityGroups);
  const securityGroupIds = pick([
    [],
    [group.id],
    [...new Set([...networkInterface.securityGroupIds, group.id])],
  ]);
  const names = topology.securityGroups
    .filter(({ id }) => securityGroupIds.includes(id))
    .map(({ name }) => name);
  return {
    what: `${networkInterface.name} in groups [${names.join(", ")}]`,
    topology: replaced(topology, "networkInterfaces", networkInterface, { securityGroupIds }),
  };
};

export const detachAnInterface: Change = (topology, pick) => {
  const further = instanceInterfaces(topology).filter(({ deviceIndex }) => deviceIndex !== 0);
  if (further.length === 0) return undefined;
  const networkInterface = pick(further);
  const instance = topology.instances.find(({ id }) => id === networkInterface.instanceId)!;
  const without = replaced(topology, "networkInterfaces", networkInterface, {
    instanceId: undefined,
    deviceIndex: undefined,
  });
  return {
    what: `${networkInterface.name} detached`,
    topology: replaced(without, "instances", instance, {
      networkInterfaceIds: instance.networkInterfaceIds.filter((id) => id !== networkInterface.id),
    }),
  };
};
