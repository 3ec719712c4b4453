import { Configuration } from "../terraform-json/configuration";
import { Circle, Stack } from "../terraform-json/stack";
import { readAttachments } from "./attachments";
import { computedAttribute } from "./attributes";
import { distinctResources } from "./elements";
import { readGateways } from "./gateways";
import { interfaceRequests } from "./network-interfaces";
import { readNetworkAcls } from "./network-acls";
import { Parts } from "./parts";
import { handOutPrivateAddresses } from "./private-addresses";
import { Problems } from "./problems";
import { automaticAddresses, elasticAddresses, readElasticIps } from "./public-addresses";
import { readRouteTables } from "./route-tables";
import { readPrefixLists } from "./rules";
import { readSecurityGroups } from "./security-groups";
import { readSubnets, readVpcs } from "./vpcs";

export class Network implements Parts {
  readonly configuration: Configuration;
  readonly problems: Problems;
  readonly vpcs: Parts["vpcs"] = lazy(() => readVpcs(this));
  readonly subnets: Parts["subnets"] = lazy(() => readSubnets(this));
  readonly routeTables: Parts["routeTables"] = lazy(() => readRouteTables(this));
  readonly networkAcls: Parts["networkAcls"] = lazy(() => readNetworkAcls(this));
  readonly securityGroups: Parts["securityGroups"] = lazy(() => readSecurityGroups(this));
  readonly prefixLists: Parts["prefixLists"] = lazy(() => readPrefixLists(this));
  readonly interfaceRequests: Parts["interfaceRequests"] = lazy(() => interfaceRequests(this));
  readonly attachments: Parts["attachments"] = lazy(() => readAttachments(this));
  readonly gateways: Parts["gateways"] = lazy(() => readGateways(this));
  readonly privateAddresses: Parts["privateAddresses"] = lazy(() => handOutPrivateAddresses(this));
  readonly automaticAddresses: Parts["automaticAddresses"] = lazy(() => automaticAddresses(this));
  readonly elasticAddresses: Parts["elasticAddresses"] = lazy(() => elasticAddresses(this));
  readonly elasticIps: Parts["elasticIps"] = lazy(() => readElasticIps(this));

  constructor(stacks: readonly Stack[]) {
    const { resources, counted } = distinctResources(stacks);
    this.configuration = new Configuration(stacks, resources, (resource, attribute) =>
      computedAttribute(this, resource, attribute),
    );
    this.problems = new Problems(this.configuration);
    counted.forEach((resource) => this.problems.addCounted(resource));
  }
}

/** Computes a value when it is first asked for; `Circle` is thrown where that needs the value itself. */
function lazy<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  let computing = false;
  return () => {
    if (computed) return computed.value;
    if (computing) throw new Circle();
    computing = true;
    try {
      computed = { value: compute() };
      return computed.value;
    } finally {
      computing = false;
    }
  };
}
