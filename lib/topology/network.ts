import { readAttachments } from "./attachments";
import { computedAttribute } from "./attributes";
import { cardRequests } from "./cards";
import { Configuration } from "../terraform-json/configuration";
import { elasticAddresses, elasticIpCards, readElasticIps } from "./elastic-ips";
import { lazy } from "./lazy";
import { aclOfSubnet, readNetworkAcls } from "./network-acls";
import { readPrefixLists } from "./prefix-lists";
import { handOutPrivateAddresses } from "./private-addresses";
import { automaticAddresses } from "./public-addresses";
import { readRouteTables, tableOfSubnet } from "./route-tables";
import { readSecurityGroups } from "./security-groups";
import { Stack } from "../terraform-json/stack";
import { readSubnets, readVpcs } from "./vpcs";

/** The parts of a network, each read when another one or the model needs it: addresses may refer to each other. */
export class Network {
  readonly configuration: Configuration;
  readonly vpcs = lazy(() => readVpcs(this.configuration));
  readonly subnets = lazy(() => readSubnets(this));
  readonly routeTables = lazy(() => readRouteTables(this));
  readonly tableOfSubnet = lazy(() => tableOfSubnet(this));
  readonly networkAcls = lazy(() => readNetworkAcls(this));
  readonly aclOfSubnet = lazy(() => aclOfSubnet(this));
  readonly prefixLists = lazy(() => readPrefixLists(this.configuration));
  readonly securityGroups = lazy(() => readSecurityGroups(this));
  readonly attachments = lazy(() => readAttachments(this.configuration));
  readonly cardRequests = lazy(() => cardRequests(this));
  readonly privateAddresses = lazy(() => handOutPrivateAddresses(this.subnets(), this.cardRequests()));
  readonly elasticAddresses = lazy(() => elasticAddresses(this.configuration));
  readonly elasticIpCards = lazy(() => elasticIpCards(this));
  readonly elasticIps = lazy(() => readElasticIps(this));
  readonly automaticAddresses = lazy(() => automaticAddresses(this));

  constructor(stacks: readonly Stack[]) {
    this.configuration = new Configuration(stacks, (resource, attribute) =>
      computedAttribute(this, resource, attribute),
    );
  }
}
