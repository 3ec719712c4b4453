import { Change, instanceCards, replaced } from "./change";

export const turnACheck: Change = (topology, pick) => {
  const card = pick(instanceCards(topology));
  return {
    what: `${card.name}'s check ${card.sourceDestCheck ? "off" : "on"}`,
    topology: replaced(topology, "networkInterfaces", card, { sourceDestCheck: !card.sourceDestCheck }),
  };
};

export const changePublicAddress: Change = (topology, pick) => {
  const card = pick(instanceCards(topology));
  const publicIp = card.publicIp === undefined ? `203.0.113.${pick([200, 201, 202, 203])}` : undefined;
  if (topology.networkInterfaces.some((other) => publicIp !== undefined && other.publicIp === publicIp))
    return undefined;
  return {
    what: `${card.name} with ${publicIp === undefined ? "no public address" : publicIp}`,
    topology: replaced(topology, "networkInterfaces", card, { publicIp }),
  };
};

export const changeGroups: Change = (topology, pick) => {
  const card = pick(topology.networkInterfaces);
  const group = pick(topology.securityGroups);
  const securityGroupIds = pick([[], [group.id], [...new Set([...card.securityGroupIds, group.id])]]);
  const names = topology.securityGroups
    .filter(({ id }) => securityGroupIds.includes(id))
    .map(({ name }) => name);
  return {
    what: `${card.name} in groups [${names.join(", ")}]`,
    topology: replaced(topology, "networkInterfaces", card, { securityGroupIds }),
  };
};

export const detachACard: Change = (topology, pick) => {
  const further = instanceCards(topology).filter(({ deviceIndex }) => deviceIndex !== 0);
  if (further.length === 0) return undefined;
  const card = pick(further);
  const instance = topology.instances.find(({ id }) => id === card.instanceId)!;
  const without = replaced(topology, "networkInterfaces", card, {
    instanceId: undefined,
    deviceIndex: undefined,
  });
  return {
    what: `${card.name} detached`,
    topology: replaced(without, "instances", instance, {
      networkInterfaceIds: instance.networkInterfaceIds.filter((id) => id !== card.id),
    }),
  };
};
